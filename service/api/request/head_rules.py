"""Rules for the header fields of a request, which are checked before anything else.

They hold behind any server. Our own server applies them when a head has arrived, and the
middleware `request_head` applies them behind other servers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from service.api.errors.problems import ExpectationFailed, InvalidHeader, Problem

Fields = Sequence[tuple[bytes, bytes]]

# RFC 3986: an IP literal in brackets, or a registered name, which covers IPv4; then a port.
_HOST = re.compile(
    rb"(?:\[[0-9A-Za-z:.%_~-]++\]|(?:[0-9A-Za-z._~!$&'()*+;=-]|%[0-9A-Fa-f]{2})++)(?::[0-9]{0,5})?"
)
_LONGEST_HOST = 300  # a name has at most 253 characters
_LENGTH_DIGITS = 19  # below 2^63; Python itself refuses to convert thousands of digits
# Fields that must not be repeated, because some readers use the first value, others the last or
# both joined.
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


class RequestHead(NamedTuple):
    """The header fields of a request, names in lower case.

    `version` is that of HTTP: "1.0", "1.1" or a later one. `fields` are the fields in their
    order, `values` the last value of each name.
    """

    version: str
    fields: Fields
    values: dict[bytes, bytes]


def fault(version: str, fields: Fields, found: dict[bytes, bytes]) -> Problem | None:
    """The problem with the header fields of a request, or None.

    Args:
        version: of HTTP: "1.0", "1.1", or that of a later protocol.
        fields: as they came, names in lower case.
        found: the same as a dictionary.
    """
    head = RequestHead(version, fields, found)
    for rule in _RULES:
        if problem := rule(head):
            return problem
    return None


def _host(head: RequestHead) -> Problem | None:
    host = head.values.get(b"host")
    if host is None:
        if head.version == "1.1":  # 1.0 has none, and later versions put it elsewhere
            return InvalidHeader("The request has no Host header.")
    elif len(host) > _LONGEST_HOST or not _is_host(host):
        return InvalidHeader("The Host header is no host name or address with an optional port.")
    return None


def _single(head: RequestHead) -> Problem | None:
    if len(head.values) == len(head.fields):
        return None
    names = [name for name, _ in head.fields]
    repeated = next((name for name in _SINGLE if names.count(name) > 1), None)
    if repeated is None:
        return None
    return InvalidHeader(f"A request has one {repeated.decode().title()} header, not several.")


def _content_length(head: RequestHead) -> Problem | None:
    length = head.values.get(b"content-length")
    if length is None or bytes_declared(length) is not None:
        return None
    return InvalidHeader("The Content-Length header is no number of bytes.")


def _transfer_encoding(head: RequestHead) -> Problem | None:
    if b"transfer-encoding" not in head.values:
        return None
    codings = _listed(head, b"transfer-encoding")
    # RFC 9112 suggests 501 for known codings, but a 5xx would count as a server error.
    if codings != [b"chunked"]:
        return InvalidHeader("The only Transfer-Encoding that is read here is `chunked`.")
    if head.version == "1.0":
        return InvalidHeader("This version of HTTP has no Transfer-Encoding.")
    return None


def _expect(head: RequestHead) -> Problem | None:
    if b"expect" not in head.values or head.version == "1.0":  # which means to ignore it
        return None
    if any(value != b"100-continue" for value in _listed(head, b"expect")):
        return ExpectationFailed("The only expectation that is met here is `100-continue`.")
    return None


_RULES: tuple[Callable[[RequestHead], Problem | None], ...] = (
    _host,
    _single,
    _content_length,
    _transfer_encoding,
    _expect,
)


def bytes_declared(length: bytes) -> int | None:
    """The value of a Content-Length header as a number, or None where it is none."""
    # Of bytes, `isdigit` is true for ASCII digits only.
    return int(length) if len(length) <= _LENGTH_DIGITS and length.isdigit() else None


def _listed(head: RequestHead, wanted: bytes) -> list[bytes]:
    """The values of all occurrences of a field, in lower case."""
    return [value.strip(_BLANK).lower() for name, value in head.fields if name == wanted]


@lru_cache(maxsize=256)  # the length is bounded, because callers choose the content
def _is_host(value: bytes) -> bool:
    return _HOST.fullmatch(value.strip(_BLANK)) is not None
