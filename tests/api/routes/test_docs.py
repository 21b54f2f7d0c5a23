"""The documentation page, and its content security policy."""

from __future__ import annotations

import base64
import hashlib
import re

import httpx

from service.api.routes.docs import policy


def directives(header: str) -> dict[str, list[str]]:
    """A Content-Security-Policy by directive."""
    return {name: sources for name, *sources in (part.split() for part in header.split(";"))}


async def test_the_page_runs_its_own_scripts_only(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")
    allowed = directives(page.headers["content-security-policy"])
    assert allowed["default-src"] == ["'none'"]
    assert allowed["connect-src"] == ["'self'"]
    assert allowed["frame-ancestors"] == ["'none'"]
    (script,) = re.findall(r"<script>(.*?)</script>", page.text, re.S)
    found = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert allowed["script-src"] == ["'self'", f"'sha256-{found}'"]
    assert not re.search(r"\son\w+=|javascript:", page.text)  # would be blocked


def test_a_script_that_is_not_the_page_s_is_not_allowed() -> None:
    before, after = (directives(policy(f"<script>{s}</script>")) for s in ("a()", "b()"))
    assert before["script-src"] != after["script-src"]


async def test_assets_cannot_lead_out_of_their_folder(client: httpx.AsyncClient) -> None:
    for path in ("../__init__.py", "%2e%2e/__init__.py", "..%2f__init__.py", "/etc/passwd"):
        response = await client.get(f"/docs/assets/{path}")
        assert response.status_code == 404, path
