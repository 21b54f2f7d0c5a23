"""Headers of every answer, whichever part of the service makes it."""

from __future__ import annotations

from service.api.errors.problems import MEDIA_TYPE

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# No cache may store an answer, and nothing in it may be executed, loaded or framed.
UNLESS_SET = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers for ASGI, as bytes with names in lower case."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


# The headers of a problem that is answered outside of the middleware.
OF_PROBLEMS = [(b"content-type", MEDIA_TYPE.encode()), *raw(ALWAYS | UNLESS_SET)]
