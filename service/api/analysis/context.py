"""What the documents of one request share."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from starlette.requests import Request

from service.admission.permit import Permit
from service.api.dependencies import Services
from service.api.request.deadline import due
from service.api.schemas.operations import Operation
from service.inference.call_trace import UNTRACED, CallTrace
from service.inference.protocol import FairShare, Priority


@dataclass(slots=True, eq=False)
class RequestContext:
    """One request, or one document that is analysed while nobody waits.

    Attributes:
        timings: seconds by stage are added to it.
        deadline: of all its calls, on the `time.monotonic` clock; None for none.
    """

    operation: Operation
    services: Services
    permit: Permit
    timings: dict[str, float]
    deadline: float | None
    fair_share: FairShare = field(default_factory=FairShare)

    @classmethod
    def of(cls, request: Request, operation: Operation) -> RequestContext:
        """That of a request. Raises `InvalidHeader`."""
        services: Services = request.state.services
        permit: Permit = request.scope["permit"]
        timings: dict[str, float] = request.scope.setdefault("timings", {})
        return cls(operation, services, permit, timings, due(permit, services.settings))

    @classmethod
    def background(
        cls,
        operation: Operation,
        services: Services,
        seconds: float | None = None,
        call_trace: CallTrace = UNTRACED,
        counted_as: str | None = None,
    ) -> RequestContext:
        """That of one document that goes after what callers wait for.

        Args:
            services: with an engine that lets callers go first.
            seconds: its time limit from now on, None for none.
            call_trace: is told of all that happens.
            counted_as: the operation's name in the metrics, where it is not its own.
        """
        now = time.monotonic()
        deadline = None if seconds is None else now + seconds
        name = counted_as or operation.name
        permit = Permit(name, now, deadline, 0.0, 0.0, 0.0, priority=Priority.BULK)
        permit.call_trace = call_trace
        return cls(operation, services, permit, {}, deadline)

    @property
    def is_background(self) -> bool:
        """Whether callers who wait go first."""
        return self.permit.priority is Priority.BULK

    def count(self, outcome: str) -> None:
        """Count a document by its outcome: `ok`, or the name of a problem."""
        self.services.metrics.document(self.permit.operation, outcome)
