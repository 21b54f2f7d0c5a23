"""How long a request would wait, told before its body is read.

Everything that was admitted counts, wherever it is: bytes that are not read yet, tokens
that the engine has not been given yet, and the engine's own queue. Of large requests only
what goes before a small one counts for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from service.admission.online_regression import Line
from service.admission.permit import Ticket
from service.admission.queue_limit import Strain
from service.admission.read_limiter import REQUEST, Intake
from service.inference.batching.fair_queue import QUANTUM
from service.inference.protocol import Engine

_TOKENS_A_BYTE = 0.3  # a first guess
_TYPICAL_BYTES = 4096.0
_PATIENCE = 1.0  # seconds for which a body that was announced counts before it is there
# Seconds for which a sum over all tickets is good enough, at least and for each ticket: a sum
# costs a microsecond and a half a ticket, and at ten times the load hundreds wait.
_STALE, _STALE_EACH = 0.01, 1e-4
_FRESH = 0.005  # seconds for which the engine need not be asked again to refuse somebody


Reason = Literal["queue", "deadline"]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not now, and the seconds after which it would be different."""

    reason: Reason
    wait: float
    retry_after: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a request once its head is there.

    `declared` is the body's length where it is known, `due` when the answer is, None for a
    limit that makes no sense.
    """

    operation: str
    declared: int | None
    began: float
    due: float | None


class Forecast:
    """Admits requests as long as what waits can be done in time.

    Args:
        engine: foretells its own queue.
        intake: foretells the reading of what was posted.
        strain: how much work may be ahead.
    """

    def __init__(
        self,
        engine: Engine,
        intake: Intake,
        strain: Strain,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._intake = intake
        self._strain = strain
        self._clock = clock
        self._tickets: set[Ticket] = set()
        self._lines: dict[str, Line] = {}
        self._unqueued = 0.0
        self._before_small = 0.0  # of it, what goes before a request of a quantum or less
        self._summed = float("-inf")
        self._asked = float("-inf")
        self._speed = 1.0
        self._small_wait = 0.0

    def admit(self, asked: Asked) -> Ticket | Refusal:
        """A ticket, or why there is none."""
        now = self._clock()
        self._ask_engine(now)
        size, tokens, work = self._needs(asked)
        refusal = self._judge(asked, tokens, work, now)
        if refusal is not None:
            return refusal
        ticket = Ticket(asked.operation, asked.began, asked.due, size, work, tokens, counted=tokens)
        self._tickets.add(ticket)
        self._unqueued += tokens
        self._before_small += min(tokens, self._quantum)
        self._intake.owe(0.0, work)
        return ticket

    def refusal(self, asked: Asked) -> Refusal | None:
        """Why a request would not get a ticket, from what was known some milliseconds ago."""
        now = self._clock()
        if now - self._asked > _FRESH:
            self._ask_engine(now)
        _, tokens, work = self._needs(asked)
        return self._judge(asked, tokens, work, now)

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
        small = min(ticket.counted, self._quantum)
        self._before_small = max(0.0, self._before_small - small)
        if ticket.finished:
            used = sum(call.tokens for call in ticket.calls)
            self._line(ticket.operation).learn(ticket.size, used)

    @property
    def _quantum(self) -> float:
        """Tokens that are nobody's to pass."""
        return QUANTUM * self._speed

    def _needs(self, asked: Asked) -> tuple[float, float, float]:
        """Bytes of the body, tokens that they should come to, bytes of work to read them."""
        line = self._line(asked.operation)
        size = line.typical if asked.declared is None else float(asked.declared)
        return size, line.at(size), size + REQUEST

    def _judge(self, asked: Asked, tokens: float, work: float, now: float) -> Refusal | None:
        # Work that is too long for its own limit is no overload, and no later try would help;
        # it is let in, unless what is ahead of it leaves no time at all.
        ahead = self._intake.wait(work) + self._queue(tokens, now)
        if ahead > self._strain.limit(now):
            self._strain.refused(now)
            return Refusal("queue", ahead, ahead - self._strain.strained / 2)
        if asked.due is None or ahead <= 0.0:
            return None
        left = asked.due - now
        own = tokens / self._speed + work / self._intake.speed
        room = left - own if own <= left else left
        if ahead > max(room, 0.0):
            return Refusal("deadline", ahead, ahead - max(room, 0.0) / 2)
        return None

    def _queue(self, tokens: float, now: float) -> float:
        """Seconds of the engine's work that goes before the end of so many new tokens."""
        self._sum(now)
        if tokens <= self._quantum:
            return self._small_wait + self._before_small / self._speed
        return self._engine.predicted_wait(tokens) + self._unqueued / self._speed

    def _ask_engine(self, now: float) -> None:
        self._asked = now
        self._speed = self._engine.speed
        self._small_wait = self._engine.predicted_wait(0.0)

    def _sum(self, now: float) -> None:
        """Add up the tokens of all tickets that the engine has not been given, now and then."""
        if now - self._summed <= max(_STALE, _STALE_EACH * len(self._tickets)):
            return
        self._unqueued = self._before_small = 0.0
        for ticket in self._tickets:
            if not ticket.arrived and now - ticket.began > _PATIENCE:
                # Else a few who announce much and send nothing would shut out everyone.
                self._read(ticket, ticket.work)
                ticket.tokens = 0.0
            ticket.counted = ticket.unqueued
            self._unqueued += ticket.counted
            self._before_small += min(ticket.counted, self._quantum)
        self._summed = now

    def _read(self, ticket: Ticket, work: float) -> None:
        self._intake.owe(ticket.work, ticket.work - work)
        ticket.work -= work

    def _line(self, operation: str) -> Line:
        if operation not in self._lines:
            self._lines[operation] = Line(_TOKENS_A_BYTE, _TYPICAL_BYTES)
        return self._lines[operation]
