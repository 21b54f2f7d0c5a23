"""The context that the documents of one request share."""

from __future__ import annotations

import time
from collections.abc import Callable
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
    """One request, or one document that is analysed in the background.

    Attributes:
        timings: seconds by stage, added up over all documents.
        deadline: the deadline of all its calls on the `time.monotonic` clock, None for none.
        listener: called with the name of an event and its data as JSON, while tasks run.
    """

    operation: Operation
    services: Services
    permit: Permit
    timings: dict[str, float]
    deadline: float | None
    fair_share: FairShare = field(default_factory=FairShare)
    listener: Callable[[str, str], None] | None = None

    @classmethod
    def of(cls, request: Request, operation: Operation) -> RequestContext:
        """The context of a request. Raises `InvalidHeader`."""
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
        """The context of a background document, which has a lower priority than requests.

        Args:
            services: with a background engine.
            seconds: its time limit from now on, None for none.
            call_trace: receives all events.
            counted_as: the name in the metrics, by default that of the operation.
        """
        now = time.monotonic()
        deadline = None if seconds is None else now + seconds
        name = counted_as or operation.name
        permit = Permit(name, now, deadline, 0.0, 0.0, 0.0, priority=Priority.BULK)
        permit.call_trace = call_trace
        return cls(operation, services, permit, {}, deadline)

    @property
    def is_background(self) -> bool:
        """Whether requests have priority over this work."""
        return self.permit.priority is Priority.BULK

    def count(self, outcome: str) -> None:
        """Count a document by its outcome: `ok`, or the name of a problem."""
        self.services.metrics.document(self.permit.operation, outcome)
