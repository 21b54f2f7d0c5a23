"""How long a request would wait, told before its body is read.

Everything that was admitted counts, wherever it is: bytes that are not read yet, tokens
that the engine has not been given yet, and the engine's own queue.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from service.http.intake import REQUEST, Intake
from service.http.line import Line
from service.http.ticket import Ticket
from service.inference.types import Engine

_TOKENS_A_BYTE = 0.3  # a first guess
_TYPICAL_BYTES = 4096.0
_PATIENCE = 1.0  # seconds for which a body that was announced counts before it is there
# Seconds for which a sum over all tickets is good enough, at least and for each ticket: a sum
# costs a microsecond and a half a ticket, and at ten times the load thousands wait.
_STALE, _STALE_EACH = 0.01, 1e-4


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not now, and the seconds after which it would be different."""

    reason: Literal["queue", "deadline"]
    wait: float
    retry_after: float


class Forecast:
    """Admits requests as long as what waits can be done in time.

    Args:
        engine: foretells its own queue.
        intake: foretells the reading of what was posted.
        longest: refuse when more than so many seconds of work are ahead.
    """

    def __init__(
        self,
        engine: Engine,
        intake: Intake,
        longest: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._intake = intake
        self._longest = longest
        self._clock = clock
        self._tickets: set[Ticket] = set()
        self._lines: dict[str, Line] = {}
        self._unqueued = 0.0
        self._summed = float("-inf")

    def admit(
        self, operation: str, declared: int | None, began: float, due: float | None
    ) -> Ticket | Refusal:
        """A ticket, or why there is none; `declared` is the body's length where it is known."""
        now = self._clock()
        line = self._line(operation)
        size = line.typical if declared is None else float(declared)
        tokens, work = line.at(size), size + REQUEST
        waiting = self._waiting(now)
        queued = self._engine.predicted_wait(waiting)
        ahead = self._intake.wait() + queued
        own = self._engine.predicted_wait(waiting + tokens) - queued + work / self._intake.speed
        refusal = self._judge(ahead, own, None if due is None else due - now)
        if refusal is not None:
            return refusal
        ticket = Ticket(operation, began, due, size, work, tokens, counted=tokens)
        self._tickets.add(ticket)
        self._unqueued += tokens
        self._intake.pending += work
        return ticket

    def arrived(self, ticket: Ticket, size: int) -> None:
        """The body is there, and so long."""
        ticket.arrived = True
        ticket.size = float(size)
        ticket.tokens = self._line(ticket.operation).at(ticket.size)
        self._read(ticket, ticket.work - (size + REQUEST))

    def read(self, ticket: Ticket, share: float) -> None:
        """So much of the body (0..1) is read and goes to the engine."""
        self._read(ticket, min(ticket.work, share * (ticket.size + REQUEST)))

    def leave(self, ticket: Ticket) -> None:
        """The request is over; one that came to its end teaches what the next will cost."""
        self._read(ticket, ticket.work)
        self._tickets.discard(ticket)
        self._unqueued = max(0.0, self._unqueued - ticket.counted)
        if ticket.finished:
            used = sum(call.tokens for call in ticket.calls)
            self._line(ticket.operation).learn(ticket.size, used)

    def _judge(self, ahead: float, own: float, left: float | None) -> Refusal | None:
        # Work that is too long for its own limit is no overload, and no later try would help;
        # it is let in, unless what is ahead of it leaves no time at all.
        if ahead > self._longest:
            return Refusal("queue", ahead, ahead - self._longest / 2)
        if left is None or ahead <= 0.0:
            return None
        room = left - own if own <= left else left
        if ahead > max(room, 0.0):
            return Refusal("deadline", ahead, ahead - max(room, 0.0) / 2)
        return None

    def _waiting(self, now: float) -> float:
        """Tokens of all tickets that the engine has not been given; summed now and then."""
        if now - self._summed > max(_STALE, _STALE_EACH * len(self._tickets)):
            self._unqueued = 0.0
            for ticket in self._tickets:
                if not ticket.arrived and now - ticket.began > _PATIENCE:
                    # Else a few who announce much and send nothing would shut out everyone.
                    self._read(ticket, ticket.work)
                    ticket.tokens = 0.0
                ticket.counted = ticket.unqueued
                self._unqueued += ticket.counted
            self._summed = now
        return self._unqueued

    def _read(self, ticket: Ticket, work: float) -> None:
        ticket.work -= work
        self._intake.pending = max(0.0, self._intake.pending - work)

    def _line(self, operation: str) -> Line:
        if operation not in self._lines:
            self._lines[operation] = Line(_TOKENS_A_BYTE, _TYPICAL_BYTES)
        return self._lines[operation]
