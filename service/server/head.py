"""What the header fields of a request must be, before anybody acts on it.

These rules hold behind any server: our own asks when the head is there, the middleware
`head_rules` asks for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from service.http.problems import ExpectationFailed, InvalidHeader, Problem

# The fields that the rules are about; nothing else needs to be given to `fault`.
RULED = frozenset({b"host", b"transfer-encoding", b"expect"})

# RFC 3986: an IP literal in brackets, or a registered name, which covers IPv4; then a port.
_HOST = re.compile(
    rb"(?:\[[0-9A-Za-z:.%_~-]++\]|(?:[0-9A-Za-z._~!$&'()*+;=-]|%[0-9A-Fa-f]{2})++)(?::[0-9]{0,5})?"
)
_BLANK = b" \t"


def fault(version: str, fields: Iterable[tuple[bytes, bytes]]) -> Problem | None:
    """What is wrong with the ruled fields of a request of HTTP `version`, or None.

    Args:
        version: "1.0", "1.1", or that of a later protocol.
        fields: header fields in lower case, `RULED` ones or all, as they came.
    """
    hosts: list[bytes] = []
    codings: list[bytes] = []
    expected: list[bytes] = []
    for name, value in fields:
        if name == b"host":
            hosts.append(value)
        elif name == b"transfer-encoding":
            codings.append(value)
        elif name == b"expect":
            expected.append(value)
    return (
        _host_fault(version, hosts)
        or (_coding_fault(version, codings) if codings else None)
        or (_expectation_fault(version, expected) if expected else None)
    )


def continues(version: str, fields: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the caller waits for "100 Continue" before the body. HTTP/1.0 knows no such thing."""
    return version == "1.1" and any(name == b"expect" for name, _ in fields)


def _host_fault(version: str, values: list[bytes]) -> Problem | None:
    if not values:
        # HTTP/1.0 has none, and later versions put it elsewhere.
        return InvalidHeader("The request has no Host header.") if version == "1.1" else None
    if len(values) > 1:
        return InvalidHeader("A request has one Host header, not several.")
    if not _HOST.fullmatch(values[0].strip(_BLANK)):
        return InvalidHeader("The Host header is no host name or address with an optional port.")
    return None


def _coding_fault(version: str, values: list[bytes]) -> Problem | None:
    if version == "1.0":
        return InvalidHeader("This version of HTTP has no Transfer-Encoding.")
    # RFC 9112 would have 501 for codings that exist; but what callers do is no fault of ours.
    if len(values) > 1 or values[0].strip(_BLANK).lower() != b"chunked":
        return InvalidHeader("The only Transfer-Encoding that is read here is `chunked`.")
    return None


def _expectation_fault(version: str, values: list[bytes]) -> Problem | None:
    if version == "1.0" or all(v.strip(_BLANK).lower() == b"100-continue" for v in values):
        return None
    return ExpectationFailed("The only expectation that is met here is `100-continue`.")
