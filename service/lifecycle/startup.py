"""Loads the models, before the server starts or while it already answers probes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog
from anyio import to_thread

from service.inference.manifest.entry import ModelFileError
from service.inference.protocol import Engine
from service.text.language import identification

_log = structlog.get_logger("copydesk.startup")


class Startup:
    """The state of the start: `done`, or `failure` with the reason why it can never succeed.

    `then` is called once everything is loaded.
    """

    def __init__(self, engine: Engine, then: Callable[[], None] | None = None) -> None:
        self._engine = engine
        self._then = then
        self.done = False
        self.failure: str | None = None

    @asynccontextmanager
    async def around(self, *, background: bool) -> AsyncIterator[None]:
        """Load now or in the background, and stop the engine at the end. Loading now may raise."""
        loading = asyncio.create_task(self._load())
        try:
            if not background:
                await loading
            loading.add_done_callback(self._note_failure)
            yield
        finally:
            loading.cancel()
            await asyncio.gather(loading, return_exceptions=True)
            await self._engine.stop()

    async def _load(self) -> None:
        await to_thread.run_sync(identification.warm)
        await self._engine.start()
        if self._then is not None:
            self._then()
        self.done = True

    def _note_failure(self, loading: asyncio.Task[None]) -> None:
        error = None if loading.cancelled() else loading.exception()
        if error is not None:
            self.failure = str(error) or type(error).__name__
            # Nothing was posted yet, so the message cannot quote a caller's text. The message of
            # an error of a model file needs no traceback.
            trace = None if isinstance(error, ModelFileError) else error
            _log.critical("the models could not be loaded", why=self.failure, exc_info=trace)
