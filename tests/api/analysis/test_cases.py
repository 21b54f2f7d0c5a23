"""Requests of which other projects were told that they answered them wrongly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.api.server import serving
from tests.conftest import settings
from tests.server.protocol.raw import Answer, exchanged

_LINES = (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()
CASES = {case["id"]: case for case in map(json.loads, _LINES)}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server."""
    with serving(create_app(settings(log_level="error"), FakeEngine())) as found:
        yield found


def sent(port: int, case: dict[str, Any], *hosts: str) -> Answer:
    """The answer to a case with these hosts, or its own."""
    body = b"" if case["body"] is None else json.dumps(case["body"]).encode()
    headers = dict(case["headers"])
    own = headers.pop("Host", None)
    lines = [f"{case['method']} {case['path']} HTTP/1.1"]
    lines += [f"Host: {host}" for host in ([own] if own else hosts)]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
    return exchanged(port, head.encode() + body)[0][0]


@pytest.mark.parametrize("name", ["http-allow-livez", "http-allow-v1-models"])
def test_what_is_not_possible_says_what_is(port: int, name: str) -> None:
    answer = sent(port, CASES[name], "a")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_no_address_is_made_of_the_host(port: int) -> None:
    answer = sent(port, CASES["http-host"])
    assert (answer.status, "location" in answer.headers) == (404, False)
    assert b"evil" not in answer.body


def test_a_request_has_one_host(port: int) -> None:
    case = CASES["http-host-none"]
    assert sent(port, case, "a").status == 200
    assert sent(port, case).status == 400
    assert sent(port, case, "a", "a").status == 400


def test_every_case_is_tried() -> None:
    tried = {"http-allow-livez", "http-allow-v1-models", "http-host", "http-host-none"}
    assert set(CASES) == tried
