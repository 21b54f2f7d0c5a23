"""Requests without a key do not make memory grow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.protocol.floods import FLOODS, MIB, flood
from tests.server.workers.conftest import Served, serving


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A service as a process of its own, for memory to be measured."""
    with serving() as start:
        yield start().ready()


@pytest.mark.parametrize("name", FLOODS)
def test_memory_does_not_grow_with_what_is_sent(served: Served, name: str) -> None:
    first, block = FLOODS[name]
    flood(served, first, block, MIB)  # what is allocated once
    # It was 60 MiB a MiB for requests, 12 for trailers.
    assert flood(served, first, block, 16 * MIB).grown < 8
