"""Fixtures of the chaos suite: services to maltreat, and a row of the table for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.api import server
from tests.chaos import record
from tests.conftest import settings
from tests.server.workers.conftest import Served, serve, serving

__all__ = ["serve"]

Tried = Callable[..., None]


@pytest.fixture
def tried() -> Tried:
    """`tried("Malformed input", "bodies of the fuzzer", "2,500 bodies", "400 × 12", lost=0)`.

    Called at a test's end; fails when anything was lost.
    """

    def _tried(group: str, what: str, often: str, seen: str, lost: int = 0) -> None:
        record.keep(group, what, often, seen, lost)
        assert lost == 0, seen

    return _tried


@pytest.fixture(scope="module")
def lone() -> Iterator[Served]:
    """A service of one process, for several tests."""
    with serving() as start:
        yield start().ready()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a service in a thread of this process, for the quick tests."""
    with server.serving(create_app(settings(log_level="error"), FakeEngine())) as port:
        yield port
