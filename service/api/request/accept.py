"""What a caller wants to be answered with, by the `Accept` header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from email.message import Message

from starlette.requests import Request

EVENT_STREAM = "text/event-stream"
_JSON = ("application/json", "application/*", "*/*")
_MOST = 2000  # characters that are looked at


def wants_events(request: Request) -> bool:
    """Whether the caller prefers server-sent events to JSON, by quality.

    Of equal ones it is what is named: JSON if both are.
    """
    given = request.headers.get("accept", "")
    if EVENT_STREAM not in given.lower():  # the usual case, which needs no parsing
        return False
    named = dict(_preference(part) for part in given[:_MOST].split(","))
    events = named.get(EVENT_STREAM, 0.0)
    json = max((named.get(kind, 0.0) for kind in _JSON), default=0.0)
    return events > 0 and (events > json or (events == json and _JSON[0] not in named))


def _preference(part: str) -> tuple[str, float]:
    """A media range in lower case with its quality, 0 if that is no number."""
    message = Message()
    message["content-type"] = part.strip()
    try:
        quality = float(str(message.get_param("q", "1")))
    except ValueError:
        quality = 0.0
    return message.get_content_type(), quality if 0.0 <= quality <= 1.0 else 0.0
