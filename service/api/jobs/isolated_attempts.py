"""Analyses suspect documents in a process that serves no requests."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence

from service.api.jobs.process_document import DocumentProcessor
from service.jobs.isolated import CannotIsolate, IsolatedProcess
from service.jobs.processor import NotNow, Outcome
from service.jobs.store import Claim
from service.kit.offload import offload


class IsolatedProcessor:
    """See `service.jobs.processor.IsolatedProcessing`.

    Args:
        analyst: counts and traces the work of the other process.
        profiles: the loaded profiles, the default first.
    """

    def __init__(
        self, process: IsolatedProcess, processor: DocumentProcessor, profiles: Sequence[str]
    ) -> None:
        self._process = process
        self._analyst = processor
        self._profiles = profiles

    def free(self) -> bool:
        """See `IsolatedProcessing.free`."""
        return self._process.free()

    async def analyse(self, claim: Claim, begins: Callable[[], Awaitable[None]]) -> Outcome | None:
        """See `IsolatedProcessing.analyse`."""
        with self._analyst.traced(claim) as spans:
            try:
                profile = await offload(len(claim.payload), _profile, claim, self._profiles)
                answer = await self._process.run(claim, profile, begins)
            except CannotIsolate as error:
                return self._analyst.not_tried(claim, str(error))
            if answer is None:
                return None
            if answer.later:
                raise NotNow
            if answer.problem is not None and spans is not None:
                spans.failed(answer.problem, answer.status)
        return self._analyst.counted(answer)

    async def close(self) -> None:
        """See `IsolatedProcessing.close`."""
        await self._process.close()


def _profile(claim: Claim, served: Sequence[str]) -> str:
    """The profile of the document's options. If they are invalid, the document fails later."""
    try:
        asked = json.loads(claim.payload if claim.options is None else claim.options)
        wanted = asked.get("profile") if isinstance(asked, dict) else None
    except (ValueError, RecursionError):
        wanted = None
    return wanted if isinstance(wanted, str) and wanted in served else served[0]
