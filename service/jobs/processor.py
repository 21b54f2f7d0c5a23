"""Protocols of the objects that process documents for the runner."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from service.jobs.store import Claim


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document's result or error as JSON."""

    content: bytes
    failed: bool


class NotNow(Exception):
    """The document cannot be analysed at present, for a reason outside of the document."""


class Processing(Protocol):
    """Processes documents, in this process."""

    async def analyse(self, claim: Claim) -> Outcome:
        """The outcome of a document. Raises `NotNow`."""
        ...

    def gave_up(self, claim: Claim, times: int) -> Outcome:
        """The outcome of a document at which a process has crashed `times` times."""
        ...

    def no_room(self, claim: Claim, size: int) -> Outcome:
        """The outcome of a document whose result of `size` bytes the store refuses."""
        ...


class IsolatedProcessing(Protocol):
    """Processes one suspect document at a time in a process that serves no requests."""

    def free(self) -> bool:
        """Whether it can be used now."""
        ...

    async def analyse(self, claim: Claim, begins: Callable[[], Awaitable[None]]) -> Outcome | None:
        """The outcome of a document; None if it crashed the process. Raises `NotNow`.

        `begins` is awaited right before the attempt, because an earlier end of the process is not
        the document's fault.
        """
        ...

    async def close(self) -> None:
        """Release the process, because no suspect documents wait."""
        ...
