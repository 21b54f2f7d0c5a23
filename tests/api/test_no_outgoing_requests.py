"""No outbound request is ever made for a caller, whatever URLs are in the posted content."""

from __future__ import annotations

import json
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from service.inference.fake_engine import FakeEngine
from tests.conftest import Connect

ADDRESS = "http://127.0.0.1:9/x"
SECRET = "root:x:0"
_EVENTS = re.compile(r"socket\.(connect|getaddrinfo|gethostby\w+|sendto|sendmsg)|urllib\..*")
_asked: list[str] | None = None


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _asked is not None and _EVENTS.fullmatch(event):
        _asked.append(f"{event} {arguments!r}")
        raise PermissionError("nobody may be asked")


@contextmanager
def cut_off() -> Iterator[list[str]]:
    """Whoever wants to connect or to resolve a name meanwhile fails, and is listed.

    Python's audit events come from below all libraries, and hooks cannot be taken away again.
    """
    global _asked
    if _hear not in _hooks:
        sys.addaudithook(_hear)
        _hooks.append(_hear)
    _asked = []
    try:
        yield _asked
    finally:
        _asked = None


_hooks: list[Any] = []

PAGE = f"""<!DOCTYPE html [
  <!ENTITY file SYSTEM "file:///etc/passwd"> <!ENTITY net SYSTEM "{ADDRESS}">
  <!ENTITY % more SYSTEM "{ADDRESS}"> %more; ]>
<html xmlns:xi="http://www.w3.org/2001/XInclude"><head>
  <base href="{ADDRESS}"><link rel="canonical" href="{ADDRESS}">
  <link rel="stylesheet" href="{ADDRESS}">
  <link rel="amphtml" href="{ADDRESS}"><meta http-equiv="refresh" content="0; url={ADDRESS}">
  <meta property="og:url" content="{ADDRESS}"><script src="{ADDRESS}"></script>
  <script type="application/ld+json">{{"@context": "{ADDRESS}", "url": "{ADDRESS}"}}</script>
</head><body><article>
  <p>The council closed the harbour road on Monday, said Ana Duarte. &file; &net;</p>
  <p>Traders called it a terrible idea, see <a href="{ADDRESS}">{ADDRESS}</a>.</p>
  <img src="{ADDRESS}" srcset="{ADDRESS} 2x"><iframe src="{ADDRESS}"></iframe>
  <object data="{ADDRESS}"></object><video src="{ADDRESS}"></video>
  <xi:include href="file:///etc/passwd" parse="text"/>
</article></body></html>"""
TEXT = f"The council closed the road. See {ADDRESS} and file:///etc/passwd, said Ana Duarte."
DOCUMENTS: list[dict[str, Any]] = [
    {"text": TEXT, "title": ADDRESS, "id": ADDRESS},
    {"text": ADDRESS},
    {"html": PAGE},
    {"html": f'<?xml version="1.0"?>{PAGE}'},
    {"html": f'<p>See <a href="{ADDRESS}">this</a>.</p>'},
]
HEADERS = {
    "Content-Type": "application/json",
    "Host": "169.254.169.254",
    "X-Forwarded-Host": "169.254.169.254",
    "X-Forwarded-For": "169.254.169.254",
    "Forwarded": "for=169.254.169.254",
    "Referer": ADDRESS,
    "Origin": ADDRESS,
    "X-Request-ID": ADDRESS,
}


def test_who_is_cut_off_reaches_nobody() -> None:
    with cut_off() as asked:
        with pytest.raises(PermissionError):
            socket.create_connection(("127.0.0.1", 9))
        with pytest.raises(PermissionError), socket.socket() as one:
            one.connect_ex(("127.0.0.1", 9))
        with pytest.raises(httpx.ConnectError, match="nobody may be asked"):
            httpx.get(ADDRESS)
    assert len(asked) == 3


async def post_all(client: httpx.AsyncClient) -> None:
    """Every document to every analysis, alone and in a batch; all are answered."""
    for name in ("summary", "stance", "sentiment", "analyze"):
        targets = {} if name == "summary" else {"targets": [ADDRESS, "the council"]}
        bodies = [document | targets for document in DOCUMENTS]
        bodies += [{"documents": DOCUMENTS[:1] + DOCUMENTS[2:]} | targets]
        for body in bodies:
            answer = await client.post(
                f"/v1/{name}", content=json.dumps(body | {"include": ["text"]}), headers=HEADERS
            )
            assert answer.status_code == 200, answer.text
            assert SECRET not in answer.text


async def test_no_address_in_a_request_is_ever_asked(connect: Connect) -> None:
    async with connect(FakeEngine()) as client:
        with cut_off() as asked:
            await post_all(client)
            for path in ("/docs", "/openapi.json", "/metrics", "/v1/models", f"//{ADDRESS}"):
                await client.get(path, headers=HEADERS)
    assert asked == []


@pytest.mark.models
async def test_nor_by_the_models(connect: Connect) -> None:
    from service.inference.engine import LocalEngine
    from tests.conftest import settings

    engine = LocalEngine.from_settings(settings(profiles="fast"))
    with cut_off() as asked:  # loading asks nobody either
        async with connect(engine) as client:
            await post_all(client)
    assert asked == []
