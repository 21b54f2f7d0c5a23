"""The socket that a service listens on, made before anything slow is begun."""

from __future__ import annotations

import errno
import socket


class CannotListen(Exception):
    """The address cannot be listened on; says why, and what to do."""


def bound(host: str, port: int) -> socket.socket:
    """A socket bound to the address, which takes no connections yet.

    Port 0 is any that is free. A name is looked up among IPv4 addresses, as uvicorn does it.
    Raises `CannotListen`.
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
    """Where a caller on this machine finds it: `http://127.0.0.1:8000`."""
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
