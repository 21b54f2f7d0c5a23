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

from service.admission.online_regression import OnlineRegression
from service.admission.permit import Permit
from service.admission.queue_limit import QueueLimit
from service.admission.read_limiter import REQUEST, ReadLimiter
from service.inference.batching.fair_queue import QUANTUM
from service.inference.protocol import Engine

_TOKENS_A_BYTE = 0.3  # a first guess
_TYPICAL_BYTES = 4096.0
_PATIENCE = 1.0  # seconds for which a body that was announced counts before it is there
# Seconds for which a sum over all permits is good enough, at least and for each ticket: a sum
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
class AdmissionRequest:
    """What is known of a request once its head is there.

    `declared` is the body's length where it is known, `due` when the answer is, None for a
    limit that makes no sense.
    """

    operation: str
    declared: int | None
    began: float
    due: float | None


class AdmissionController:
    """Admits requests as long as what waits can be done in time.

    Args:
        engine: foretells its own queue.
        intake: foretells the reading of what was posted.
        queue_limit: how much work may be ahead.
    """

    def __init__(
        self,
        engine: Engine,
        read_limiter: ReadLimiter,
        queue_limit: QueueLimit,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._read_limiter = read_limiter
        self._queue_limit = queue_limit
        self._clock = clock
        self._permits: set[Permit] = set()
        self._lines: dict[str, OnlineRegression] = {}
        self._unqueued = 0.0
        self._before_small = 0.0  # of it, what goes before a request of a quantum or less
        self._summed = float("-inf")
        self._asked = float("-inf")
        self._speed = 1.0
        self._small_wait = 0.0

    def admit(self, asked: AdmissionRequest) -> Permit | Refusal:
        """A ticket, or why there is none."""
        now = self._clock()
        self._ask_engine(now)
        size, tokens, work = self._needs(asked)
        refusal = self._judge(asked, tokens, work, now)
        if refusal is not None:
            return refusal
        permit = Permit(asked.operation, asked.began, asked.due, size, work, tokens, counted=tokens)
        self._permits.add(permit)
        self._unqueued += tokens
        self._before_small += min(tokens, self._quantum)
        self._read_limiter.owe(0.0, work)
        return permit

    def refusal(self, asked: AdmissionRequest) -> Refusal | None:
        """Why a request would not get a ticket, from what was known some milliseconds ago."""
        now = self._clock()
        if now - self._asked > _FRESH:
            self._ask_engine(now)
        _, tokens, work = self._needs(asked)
        return self._judge(asked, tokens, work, now)

    def arrived(self, permit: Permit, size: int) -> None:
        """The body is there, and so long."""
        permit.arrived = True
        permit.size = float(size)
        permit.tokens = self._line(permit.operation).at(permit.size)
        self._read(permit, permit.work - (size + REQUEST))

    def read(self, permit: Permit, share: float) -> None:
        """So much of the body (0..1) is read and goes to the engine."""
        self._read(permit, min(permit.work, share * (permit.size + REQUEST)))

    def leave(self, permit: Permit) -> None:
        """The request is over; one that came to its end teaches what the next will cost."""
        self._read(permit, permit.work)
        self._permits.discard(permit)
        self._unqueued = max(0.0, self._unqueued - permit.counted)
        small = min(permit.counted, self._quantum)
        self._before_small = max(0.0, self._before_small - small)
        if permit.finished:
            used = sum(call.tokens for call in permit.calls)
            self._line(permit.operation).learn(permit.size, used)

    @property
    def _quantum(self) -> float:
        """Tokens that are nobody's to pass."""
        return QUANTUM * self._speed

    def _needs(self, asked: AdmissionRequest) -> tuple[float, float, float]:
        """Bytes of the body, tokens that they should come to, bytes of work to read them."""
        line = self._line(asked.operation)
        size = line.typical if asked.declared is None else float(asked.declared)
        return size, line.at(size), size + REQUEST

    def _judge(
        self, asked: AdmissionRequest, tokens: float, work: float, now: float
    ) -> Refusal | None:
        # Work that is too long for its own limit is no overload, and no later try would help;
        # it is let in, unless what is ahead of it leaves no time at all.
        ahead = self._read_limiter.wait(work) + self._queue(tokens, now)
        if ahead > self._queue_limit.limit(now):
            self._queue_limit.refused(now)
            return Refusal("queue", ahead, ahead - self._queue_limit.strained / 2)
        if asked.due is None or ahead <= 0.0:
            return None
        left = asked.due - now
        own = tokens / self._speed + work / self._read_limiter.speed
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
        """Add up the tokens of all permits that the engine has not been given, now and then."""
        if now - self._summed <= max(_STALE, _STALE_EACH * len(self._permits)):
            return
        self._unqueued = self._before_small = 0.0
        for permit in self._permits:
            if not permit.arrived and now - permit.began > _PATIENCE:
                # Else a few who announce much and send nothing would shut out everyone.
                self._read(permit, permit.work)
                permit.tokens = 0.0
            permit.counted = permit.unqueued
            self._unqueued += permit.counted
            self._before_small += min(permit.counted, self._quantum)
        self._summed = now

    def _read(self, permit: Permit, work: float) -> None:
        self._read_limiter.owe(permit.work, permit.work - work)
        permit.work -= work

    def _line(self, operation: str) -> OnlineRegression:
        if operation not in self._lines:
            self._lines[operation] = OnlineRegression(_TOKENS_A_BYTE, _TYPICAL_BYTES)
        return self._lines[operation]
