"""Requests from pages of other origins."""

from __future__ import annotations

import httpx
import pytest
from pydantic import ValidationError

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import EngineOverloaded
from tests.conftest import Connect, settings

ORIGIN = {"Origin": "https://news.example"}
PREFLIGHT = ORIGIN | {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


def told(response: httpx.Response) -> list[str]:
    """The names of all CORS headers."""
    return [name for name in response.headers if name.startswith("access-control-")]


async def test_by_default_no_page_of_another_origin_may_read(client: httpx.AsyncClient) -> None:
    preflight = await client.options("/v1/summary", headers=PREFLIGHT)
    assert preflight.status_code == 405
    answer = await client.post("/v1/summary", json={"text": "A word."}, headers=ORIGIN)
    assert answer.status_code == 200
    assert told(preflight) == told(answer) == []


async def test_an_allowed_origin_may_post_and_read_refusals_too(connect: Connect) -> None:
    engine = FakeEngine(fail_on="busy", error=EngineOverloaded(3))
    async with connect(engine, cors_origins="https://a.example, https://news.example") as client:
        preflight = await client.options("/v1/sentiment", headers=PREFLIGHT)
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == "https://news.example"
        assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
        for text, status in (("A word.", 200), ("So busy.", 503), ("", 422)):
            answer = await client.post("/v1/sentiment", json={"text": text}, headers=ORIGIN)
            assert answer.status_code == status
            assert answer.headers["access-control-allow-origin"] == "https://news.example"
            assert "Retry-After" in answer.headers["access-control-expose-headers"]
            assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "http://news.example", "null"])
async def test_another_origin_may_not(connect: Connect, origin: str) -> None:
    async with connect(cors_origins="https://news.example") as client:
        headers = PREFLIGHT | {"Origin": origin}
        preflight = await client.options("/v1/summary", headers=headers)
        answer = await client.post("/v1/summary", json={"text": "A."}, headers={"Origin": origin})
    assert preflight.status_code == 400
    for response in (preflight, answer):
        assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("given", ["news.example", "https://news.example/", "https://*.example"])
def test_what_is_no_origin_is_no_setting(given: str) -> None:
    with pytest.raises(ValidationError, match="is no origin"):
        settings(cors_origins=given)
