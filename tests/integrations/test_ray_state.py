"""The lifespan state, for a server that drops it."""

from __future__ import annotations

import httpx
from starlette.types import Message

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.integrations.ray_state import Stateful
from tests.conftest import settings


async def test_an_app_works_under_a_server_that_drops_its_state() -> None:
    engine = FakeEngine()
    app = Stateful(create_app(settings(), engine))
    assert app.healthy  # as far as anyone knows
    given: list[Message] = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    said: list[str] = []

    async def receive() -> Message:
        if len(said) == 1:
            await asked()
        return given.pop(0)

    async def send(message: Message) -> None:
        said.append(message["type"])

    async def asked() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.post("/v1/sentiment", json={"text": "The dam is good."})
            assert answer.json()["sentiment"]["label"] == "positive"
            assert app.healthy
            engine._ready = False
            assert not app.healthy

    await app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
