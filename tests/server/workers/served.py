"""`python -m tests.server.workers.served`: a service with a fake engine."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import typer

from service.config.settings import Settings
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, Window


class SleepyEngine(FakeEngine):
    """A window that holds "sleep 0.5" takes half a second; one with "die" kills its process.

    One with "freeze" stops it, as a pattern does that has gone wild: the interpreter is held.
    """

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        for window in windows:
            if found := re.search(r"sleep ([0-9.]+)", window.text):
                await asyncio.sleep(float(found[1]))
            if "die" in window.text.split():
                os._exit(7)
            if "freeze" in window.text.split():
                await asyncio.to_thread(re.match, r"(a+)+$", "a" * 60 + "b")
        return await super().classify(task, windows, call)


class BrokenEngine(FakeEngine):
    """Cannot be started."""

    async def start(self) -> None:
        raise RuntimeError("the weights are made of cheese")


class SlowEngine(FakeEngine):
    """Takes two seconds to load."""

    async def start(self) -> None:
        await asyncio.to_thread(time.sleep, 2)


ENGINES = {"sleepy": SleepyEngine, "broken": BrokenEngine, "slow": SlowEngine}


def main() -> int:
    """Serve until a signal; the exit code is that of the command line."""
    from service.cli.commands import serve
    from service.observability.logging import set_up_logs
    from service.server.workers import runtime_dir

    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int)
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--supervised", action="store_true", help="even one worker")
    arguments.add_argument("--grace", type=int, default=10)
    arguments.add_argument("--drain", type=float, default=0.0)
    arguments.add_argument("--nowhere", action="store_true", help="have no folder to share")
    arguments.add_argument("--engine", choices=ENGINES, default="sleepy")
    arguments.add_argument("--keys-file", type=Path)
    arguments.add_argument("--jobs", type=Path, help="file in which jobs are kept")
    arguments.add_argument("--lease", type=float, default=30.0)
    arguments.add_argument("--log-level", default="warning")
    arguments.add_argument("--stall", type=float, default=30.0)
    arguments.add_argument("--attempts", type=int, default=3)
    arguments.add_argument("--max-store-mib", type=int, default=4096)
    given = arguments.parse_args()
    if given.nowhere:
        runtime_dir._PREFIX = "no/such/folder/"
    settings = Settings(
        _env_file=None,
        workers=given.workers,
        threads=given.workers,
        drain_seconds=given.drain,
        keys_file=given.keys_file,
        log_level=given.log_level,
        jobs_path=given.jobs,
        jobs_lease_seconds=given.lease,
        jobs_attempts=given.attempts,
        jobs_max_store_mib=given.max_store_mib,
        stall_seconds=given.stall,
    )
    set_up_logs(settings)
    engine = ENGINES[given.engine]
    try:
        if given.workers == 1 and not given.supervised:
            serve.alone(settings, "127.0.0.1", given.port, given.grace, engine)
        else:
            serve.together(settings, "127.0.0.1", given.port, given.grace, engine)
    except typer.Exit as ended:
        return ended.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
