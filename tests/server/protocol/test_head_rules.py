"""The rules for heads also hold behind another server."""

from __future__ import annotations

import pytest
from starlette.types import ASGIApp, Message, Scope

from service.api.request import head_rules
from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.conftest import running, settings

Fields = list[tuple[bytes, bytes]]
HOST = (b"host", b"a")


async def asked(
    app: ASGIApp, fields: Fields, *, version: str = "1.1", path: str = "/livez"
) -> tuple[int, dict[bytes, bytes]]:
    """Status and headers of a GET as any ASGI server gives it to the app."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "http_version": version,
        "headers": fields, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip
    await app(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"])


@pytest.mark.parametrize(
    ("fields", "version", "status"),
    [
        ([HOST], "1.1", 200),
        ([], "1.1", 400),
        ([HOST, HOST], "1.1", 400),
        ([(b"host", b"a/b")], "1.1", 400),
        ([], "1.0", 200),
        ([HOST, HOST], "1.0", 400),
        ([], "2", 200),
        ([HOST, (b"expect", b"100-continue")], "1.1", 200),
        ([HOST, (b"expect", b"gold")], "1.1", 417),
        ([HOST, (b"expect", b"gold")], "1.0", 200),
        ([HOST, (b"transfer-encoding", b"chunked")], "1.1", 200),
        ([HOST, (b"transfer-encoding", b"gzip, chunked")], "1.1", 400),
        ([HOST, (b"content-length", "²".encode("latin-1"))], "1.1", 400),
        ([HOST, (b"content-length", b"0" * 5000)], "1.1", 400),
        ([HOST, *[(b"content-type", b"application/json")] * 2], "1.1", 400),
        ([HOST, *[(b"transfer-encoding", b"chunked")] * 2], "1.1", 400),
        ([HOST, (b"transfer-encoding", b"chunked")], "1.0", 400),
    ],
)  # fmt: skip
async def test_other_servers(fields: Fields, version: str, status: int) -> None:
    app = create_app(settings(log_level="error"), FakeEngine())
    async with running(app) as asgi:
        found, headers = await asked(asgi, fields, version=version)
        assert found == status
        assert b"x-request-id" in headers
        if status >= 400:
            assert headers[b"content-type"] == b"application/problem+json"
            assert headers[b"connection"] == b"close"
        assert (await asked(asgi, [HOST], path="/livez\0"))[0] == 400


HOSTS: list[tuple[bytes, bool]] = [
    (b"a", True), (b"a.example", True), (b"a:80", True), (b"a:", True), (b"127.0.0.1:1", True),
    (b"[::1]", True), (b"[fe80::1%25eth0]:80", True), (b"caf%C3%A9.example", True),
    (b" a\t", True), (b"a_b-c.d~e", True),
    (b"", False), (b" ", False), (b"a b", False), (b"a,b", False), (b"a@b", False),
    (b"a/b", False), (b"http://a", False), (b"a:b", False), (b"a:123456", False), (b"a:1:2", False),
    (b"[::1", False), (b"::1", False), (b"[]", False), (b"a?b", False), (b"a#b", False),
    (b"caf\xc3\xa9", False), (b"%zz", False), (b"a\\b", False), (b"<a>", False),
]  # fmt: skip


@pytest.mark.parametrize(("value", "valid"), HOSTS)
def test_hosts(value: bytes, valid: bool) -> None:
    field = (b"host", value)
    assert (head_rules.fault("1.1", [field], dict([field])) is None) == valid


def test_a_long_host_is_none_and_is_not_kept() -> None:
    head_rules._is_host.cache_clear()
    for value in (b"a" * 301, b"a" * (1 << 20), b"%41" * 300_000, b"[" + b":" * (1 << 20)):
        field = (b"host", value)
        assert head_rules.fault("1.1", [field], dict([field])) is not None
    assert head_rules._is_host.cache_info().currsize == 0


def test_the_pattern_of_hosts_never_looks_back() -> None:
    for value in (b"a" * (1 << 20) + b"/", b"%41" * 300_000 + b"%", b"[" + b":" * (1 << 20)):
        assert head_rules._HOST.fullmatch(value) is None
