"""The permit of one admitted request, which records what the request has used so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.inference.call_trace import UNTRACED, CallTrace
from service.inference.protocol import Call, Priority


def summed(*parts: Mapping[str, float]) -> dict[str, float]:
    """Seconds by stage, added up over several parts of a request."""
    found: dict[str, float] = {}
    for part in parts:
        for stage, seconds in part.items():
            found[stage] = found.get(stage, 0.0) + seconds
    return found


@dataclass(slots=True, eq=False)
class Permit:
    """The permit of one request.

    Attributes:
        operation: the name of its analysis.
        began: when its first byte arrived, on the `time.monotonic` clock, like `due`.
        due: when the answer is due; None if the header that sets the time limit is invalid.
        size: bytes of the body; a declared or estimated number until the body has arrived.
        work: how many of these bytes are not parsed yet.
        tokens: the expected number of tokens in the body.
        calls: its calls of the engine; all of them have `priority`.
        seconds: time by stage outside of any call.
        finished: whether the request was processed to its end.
        counted: `unqueued` at the time when the controller last added up all permits.
        arrived: whether the body is complete.
        call_trace: receives every event of the request.
    """

    operation: str
    began: float
    due: float | None
    size: float
    work: float
    tokens: float
    calls: list[Call] = field(default_factory=list)
    priority: Priority = Priority.INTERACTIVE
    seconds: dict[str, float] = field(default_factory=dict)
    finished: bool = False
    counted: float = 0.0
    arrived: bool = False
    call_trace: CallTrace = UNTRACED

    def spend(self, stage: str, seconds: float) -> None:
        """Add wall time to a stage that ends now."""
        self.call_trace.stage(stage, seconds)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    @property
    def unqueued(self) -> float:
        """Tokens that are not submitted to the engine yet."""
        left = self.tokens
        for call in self.calls:  # a plain loop is faster, and this runs often for all permits
            left -= call.tokens
        return max(0.0, left)
