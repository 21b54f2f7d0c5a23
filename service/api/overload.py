"""The door: which analyses are let in, and the ready-made answer to those that are not.

A request is asked about twice: by `server/protocol/early_refusal` as soon as its head is there,
because under ten times the load nine in ten requests end there, and by
`api/middleware/load_shedding`, which admits it, and refuses it where the server is another one.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from functools import lru_cache

import structlog

from service.admission.controller import REASONS, AdmissionController, AdmissionRequest, Refusal
from service.admission.permit import Permit
from service.api.errors.problems import Overloaded, instance_uri
from service.api.request.deadline import HEADER as TIMEOUT_HEADER
from service.api.request.deadline import seconds_asked
from service.api.request.head_rules import bytes_declared
from service.api.request.request_id import HEADER as ID_HEADER
from service.api.request.request_id import usable_or_new
from service.api.request.size_limits import streams
from service.api.response_headers import OF_PROBLEMS
from service.config.settings import Settings
from service.observability.metrics import Metrics

Headers = list[tuple[bytes, bytes]]

_log = structlog.get_logger("copydesk.access")
_TIMEOUT = TIMEOUT_HEADER.lower().encode()
_ID = ID_HEADER.lower().encode()
# The same as the lines of an answer.
ALWAYS_LINES = b"".join(b"%s: %s\r\n" % field for field in OF_PROBLEMS)
_MARK = "MARK"


class OverloadGate:
    """Admits, refuses and counts the refused.

    Args:
        paths: what the metrics call each path that does work.
    """

    status = Overloaded.status

    def __init__(
        self,
        admission: AdmissionController,
        settings: Settings,
        metrics: Metrics,
        paths: dict[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.paths = paths
        # Pages of other origins may read a refusal only with headers that are not ours to add.
        self.origins = bool(settings.cors_origins)
        self._admission = admission
        self._settings = settings
        self._clock = clock
        self._rejected = {reason: metrics.rejected.labels(reason) for reason in REASONS}
        self._requests = {
            path: metrics.requests.labels(path, "POST", str(self.status)) for path in paths
        }
        self._duration = {path: metrics.duration.labels(path) for path in paths}
        self._unlogged = 0
        self._logged = float("-inf")

    def asked(self, path: str, headers: dict[bytes, bytes], began: float) -> AdmissionRequest:
        """What the head says of a request whose first byte came at `began`."""
        declared = bytes_declared(headers.get(b"content-length", b""))
        # What is too long is refused for that, and not read either.
        if declared is not None and declared > self._settings.max_body_bytes:
            declared = 0
        # The lines of a stream wait until there is room for each of them.
        if streams(path, headers.get(b"content-type", b"").decode("latin-1")):
            declared = 0
        given = headers.get(_TIMEOUT)
        seconds = seconds_asked(None if given is None else given.decode("latin-1"), self._settings)
        due = None if seconds is None else began + seconds
        return AdmissionRequest(self.paths[path], declared, began, due)

    def admit(self, asked: AdmissionRequest) -> Permit | Refusal:
        """A ticket, to be given back to `leave`, or why there is none."""
        return self._admission.admit(asked)

    def refusal(self, asked: AdmissionRequest) -> Refusal | None:
        """Why a request would get no ticket; takes nothing."""
        return self._admission.refusal(asked)

    def leave(self, permit: Permit) -> None:
        """The request is over."""
        self._admission.leave(permit)

    def answer(self, refusal: Refusal, headers: dict[bytes, bytes]) -> tuple[Headers, bytes]:
        """Headers and body that a refused request gets."""
        sent, body = self.own(refusal, headers)
        return [*OF_PROBLEMS, *sent], body

    def own(self, refusal: Refusal, headers: dict[bytes, bytes]) -> tuple[Headers, bytes]:
        """The same, without the headers that are in `ALWAYS_LINES`."""
        request_id = usable_or_new(headers.get(_ID, b"").decode("latin-1"))
        wait, before, after = _prepared(math.ceil(refusal.retry_after))
        body = before + instance_uri(request_id).encode() + after
        sent = [
            (b"retry-after", wait),
            (b"content-length", b"%d" % len(body)),
            (_ID, request_id.encode()),
        ]
        if b"expect" in headers:
            # It waits to be told to send its body, and nobody knows whether it will.
            sent.append((b"connection", b"close"))
        return sent, body

    def count(self, refusal: Refusal, path: str, began: float) -> None:
        """Count a refused request, which is now answered."""
        now = self._clock()
        self._rejected[refusal.reason].inc()
        self._requests[path].inc()
        self._duration[path].observe(now - began)
        # One line a second at most: writing thousands would be the overload.
        self._unlogged += 1
        if now - self._logged >= 1.0:
            _log.warning("refused", requests=self._unlogged, foretold_wait=round(refusal.wait, 1))
            self._unlogged, self._logged = 0, now


@lru_cache(maxsize=256)
def _prepared(seconds: int) -> tuple[bytes, bytes, bytes]:
    """`Retry-After`, and the body before and after its instance."""
    problem = Overloaded.after(seconds)
    body = json.dumps(problem.body(_MARK)).encode()
    before, after = body.split(instance_uri(_MARK).encode())
    return problem.headers["Retry-After"].encode(), before, after
