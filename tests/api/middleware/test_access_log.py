"""The access log: every line has the fields that docs/operations.md lists."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

PAGE = Path(__file__).parents[3] / "docs" / "operations.md"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


async def test_every_request_has_the_fields_of_the_page(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    table = PAGE.read_text().split("| field | meaning |")[1]
    fields = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", table, re.M))))
    parent = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    await client.post("/v1/sentiment", json={"text": "A great success."}, headers=parent)
    await client.post("/v1/sentiment", content=b"{")
    await client.get("/v1/models")
    await client.get("/nowhere", headers={"traceparent": TRACE})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["status"] for line in lines] == [200, 415, 200, 404]
    for line in lines:
        assert line.keys() == fields | {"event", "level", "timestamp"}
        assert line["event"] == "request"
    assert [line["trace_id"] for line in lines] == [TRACE, None, None, None]
    assert [line["documents"] for line in lines] == [1, 0, None, None]
    assert lines[0]["bytes"] == len(b'{"text":"A great success."}')
    assert lines[0]["tokens"] == 5
