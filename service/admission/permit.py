"""What is known of one admitted request, from its first byte on."""

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
    """The permit of one request, and what the request has used so far.

    Attributes:
        operation: the name of its analysis.
        began: when its first byte arrived, on the `time.monotonic` clock, like `due`.
        due: when the answer is due; None where the header that sets a time limit is invalid.
        size: bytes of the body: as declared or guessed until it has arrived.
        work: how many of these bytes are not read yet.
        tokens: how many tokens the body is expected to come to.
        calls: its calls of the engine; all of them have `priority`.
        seconds: time by stage outside of any call.
        finished: whether all of the request was worked on to its end.
        counted: `unqueued` as it was when the controller last added up all permits.
        arrived: whether the body is complete.
        call_trace: is called with all that happens.
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
        """Tokens that the engine has not been given yet."""
        left = self.tokens
        for call in self.calls:  # a plain loop, since it runs again and again for all permits
            left -= call.tokens
        return max(0.0, left)
