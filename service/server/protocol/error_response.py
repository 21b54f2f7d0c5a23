"""Answers of the server itself to invalid requests: problems, after which it closes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable

import structlog

from service.api.errors.problems import Problem
from service.api.request.request_id import HEADER as ID_HEADER
from service.api.request.request_id import usable_or_new
from service.api.response_headers import OF_PROBLEMS, raw
from service.api.scope import METHODS
from service.observability.metrics import Metrics

Headers = list[tuple[bytes, bytes]]

_log = structlog.get_logger("copydesk.access")
_ID = ID_HEADER.lower().encode()
_ROUTE = "other"


def rendered(problem: Problem, given: Iterable[tuple[bytes, bytes]]) -> tuple[Headers, bytes]:
    """Headers and body of an answer after which the connection is closed.

    Args:
        given: the header fields of the request that were read. The answer has the first request
            id among them if it is usable.
    """
    name = next((value for name, value in given if name == _ID), b"")
    request_id = usable_or_new(name.decode("latin-1"))
    body = json.dumps(problem.body(request_id)).encode()
    headers = [
        *OF_PROBLEMS,
        *raw(problem.headers),
        (b"content-length", b"%d" % len(body)),
        (_ID, request_id.encode()),
        (b"connection", b"close"),
    ]
    return headers, body


class ErrorCount:
    """Counts requests that never reach the app, and logs at most one line a second."""

    def __init__(self) -> None:
        self._unlogged = 0
        self._logged = float("-inf")

    def count(self, metrics: Metrics | None, method: str, problem: Problem, began: float) -> None:
        """Count an answer. It is only logged if there are no metrics because the app is missing."""
        now = time.monotonic()
        if metrics is not None:
            known = method if method in METHODS else "other"
            metrics.requests.labels(_ROUTE, known, str(problem.status)).inc()
            metrics.duration.labels(_ROUTE).observe(now - began)
        self._unlogged += 1
        if now - self._logged >= 1.0:
            _log.warning("Invalid HTTP requests", requests=self._unlogged, last=problem.slug())
            self._unlogged, self._logged = 0, now


ERRORS = ErrorCount()  # shared by all servers of the process
