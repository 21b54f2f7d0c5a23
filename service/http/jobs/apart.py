"""Documents that may take a process down, tried in one that serves nobody."""

from __future__ import annotations

from service.http.jobs.analyst import Analyst
from service.jobs.isolated import CannotIsolate, IsolatedProcess
from service.jobs.runner import NotNow, Outcome
from service.jobs.store import Claim


class IsolatedAnalyst:
    """See `service.jobs.runner.Apart`.

    Args:
        analyst: counts and traces what the other process does.
    """

    def __init__(self, process: IsolatedProcess, analyst: Analyst) -> None:
        self._process = process
        self._analyst = analyst

    def free(self) -> bool:
        """See `Apart.free`."""
        return self._process.free()

    async def analyse(self, claim: Claim) -> Outcome | None:
        """See `Apart.analyse`."""
        with self._analyst.traced(claim) as spans:
            try:
                answer = await self._process.run(claim)
            except CannotIsolate as error:
                return self._analyst.not_tried(claim, str(error))
            if answer is not None and answer.problem is not None and spans is not None:
                spans.failed(answer.problem, answer.status)
        if answer is None:
            return None
        if answer.later:
            raise NotNow
        return self._analyst.counted(answer)

    async def close(self) -> None:
        """See `Apart.close`."""
        await self._process.close()
