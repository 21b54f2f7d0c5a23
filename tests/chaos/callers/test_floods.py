"""Without a key, much of what HTTP lets a caller send: memory and processor a MiB that was sent."""

from __future__ import annotations

import pytest

from tests.chaos.conftest import Tried
from tests.server.protocol.floods import FLOODS, MIB, flood
from tests.server.workers.conftest import Served


@pytest.mark.chaos
@pytest.mark.parametrize("name", FLOODS)
def test_floods_are_not_kept(lone: Served, tried: Tried, name: str) -> None:
    first, block = FLOODS[name]
    flood(lone, first, block, MIB)  # what is allocated once
    found = flood(lone, first, block, 60 * MIB)
    each = found.grown / found.taken if found.taken else 0.0
    assert found.grown < 16
    assert lone.sentiment("Good.").status_code == 200
    tried(
        "Floods without a key",
        f"{name}, on one connection",
        f"60 MiB, of which {found.taken:.0f} were taken",
        f"{each:.2f} MiB of memory and {found.seconds / max(found.taken, 1) * 1000:.0f} ms of "
        "processor a MiB",
    )
