"""An engine that is slow without using CPU time."""

from __future__ import annotations

import asyncio
from typing import Any

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores


class SlowEngine(FakeEngine):
    """Works off its queue at its speed, one call after the other, and foretells its waits."""

    def __init__(self, tokens_per_second: float) -> None:
        super().__init__(tokens_per_second=tokens_per_second)
        self._turn = asyncio.Lock()

    async def classify(
        self, task: str, windows: Any, call: Call | None = None
    ) -> list[ClassScores]:
        """See `Engine.classify`."""
        scores = await super().classify(task, windows, call)
        tokens = sum(len(w.text.split()) + 2 for w in windows)
        self.backlog += tokens
        try:
            async with self._turn:
                await asyncio.sleep(tokens / self.tokens_per_second)
        finally:
            self.backlog -= tokens
        return scores
