"""Fixtures for the whole suite: an app over the fake engine, and a client to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from service.app import create_app
from service.config.settings import Settings
from service.inference.fake_engine import FakeEngine
from service.jobs.store import JobStore

pytest_plugins = ["tests.suite"]

ARTICLE = (
    "Council closes harbour road\n"
    "\n"
    "PORTVALE - The city council voted on Monday to close the harbour road to cars. "
    "Mayor Ana Duarte praised the decision as a great success for the old town. "
    "“It is a terrible idea,” said Tom Reyes, who owns a café on the quay. "
    "Residents fear a collapse of trade in winter.\n"
)

Connect = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


def settings(**given: Any) -> Settings:
    """Settings that neither the environment nor a `.env` file can change."""
    return Settings(_env_file=None, **given)


@pytest.fixture(autouse=True)
def _no_outside_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("COPYDESK_") or name == "PORT":
            monkeypatch.delenv(name)


@pytest.fixture
def article() -> str:
    """A short news article with a heading, a dateline, a quotation and curly quotes."""
    return ARTICLE


@pytest.fixture
def engine() -> FakeEngine:
    """A deterministic engine without torch."""
    return FakeEngine()


@pytest.fixture
def connect() -> Connect:
    """`async with connect(engine, max_documents=3) as client`: an app of one's own."""

    @asynccontextmanager
    async def _connect(
        engine: FakeEngine | None = None, *, store: JobStore | None = None, **given: Any
    ) -> AsyncIterator[httpx.AsyncClient]:
        app = create_app(settings(**given), engine or FakeEngine(), store=store)
        async with running(app) as asgi:
            transport = httpx.ASGITransport(asgi, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                yield client

    return _connect


@pytest.fixture
async def client(connect: Connect, engine: FakeEngine) -> AsyncIterator[httpx.AsyncClient]:
    """A client to an app with default settings over the fake engine."""
    async with connect(engine) as client:
        yield client


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[ASGIApp]:
    """The app within its lifespan, each request given a copy of its state as a server does."""
    async with app.router.lifespan_context(app) as state:

        async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
            scope["state"] = dict(state or {})
            await app(scope, receive, send)

        yield with_state


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Threads of so small a network only wait for each other, and slow what else computes."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
