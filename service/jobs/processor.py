"""What the runner needs of who processes documents: outcomes, and a place to try suspects in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from service.jobs.store import Claim


@dataclass(frozen=True, slots=True)
class Outcome:
    """JSON of a document's result, or of its error."""

    content: bytes
    failed: bool


class NotNow(Exception):
    """The document cannot be analysed at present, through no fault of its own."""


class Processing(Protocol):
    """What comes of documents."""

    async def analyse(self, claim: Claim) -> Outcome:
        """The outcome of a document. Raises `NotNow`."""
        ...

    def gave_up(self, claim: Claim, times: int) -> Outcome:
        """That of one at which a process ended so many times."""
        ...

    def no_room(self, claim: Claim, size: int) -> Outcome:
        """That of one whose result of so many bytes the store does not take."""
        ...


class IsolatedProcessing(Protocol):
    """A place to try documents in which serves nobody, one at a time."""

    def free(self) -> bool:
        """Whether it may be used now."""
        ...

    async def analyse(self, claim: Claim, begins: Callable[[], Awaitable[None]]) -> Outcome | None:
        """The outcome of a document; None when it took the process down. Raises `NotNow`.

        `begins` is awaited right before the document is tried: until then nothing that ends is
        its fault.
        """
        ...

    async def close(self) -> None:
        """Nothing is left to try for now."""
        ...
