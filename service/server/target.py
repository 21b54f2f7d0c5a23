"""The target of a request: what stands between the method and the version of its first line."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

import httptools

from service.http.problems import InvalidTarget

_PORTS = {b"http": 80, b"https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes, as ASGI has it: the path decoded and as it came, the query raw."""

    path: str
    raw_path: bytes
    query: bytes


def target_of(url: bytes, hosts: list[bytes]) -> Target:
    """The target. Raises `InvalidTarget` for what names nothing here.

    Args:
        url: as it came; llhttp lets visible ASCII through and nothing else.
        hosts: values of the Host header, of which there is one at most.
    """
    if not url.startswith(b"/"):
        url = _origin_form(url, hosts)
    if b"#" in url:
        raise InvalidTarget("The target of a request has no fragment (`#`).")
    raw_path, _, query = url.partition(b"?")
    path = raw_path.decode("ascii")
    if "%" in path:
        path = unquote(path)
        if "\0" in path:
            raise InvalidTarget("The path holds a NUL character.")
    return Target(path, raw_path, query)


def _origin_form(url: bytes, hosts: list[bytes]) -> bytes:
    """Path and query of a whole address, which a client may send to a server that it names."""
    try:
        found = httptools.parse_url(url)
        port = _PORTS[found.schema.lower()]
    except (httptools.HttpParserError, AttributeError, KeyError):
        # `*`, and whatever else is neither a path nor an address.
        raise InvalidTarget("The target of a request here begins with `/`.") from None
    named = (found.host.lower().strip(b"[]"), found.port or port)
    if found.userinfo is not None or [named] != [_authority(host, port) for host in hosts]:
        raise InvalidTarget("This is no proxy: the target names another host than Host does.")
    path: bytes = found.path or b"/"
    if found.fragment is not None:
        path += b"#"
    return path if found.query is None else path + b"?" + found.query


def _authority(host: bytes, port: int) -> tuple[bytes, int]:
    """A valid value of the Host header as name and port."""
    name, colon, number = host.strip(b" \t").lower().rpartition(b":")
    if not colon or host.rstrip(b" \t").endswith(b"]"):
        name, number = host.strip(b" \t").lower(), b""
    return name.strip(b"[]"), int(number or port)
