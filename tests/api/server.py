"""A real server on a free port of the loopback, in a separate thread."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI

from service.server.protocol.connection_group import ConnectionGroup
from service.server.protocol.early_refusal import Connection


@contextmanager
def serving(
    app: FastAPI, protocol: type[Connection] = Connection, log_level: str = "error"
) -> Iterator[int]:
    """Serve the app for as long as the block runs; gives the port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    made: Any = partial(protocol, group=ConnectionGroup())
    config = uvicorn.Config(
        app,
        http=made,
        access_log=False,
        log_level=log_level,
        server_header=False,
        timeout_keep_alive=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive()
