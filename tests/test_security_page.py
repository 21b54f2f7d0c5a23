"""docs/security.md: the tests it names exist, and its proxy does what it says."""

from __future__ import annotations

import ast
import json
import re
import shutil
import ssl
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from tests.api.server import serving
from tests.conftest import settings
from tests.server.workers.conftest import free_port

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[list[str]]:
    """The cells of each attack."""
    table = PAGE.split("## Attacks")[1].split("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    found = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return [cells for cells in found if not cells[0].startswith("**")]


def test_every_attack_has_a_defence_and_a_test_that_exists() -> None:
    attacks = rows()
    assert len(attacks) > 30
    for cells in attacks:
        attack, defence, shown = cells
        assert attack
        assert defence
        named = _NAMED.findall(shown)
        assert named, attack
        assert not _NAMED.sub("", shown).strip(), attack
        for file, name in named:
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            tests = [
                node.name
                for node in tree.body
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            ]
            assert name in tests, f"{file} has no {name}"


def test_every_problem_of_keys_and_every_setting_named_is_there() -> None:
    from service.config.settings import Settings
    from service.config.sources import variable

    known = {variable(name) for name in Settings.model_fields}
    assert set(re.findall(r"COPYDESK_[A-Z_]+[A-Z]", PAGE)) <= known


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def _certificate(folder: Path, name: str, issuer: str | None = None) -> None:
    """`name.pem` and `name.key`, of the issuer or self-signed."""
    by = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"] if issuer else []
    _openssl(
        folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
        f"/CN={name}", "-addext", "subjectAltName=DNS:localhost", *by,
        "-keyout", f"{name}.key", "-out", f"{name}.pem",
    )  # fmt: skip


@pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="needs nginx and openssl"
)
def test_the_proxy_of_the_page_lets_in_by_certificate_only(tmp_path: Path) -> None:
    for name in ("callers-ca", "server", "evil-ca"):
        _certificate(tmp_path, name)
    _certificate(tmp_path, "newsroom", "callers-ca")
    _certificate(tmp_path, "stranger", "callers-ca")
    _certificate(tmp_path, "forged", "evil-ca")
    keys = tmp_path / "keys.toml"
    add(keys, ApiKey("newsroom", digest("its key"), frozenset({"analyze"})))
    (tmp_path / "keys.map").write_text('"CN=newsroom" "its key";\n')

    with serving(create_app(settings(keys_file=keys), FakeEngine())) as port:
        front = free_port()
        block = re.search(r"<!-- nginx -->\n```nginx\n(.*?)```", PAGE, re.S)
        assert block
        text = (
            block[1]
            .replace("/etc/nginx/copydesk-keys.map", str(tmp_path / "keys.map"))
            .replace("/etc/nginx/tls", str(tmp_path))
            .replace("listen 443", f"listen 127.0.0.1:{front}")
            .replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        )
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
        (tmp_path / "nginx.conf").write_text(
            f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; worker_processes 1;"
            f"events {{}} http {{ access_log off; {folders}\n{text}\n}}"
        )
        nginx = subprocess.Popen(
            ["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            found = {
                name: _posted(tmp_path, front, name, nginx)
                for name in ("newsroom", "stranger", "forged", None)
            }
        finally:
            nginx.terminate()
            nginx.communicate(timeout=60)
    # The caller's own headers, with a good key, count for nothing.
    assert found == {"newsroom": (200, 404), "stranger": (401, 404), "forged": (400, 400),
                     None: (400, 400)}  # fmt: skip


def _posted(
    folder: Path, port: int, name: str | None, nginx: subprocess.Popen[str]
) -> tuple[int, int]:
    """Statuses of an analysis and of the metrics for who has this certificate."""
    context = ssl.create_default_context(cafile=str(folder / "server.pem"))
    if name:
        context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    forged = {"Content-Type": "application/json"}
    if name != "newsroom":
        forged |= {"X-API-Key": "its key", "Authorization": "Bearer its key"}
    began = time.monotonic()
    with httpx.Client(verify=context, trust_env=False, timeout=60) as client:
        while True:
            try:
                analysis = client.post(
                    f"https://localhost:{port}/v1/summary",
                    content=json.dumps({"text": "A word."}),
                    headers=forged,
                )
                break
            except httpx.ConnectError:
                assert nginx.poll() is None, nginx.communicate()[1]
                assert time.monotonic() - began < 60
                time.sleep(0.05)
        return analysis.status_code, client.get(f"https://localhost:{port}/metrics").status_code
