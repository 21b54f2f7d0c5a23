"""What is known of one request from its first byte on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.inference.call_trace import UNTRACED, CallTrace
from service.inference.protocol import Call, Priority


def summed(*parts: Mapping[str, float]) -> dict[str, float]:
    """Seconds by stage, of several parts of a request."""
    found: dict[str, float] = {}
    for part in parts:
        for stage, seconds in part.items():
            found[stage] = found.get(stage, 0.0) + seconds
    return found


@dataclass(slots=True, eq=False)
class Permit:
    """One admitted request.

    Times are on the `time.monotonic` clock. `due` is when the answer is: None when the
    header that asks for it makes no sense. `size` is the bytes of the body, as declared or
    guessed until it is there, `work` what of them is not read yet, `tokens` what they should
    come to. All its calls have `priority`. `seconds` is time by stage outside of
    any call, `finished` is set when all of the request was worked on to its end, `counted`
    is `unqueued` as it is in the last sum. `call_trace` is told of all that happens.
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
        for call in self.calls:  # summed up for all permits, again and again
            left -= call.tokens
        return max(0.0, left)
