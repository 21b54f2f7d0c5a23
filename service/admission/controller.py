"""Admission control: a request is admitted if its predicted wait is short enough.

The wait is predicted before the body is read. It covers all admitted work at every stage: bytes
that are not parsed yet, tokens that are not submitted to the engine yet, and the engine's own
queue. A large request counts only with the part that is processed before the new one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from service.admission.permit import Permit
from service.admission.queue_limit import QueueLimit
from service.admission.read_limiter import REQUEST, ReadLimiter
from service.inference.protocol import Engine
from service.kit.online_estimates import OnlineRegression

_TOKENS_A_BYTE = 0.3  # a first guess
_TYPICAL_BYTES = 4096.0
_ARRIVAL_SECONDS = 1.0  # a declared body counts for this long before it has arrived
# A sum over all permits is reused for `_STALE` seconds, or for `_STALE_EACH` seconds a permit if
# that is longer. Adding one permit takes 1.5 µs, and at ten times the load hundreds of them wait.
_STALE, _STALE_EACH = 0.01, 1e-4
_FRESH = 0.005  # seconds for which a refusal may use the last load that the engine reported


Reason = Literal["queue", "deadline"]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused: the predicted `wait` is too long for this `reason`.

    `retry_after` is the time until the same request would be admitted. Both are in seconds.
    """

    reason: Reason
    wait: float
    retry_after: float


@dataclass(frozen=True, slots=True)
class AdmissionRequest:
    """What is known of a request once its head has arrived.

    `declared` is the length of the body in bytes, None if it is not known. `due` is when the answer
    is due, None if the header that sets the time limit is invalid.
    """

    operation: str
    declared: int | None
    began: float
    due: float | None


class AdmissionController:
    """Admits requests as long as the waiting work can be done in time.

    Args:
        engine: predicts the wait in its own queue.
        read_limiter: predicts the wait until a body is read.
        queue_limit: how many seconds of work may be ahead of a request.
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
        self._costs: dict[str, OnlineRegression] = {}
        self._unqueued = 0.0
        # The part of `_unqueued` that is processed before a request of at most one quantum.
        self._before_small = 0.0
        self._summed = float("-inf")
        self._asked = float("-inf")
        self._speed = 1.0
        self._small_wait = 0.0

    def admit(self, asked: AdmissionRequest) -> Permit | Refusal:
        """A permit, which the caller must pass to `leave` at the end, or why it is refused."""
        now = self._clock()
        self._ask_engine(now)
        size, tokens, work = self._needs(asked)
        refusal = self._refusal(asked, tokens, work, now)
        if refusal is not None:
            return refusal
        permit = Permit(asked.operation, asked.began, asked.due, size, work, tokens, counted=tokens)
        self._permits.add(permit)
        self._unqueued += tokens
        self._before_small += min(tokens, self._quantum)
        self._read_limiter.update_pending(0.0, work)
        return permit

    def refusal(self, asked: AdmissionRequest) -> Refusal | None:
        """Why a request would be refused, or None. It may use a load that is 5 ms old.

        This reserves nothing.
        """
        now = self._clock()
        if now - self._asked > _FRESH:
            self._ask_engine(now)
        _, tokens, work = self._needs(asked)
        return self._refusal(asked, tokens, work, now)

    def arrived(self, permit: Permit, size: int) -> None:
        """Note that the body has arrived and has `size` bytes."""
        permit.arrived = True
        permit.size = float(size)
        permit.tokens = self._cost(permit.operation).at(permit.size)
        self._read(permit, permit.work - (size + REQUEST))

    def read(self, permit: Permit, share: float) -> None:
        """Note that this share (0..1) of the body is parsed and goes to the engine."""
        self._read(permit, min(permit.work, share * (permit.size + REQUEST)))

    def leave(self, permit: Permit) -> None:
        """End a permit. The cost of a finished request improves the estimate for later ones."""
        self._read(permit, permit.work)
        self._permits.discard(permit)
        self._unqueued = max(0.0, self._unqueued - permit.counted)
        small = min(permit.counted, self._quantum)
        self._before_small = max(0.0, self._before_small - small)
        if permit.finished:
            used = sum(call.tokens for call in permit.calls)
            self._cost(permit.operation).learn(permit.size, used)

    @property
    def _quantum(self) -> float:
        """Tokens of a request that other requests may not overtake."""
        return self._engine.quantum * self._speed

    def _needs(self, asked: AdmissionRequest) -> tuple[float, float, float]:
        """Bytes of the body, the expected number of tokens, and the work of parsing in bytes."""
        cost = self._cost(asked.operation)
        size = cost.typical if asked.declared is None else float(asked.declared)
        return size, cost.at(size), size + REQUEST

    def _refusal(
        self, asked: AdmissionRequest, tokens: float, work: float, now: float
    ) -> Refusal | None:
        # A request whose own work exceeds its deadline is admitted, because retrying later would
        # not help it. It is refused only if the queue alone exceeds the deadline.
        ahead = self._read_limiter.wait(work) + self._queue(tokens, now)
        if ahead > self._queue_limit.limit(now):
            self._queue_limit.refused(now)
            return Refusal("queue", ahead, ahead - self._queue_limit.overloaded / 2)
        if asked.due is None or ahead <= 0.0:
            return None
        left = asked.due - now
        own = tokens / self._speed + work / self._read_limiter.speed
        longest = max(left - own if own <= left else left, 0.0)
        if ahead > longest:
            return Refusal("deadline", ahead, ahead - longest / 2)
        return None

    def _queue(self, tokens: float, now: float) -> float:
        """Seconds that the engine needs for the work ahead of `tokens` new tokens."""
        self._sum(now)
        if tokens <= self._quantum:
            return self._small_wait + self._before_small / self._speed
        return self._engine.predicted_wait(tokens) + self._unqueued / self._speed

    def _ask_engine(self, now: float) -> None:
        self._asked = now
        self._speed = self._engine.speed
        self._small_wait = self._engine.predicted_wait(0.0)

    def _sum(self, now: float) -> None:
        """Add up the tokens that are not submitted to the engine, if the last sum is too old."""
        if now - self._summed <= max(_STALE, _STALE_EACH * len(self._permits)):
            return
        self._unqueued = self._before_small = 0.0
        for permit in self._permits:
            if not permit.arrived and now - permit.began > _ARRIVAL_SECONDS:
                # Otherwise a few callers who declare large bodies and send nothing could have all
                # other requests refused.
                self._read(permit, permit.work)
                permit.tokens = 0.0
            permit.counted = permit.unqueued
            self._unqueued += permit.counted
            self._before_small += min(permit.counted, self._quantum)
        self._summed = now

    def _read(self, permit: Permit, work: float) -> None:
        self._read_limiter.update_pending(permit.work, permit.work - work)
        permit.work -= work

    def _cost(self, operation: str) -> OnlineRegression:
        if operation not in self._costs:
            self._costs[operation] = OnlineRegression(_TOKENS_A_BYTE, _TYPICAL_BYTES)
        return self._costs[operation]
