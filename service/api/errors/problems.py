"""Every way a request can fail, as RFC 9457 problem details.

    Problem
    ├── MalformedRequest       400  what came is no valid request of HTTP
    ├── InvalidTarget          400  the request line names nothing that could be here
    ├── MalformedJson          400  the body is not JSON
    ├── NotUtf8                400  the body is not UTF-8
    ├── DuplicateKey           400  an object of the body has the same key twice
    ├── TooDeep                400  the JSON is nested too deeply
    ├── InvalidHeader          400  a request header has no usable value
    ├── InvalidParameter       400  a parameter of the query has no usable value
    ├── Unauthorized           401  no API key, or not a valid one
    ├── Forbidden              403  the API key is not meant for this
    ├── NotFound               404  no such path
    ├── MethodNotAllowed       405  the path exists, the method does not
    ├── HeadTooSlow            408  the head of the request did not arrive in time
    ├── BodyTooSlow            408  the body did not arrive in time
    ├── KeyInUse               409  a job is just being posted under the idempotency key
    ├── BodyTooLarge           413  the body exceeds the limit
    ├── TextTooLong            413  one document's text exceeds the limit
    ├── TargetTooLong          414  the path and query exceed the limit
    ├── UnsupportedMediaType   415  the body is not application/json
    ├── ExpectationFailed      417  `Expect` asks for what is not done here
    ├── InvalidRequest         422  fields are missing, unknown, of the wrong type or range
    │   └── DuplicateId        422  two documents of a batch share an id
    ├── KeyReused              422  another job was posted under the idempotency key
    ├── NoArticle              422  the HTML holds no text
    ├── LanguageNotSupported   422  the caller asked for strictness about languages
    ├── ProfileNotServed       422  no model is loaded for the profile that is asked for
    ├── NoAbstractiveModel     422  no model that writes summaries is loaded
    ├── QuotaExceeded          429  the key has posted more than its share
    ├── HeadTooLarge           431  the head of the request, or its trailers, exceed the limit
    ├── InternalError          500  our fault; the request id finds it in the log
    ├── TaskNotServed          501  no model that does this is installed here
    ├── JobsOff                501  no place to keep jobs is set here
    ├── EndpointUnavailable    502  a model that is not in this service gives no usable answer
    ├── NotReady               503  the models are still loading
    ├── Overloaded             503  too much work waits; `Retry-After` says how long
    ├── JobsUnavailable        503  the store of jobs does not answer
    ├── DeadlineExceeded       504  the time limit passed; `spent` says where the time went
    ├── JobsFull               507  the store of jobs has no room
    └── ResultsFull            507  nor has it for this document's result

`exception_handlers` turns a raised problem into a response. The `responses` of the OpenAPI
document are made from the same classes, so that both always agree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:copydesk:problem:"


def instance_uri(request_id: str) -> str:
    """The URI of the occurrence. A request id may hold characters that a URI cannot."""
    plain = request_id.isascii() and request_id.isalnum()  # as our own are
    return "urn:copydesk:request:" + (
        request_id if plain else quote(request_id, safe="!$&'()*+,;=:@/~")
    )


@dataclass(frozen=True, slots=True)
class FieldError:
    """One invalid field; `pointer` is an RFC 6901 JSON pointer into the request body."""

    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """Base of all; `title` is fixed per class, `detail` per occurrence."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Problem"
    # The label in the metrics of requests that might have been served at another time.
    rejection: ClassVar[str | None] = None

    def __init__(
        self,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = headers or {}
        self.extra = extra

    @classmethod
    def slug(cls) -> str:
        """The last part of the problem's type: the class name with hyphens."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def type_uri(cls) -> str:
        """The problem's `type`."""
        return TYPE_PREFIX + cls.slug()

    def under(self, prefix: str) -> Problem:
        """The same problem with `prefix` before every pointer."""
        self.errors = tuple(FieldError(prefix + e.pointer, e.code, e.detail) for e in self.errors)
        return self

    def body(self, instance: str | None = None) -> dict[str, Any]:
        """The problem as JSON; `instance` identifies the occurrence (the request id)."""
        found: dict[str, Any] = {
            "type": self.type_uri(),
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if instance:
            found["instance"] = instance_uri(instance)
        if self.errors:
            found["errors"] = [
                {"pointer": e.pointer, "code": e.code, "detail": e.detail} for e in self.errors
            ]
        return found | self.extra


class MalformedRequest(Problem):
    status = 400
    title = "The request is not valid HTTP"


class InvalidTarget(Problem):
    status = 400
    title = "The request target cannot be used"


class MalformedJson(Problem):
    status = 400
    title = "The body is not JSON"


class NotUtf8(Problem):
    status = 400
    title = "The body is not UTF-8"


class DuplicateKey(Problem):
    status = 400
    title = "A key stands twice in one object"


class TooDeep(Problem):
    status = 400
    title = "The JSON is nested too deeply"


class InvalidHeader(Problem):
    status = 400
    title = "A header has no usable value"


class InvalidParameter(Problem):
    status = 400
    title = "A parameter has no usable value"


class Unauthorized(Problem):
    status = 401
    title = "A valid API key is required"


class Forbidden(Problem):
    status = 403
    title = "The API key lacks a scope"


class NotFound(Problem):
    status = 404
    title = "Not found"


class MethodNotAllowed(Problem):
    status = 405
    title = "Method not allowed"


class HeadTooSlow(Problem):
    status = 408
    title = "The head of the request came too slowly"


class BodyTooSlow(Problem):
    status = 408
    title = "The body came too slowly"
    rejection = "slow_body"


class KeyInUse(Problem):
    status = 409
    title = "A job is being posted under this key"


class BodyTooLarge(Problem):
    status = 413
    title = "The body is too large"


class TextTooLong(Problem):
    status = 413
    title = "The text is too long"


class TargetTooLong(Problem):
    status = 414
    title = "The request target is too long"


class UnsupportedMediaType(Problem):
    status = 415
    title = "The body must be application/json"


class ExpectationFailed(Problem):
    status = 417
    title = "The expectation is not met here"


class InvalidRequest(Problem):
    status = 422
    title = "The request is not valid"


class DuplicateId(InvalidRequest):
    title = "Two documents share an id"


class KeyReused(Problem):
    status = 422
    title = "Another job has this key"


class NoArticle(Problem):
    status = 422
    title = "The HTML holds no text"


class LanguageNotSupported(Problem):
    status = 422
    title = "The language is not supported"


class ProfileNotServed(Problem):
    status = 422
    title = "The profile is not served"


class NoAbstractiveModel(Problem):
    status = 422
    title = "No model writes summaries"


class QuotaExceeded(Problem):
    status = 429
    title = "The quota is used up"
    rejection = "quota"


class HeadTooLarge(Problem):
    status = 431
    title = "The head of the request is too large"


class InternalError(Problem):
    status = 500
    title = "Internal error"


class TaskNotServed(Problem):
    status = 501
    title = "No model does this here"


class JobsOff(Problem):
    status = 501
    title = "No jobs are kept here"


class EndpointUnavailable(Problem):
    status = 502
    title = "A model elsewhere does not answer"


class NotReady(Problem):
    status = 503
    title = "The models are not loaded"
    rejection = "not_ready"


class Overloaded(Problem):
    status = 503
    title = "Too much work waits"
    rejection = "queue"

    @classmethod
    def after(cls, seconds: float) -> Overloaded:
        """A problem with a `Retry-After` of whole seconds, at least one."""
        wait = max(1, math.ceil(seconds))
        return cls(
            f"More work waits than can be done in time. Try again in {wait} s.",
            headers={"Retry-After": str(wait)},
        )


class JobsUnavailable(Problem):
    status = 503
    title = "The store of jobs does not answer"


class DeadlineExceeded(Problem):
    status = 504
    title = "The time limit passed"


class JobsFull(Problem):
    status = 507
    title = "The store of jobs is full"


class ResultsFull(Problem):
    status = 507
    title = "The store of jobs has no room for the result"


def all_problems() -> list[type[Problem]]:
    """Every concrete problem, in the order of the tree above."""
    found: list[type[Problem]] = []
    queue = list(Problem.__subclasses__())
    while queue:
        one = queue.pop(0)
        found.append(one)
        queue = one.__subclasses__() + queue
    return found
