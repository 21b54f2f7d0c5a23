"""The target of a request: the part between the method and the version in its first line."""

from __future__ import annotations

from urllib.parse import unquote

import httptools

from service.api.errors.problems import InvalidTarget

_PORTS = {b"http": 80, b"https": 443}


def target_of(url: bytes, host: bytes | None) -> tuple[str, bytes, bytes]:
    """The values for an ASGI scope: the decoded path, the raw path and the raw query.

    Raises `InvalidTarget` for a target that cannot name anything on this server.

    Args:
        url: as it was sent; llhttp only accepts visible ASCII.
        host: the value of the Host header.
    """
    if not url.startswith(b"/"):
        url = _origin_form(url, host)
    if b"#" in url:
        raise InvalidTarget("The target of a request has no fragment (`#`).")
    raw_path, _, query = url.partition(b"?")
    path = raw_path.decode("ascii")
    if "%" in path:
        path = unquote(path)
        if "\0" in path:
            raise InvalidTarget("The path holds a NUL character.")
    return path, raw_path, query


def _origin_form(url: bytes, host: bytes | None) -> bytes:
    """Path and query of a target in absolute form, if it names this server."""
    try:
        found = httptools.parse_url(url)
        port = _PORTS[found.schema.lower()]
    except (httptools.HttpParserError, AttributeError, KeyError):
        # This is `*`, or anything else that is neither a path nor an absolute URL.
        raise InvalidTarget("The target of a request here begins with `/`.") from None
    named = (found.host.lower().strip(b"[]"), found.port or port)
    if found.userinfo is not None or host is None or named != _authority(host, port):
        raise InvalidTarget("This is no proxy: the target names another host than Host does.")
    path: bytes = found.path or b"/"
    if found.fragment is not None:
        path += b"#"
    return path if found.query is None else path + b"?" + found.query


def _authority(host: bytes, port: int) -> tuple[bytes, int]:
    """The name and port in a valid value of the Host header."""
    host = host.strip(b" \t").lower()
    name, colon, number = host.rpartition(b":")
    if not colon or host.endswith(b"]"):
        name, number = host, b""
    return name.strip(b"[]"), int(number or port)
