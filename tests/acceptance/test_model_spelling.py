"""The shipped models judge what a reader sees, however it is encoded (`copydesk models pull`)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from service.app import create_app
from service.cli.client import in_process
from service.config.settings import Settings

pytestmark = [pytest.mark.models, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app over the fast profile."""
    settings = Settings(_env_file=None, log_level="error", precision="fp32", profiles=("fast",))
    async with in_process(create_app(settings)) as made:
        yield made


@pytest.mark.parametrize(
    ("text", "plain", "least"),
    [
        ("The road is won\u00adder\u00adful.", "The road is wonderful.", 0.85),
        ("The road is w\u2060onder\u2060ful.", "The road is wonderful.", 0.85),
        ("The road is terri\ufb01c and \ufb01ne.", "The road is terrific and fine.", 0.7),
        ("The rоаd is ｗｏｎｄｅｒｆｕｌ.", "The road is wonderful.", 0.85),
        ("The 𝐫𝐨𝐚𝐝 is wonder\u200bful\ufeff.", "The road is wonderful.", 0.85),
    ],
)
async def test_what_looks_the_same_is_judged_the_same(
    client: httpx.AsyncClient, text: str, plain: str, least: float
) -> None:
    found = [
        (await client.post("/v1/sentiment", json={"text": posted})).json()["sentiment"]
        for posted in (text, plain)
    ]
    assert found[0]["label"] == "positive"
    assert found[0]["score"] >= least
    assert found[0]["distribution"] == found[1]["distribution"]
    assert [s["span"]["text"] for s in found[0]["sentences"]] == [text]
