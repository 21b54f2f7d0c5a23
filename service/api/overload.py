"""Load shedding: which analyses are admitted, and the ready-made answer to those that are not.

`server/protocol/early_refusal` checks a request as soon as its head has arrived, because at ten
times the load nine of ten requests end there. `api/middleware/load_shedding` checks requests that
arrive in another way, for example through another server, and ends the permits of all.
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
# The same as lines of a response.
ALWAYS_LINES = b"".join(b"%s: %s\r\n" % field for field in OF_PROBLEMS)
_MARK = "MARK"


class OverloadGate:
    """Admits requests, refuses the others and counts the refused.

    Args:
        paths: the paths of the analyses, each with the name of its operation.
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
        self._paths = paths
        self._origins = bool(settings.cors_origins)
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

    def covers(self, method: str, path: str) -> bool:
        """Whether a request is an analysis; all others need no permit."""
        return method == "POST" and path in self._paths

    def check(
        self, path: str, headers: dict[bytes, bytes], began: float, *, cheaply: bool = False
    ) -> Permit | Refusal:
        """Admit an analysis whose head has arrived, or return why it is refused.

        A caller that gets a permit must end it with `leave`.

        Args:
            headers: the fields of the head, with their names in lower case.
            began: when the first byte arrived, on the monotonic clock.
            cheaply: refuse by the engine's load of some milliseconds ago. A permit always depends
                on the present load.
        """
        request = self._request(path, headers, began)
        refusal = self._admission.refusal(request) if cheaply else None
        return refusal or self._admission.admit(request)

    def answers_alone(self, headers: dict[bytes, bytes]) -> bool:
        """Whether `answer` is complete without the middleware outside of load shedding.

        A page of another origin can read a refusal only with the headers that CORS adds.
        """
        return not (self._origins and b"origin" in headers)

    def _request(self, path: str, headers: dict[bytes, bytes], began: float) -> AdmissionRequest:
        declared = bytes_declared(headers.get(b"content-length", b""))
        # A body over the limit will be refused for its length, without being read.
        if declared is not None and declared > self._settings.max_body_bytes:
            declared = 0
        # The lines of a stream are scheduled one by one later.
        if streams(path, headers.get(b"content-type", b"").decode("latin-1")):
            declared = 0
        given = headers.get(_TIMEOUT)
        seconds = seconds_asked(None if given is None else given.decode("latin-1"), self._settings)
        due = None if seconds is None else began + seconds
        return AdmissionRequest(self._paths[path], declared, began, due)

    def leave(self, permit: Permit) -> None:
        """End the permit of a request that is over."""
        self._admission.leave(permit)

    def answer(self, refusal: Refusal, headers: dict[bytes, bytes]) -> tuple[Headers, bytes]:
        """Headers and body of the response to a refused request."""
        sent, body = self.varying(refusal, headers)
        return [*OF_PROBLEMS, *sent], body

    def varying(self, refusal: Refusal, headers: dict[bytes, bytes]) -> tuple[Headers, bytes]:
        """The same without the headers in `ALWAYS_LINES`, which are those of each refusal."""
        request_id = usable_or_new(headers.get(_ID, b"").decode("latin-1"))
        wait, before, after = _prepared(math.ceil(refusal.retry_after))
        body = before + instance_uri(request_id).encode() + after
        sent = [
            (b"retry-after", wait),
            (b"content-length", b"%d" % len(body)),
            (_ID, request_id.encode()),
        ]
        if b"expect" in headers:
            # The caller waits for "100 Continue" and may or may not send the body after this.
            sent.append((b"connection", b"close"))
        return sent, body

    def count(self, refusal: Refusal, path: str, began: float) -> None:
        """Count a refused request once it is answered, and log it."""
        now = self._clock()
        self._rejected[refusal.reason].inc()
        self._requests[path].inc()
        self._duration[path].observe(now - began)
        # At most one line a second, since writing thousands of them would add to the overload.
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
