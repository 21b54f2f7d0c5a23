"""The socket that a service listens on. It is bound before anything slow begins."""

from __future__ import annotations

import errno
import socket


class CannotListen(Exception):
    """The service cannot listen on the address. The message says why, and what to do."""


def bound(host: str, port: int) -> socket.socket:
    """A socket that is bound to the address and does not accept connections yet.

    Port 0 means any free port. A name is resolved to an IPv4 address, as in uvicorn. Raises
    `CannotListen`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        made = socket.socket(family)
    except OSError as error:
        raise CannotListen(f"{host}: this machine has no such addresses") from error
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.set_inheritable(True)
    except (OSError, UnicodeError) as error:
        made.close()
        raise CannotListen(_why(error, host, port)) from error
    return made


def address(listener: socket.socket) -> str:
    """The URL for callers on this machine, such as `http://127.0.0.1:8000`."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _why(error: Exception, host: str, port: int) -> str:
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.EADDRINUSE:
        return (
            f"port {port} of {host} is taken: stop what listens there, or choose another with "
            "--port or COPYDESK_PORT (0 for any that is free)"
        )
    if code == errno.EACCES:
        return (
            f"port {port} needs more rights than this user has: choose one from 1024 on with "
            "--port or COPYDESK_PORT"
        )
    if code == errno.EADDRNOTAVAIL:
        return (
            f"{host} is no address of this machine: choose another with --host or COPYDESK_HOST "
            "(0.0.0.0 for all there are)"
        )
    return (
        f"{host!r} is no address and no name that is known here: choose another with --host or "
        "COPYDESK_HOST"
    )
