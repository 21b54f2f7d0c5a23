"""The process of `service.jobs.isolated`: an engine that analyses one document after the other."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from service.jobs.isolated import Answer, IsolatedProcess

if TYPE_CHECKING:
    from service.config.settings import Settings
    from service.inference.protocol import Engine

_NICE = 5  # processes that serve requests have priority
_PR_SET_PDEATHSIG = 1
# The peak memory while models are loaded, as a fraction of the own memory of an idle process that
# serves all profiles. Measured in bf16 (of 950 MiB) without mapped files: some 0.6, 0.9 and 1.4; in
# fp32 (of 1,815 MiB) it is less. `_OF_ONE` is that of an idle process that serves one profile.
_OF_ALL = {"fast": 0.75, "balanced": 1.0, "accurate": 1.6}
_OF_ONE = 1.9
_OF_MAPPED = 1.2  # the same if prepared weights are mapped, as with several workers


@dataclass(frozen=True, slots=True)
class DocumentWork:
    """See `service.jobs.isolated.Work`.

    Attributes:
        settings: those of the worker that starts it.
        engine: makes the engine; without it the real one is loaded.
    """

    settings: Settings
    engine: Callable[[], Engine] | None = None

    def part(self, profile: str) -> float:
        """See `Work.part`."""
        if self.settings.prepared_dir is not None:
            return _OF_MAPPED
        return _OF_ALL.get(profile, _OF_ONE) if len(self.settings.profiles) > 1 else _OF_ONE

    def __call__(self, channel: Connection, profile: str) -> None:
        """Run the process until its parent closes the pipe."""
        _lower_claims()
        # Its metrics would need files of their own. The parent counts its documents.
        os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
        with contextlib.suppress(EOFError, OSError):  # the parent has ended
            asyncio.run(self._serve(channel, profile))

    async def _serve(self, channel: Connection, profile: str) -> None:
        from service.api.jobs.process_document import DocumentProcessor
        from service.inference.factory import engine_of
        from service.lifecycle.startup import Startup
        from service.lifecycle.watchdog import Watchdog
        from service.observability import logging
        from service.tasks.registry import MODEL_NEEDS

        least = {
            "threads": 1,
            "lanes": 1,
            "cache_mib": 0,
            "profile": profile,
            "profiles": [profile],
        }
        settings = self.settings.model_copy(update=least)
        logging.set_up_logs(settings)
        # Calibrating the cost model takes memory, and more time than it saves for a few documents.
        engine = self.engine() if self.engine else engine_of(settings, MODEL_NEEDS, tune=False)
        async with Startup(engine).around(background=False):
            processor = DocumentProcessor.alone(settings, engine)
            channel.send(Answer(b""))
            beating = asyncio.create_task(Watchdog(settings.stall_seconds).beating())
            try:
                while True:
                    claim = await asyncio.to_thread(channel.recv)
                    channel.send(await processor.answer(claim))
            finally:
                beating.cancel()


def isolated_process(
    settings: Settings, engine: Callable[[], Engine] | None = None, lock: Path | None = None
) -> IsolatedProcess:
    """The isolated process, with the maximum time limit for each document."""
    seconds = settings.max_deadline_seconds
    return IsolatedProcess(DocumentWork(settings, engine), seconds=seconds, lock=lock)


def _lower_claims() -> None:
    """Be the first process that the system kills if memory runs out, and end with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    if sys.platform == "linux":
        # A blocked process could not notice by itself that its parent has ended.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = multiprocessing.parent_process()
    if parent is None or os.getppid() != parent.pid:
        sys.exit()  # the parent has ended already
