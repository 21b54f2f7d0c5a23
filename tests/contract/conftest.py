"""The app behind a real server on the loopback, for generated clients."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.jobs.sqlite.store import SqliteStore
from tests.conftest import settings


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the fake engine, on a port of the system's choice."""
    store = SqliteStore(tmp_path_factory.mktemp("jobs") / "jobs.sqlite")
    app = create_app(settings(log_level="error", max_documents=5), FakeEngine(), store=store)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", lifespan="on", ws="none")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not running.started:
            assert time.monotonic() < deadline, "the server did not start"
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join(20)
        listener.close()
