"""A minute of everything at once against a real server; `benchmarks.soak` runs it for longer."""

from __future__ import annotations

import pytest

from benchmarks import soak

SECONDS = 60.0
# MiB that may be added between the second and the last third. What is kept by design, such as
# finished scores, still fills up in a minute; what grows with every request would be more.
GROWTH = 48.0


@pytest.mark.models
def test_a_minute_of_mixed_load() -> None:
    found = soak.run(SECONDS)
    assert set(found.load.statuses) <= soak.EXPECTED, found.load.statuses
    assert found.load.statuses[200] > found.load.statuses.get(503, 0)
    assert found.load.statuses[422] > 0
    assert found.hung_up > 0
    # Every request is counted once, also those whose caller left, but not ones that ended unread.
    sent = len(found.load.outcomes)
    assert sent <= found.counted <= sent + found.hung_up + soak.PROBES
    assert found.growth < GROWTH, found.samples
