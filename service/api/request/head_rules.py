"""What the header fields of a request must be, before anybody acts on it.

These rules hold behind any server: our own asks when the head is there, the middleware
`head_rules` asks for others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.api.errors.problems import ExpectationFailed, InvalidHeader, Problem

Fields = Sequence[tuple[bytes, bytes]]

# RFC 3986: an IP literal in brackets, or a registered name, which covers IPv4; then a port.
_HOST = re.compile(
    rb"(?:\[[0-9A-Za-z:.%_~-]++\]|(?:[0-9A-Za-z._~!$&'()*+;=-]|%[0-9A-Fa-f]{2})++)(?::[0-9]{0,5})?"
)
_LONGEST_HOST = 300  # a name has 253 at most
_LENGTH_DIGITS = 19  # below 2^63; Python itself refuses to read thousands of digits as a number
# What each reader would take another one of, were there two: the first, the last, both joined.
_SINGLE = (
    b"host",
    b"content-length",
    b"content-type",
    b"authorization",
    b"x-api-key",
    b"x-request-timeout",
    b"idempotency-key",
)
_BLANK = b" \t"


def fault(version: str, fields: Fields, found: dict[bytes, bytes]) -> Problem | None:
    """What is wrong with the header fields of a request, or None.

    Args:
        version: of HTTP: "1.0", "1.1", or that of a later protocol.
        fields: as they came, names in lower case.
        found: the same as a dictionary.
    """
    host = found.get(b"host")
    if host is None:
        if version == "1.1":  # 1.0 has none, and later versions put it elsewhere
            return InvalidHeader("The request has no Host header.")
    elif len(host) > _LONGEST_HOST or not _is_host(host):
        return InvalidHeader("The Host header is no host name or address with an optional port.")
    if len(found) != len(fields) and (name := _repeated(fields)):
        return InvalidHeader(f"A request has one {name} header, not several.")
    length = found.get(b"content-length")
    if length is not None and bytes_declared(length) is None:
        return InvalidHeader("The Content-Length header is no number of bytes.")
    if b"transfer-encoding" in found:
        codings = _values(fields, b"transfer-encoding")
        # RFC 9112 would have 501 for codings that exist; but what callers do is no fault of ours.
        if len(codings) > 1 or codings[0].strip(_BLANK).lower() != b"chunked":
            return InvalidHeader("The only Transfer-Encoding that is read here is `chunked`.")
        if version == "1.0":
            return InvalidHeader("This version of HTTP has no Transfer-Encoding.")
    if b"expect" in found and version != "1.0":  # which is to ignore it
        expected = _values(fields, b"expect")
        if any(value.strip(_BLANK).lower() != b"100-continue" for value in expected):
            return ExpectationFailed("The only expectation that is met here is `100-continue`.")
    return None


def bytes_declared(length: bytes) -> int | None:
    """The value of a Content-Length header as a number, or None where it is none."""
    # Of bytes, `isdigit` is true for ASCII digits only.
    return int(length) if len(length) <= _LENGTH_DIGITS and length.isdigit() else None


def _repeated(fields: Fields) -> str | None:
    """A field of which there may be one, and are several."""
    names = [name for name, _ in fields]
    return next((name.decode().title() for name in _SINGLE if names.count(name) > 1), None)


def _values(fields: Fields, wanted: bytes) -> list[bytes]:
    return [value for name, value in fields if name == wanted]


@lru_cache(maxsize=256)  # callers choose what is in it, so nothing long may be
def _is_host(value: bytes) -> bool:
    return _HOST.fullmatch(value.strip(_BLANK)) is not None
