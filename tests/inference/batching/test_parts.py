"""Cache, budgets, turns and admission, each alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.batching import fair_queue
from service.inference.batching.admission import admit
from service.inference.batching.queue_items import PendingCall
from service.inference.batching.score_cache import ScoreCache
from service.inference.batching.token_budgets import Budgets
from service.inference.protocol import EngineOverloaded, FairShare


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 400))), st.integers(0, 5000))
def test_the_cache_never_outgrows_its_limit(puts: list[tuple[int, int]], limit: int) -> None:
    cache, newest = ScoreCache(limit), dict[int, int]()
    for key, size in puts:
        cache.put(key, np.zeros(size, dtype=np.float32))
        newest[key] = size
        assert cache.bytes <= limit
    for key, size in newest.items():
        row = cache.get(key)
        assert row is None or row.size == size
    assert (cache.bytes == 0) == (len(cache) == 0)


def test_the_least_recently_used_goes_first() -> None:
    row = np.zeros(3, dtype=np.float32)
    cache = ScoreCache(3 * (300 + row.nbytes))
    for key in "abc":
        cache.put(key, row)
    assert cache.get("a") is row
    cache.put("d", row)
    assert [cache.get(key) is not None for key in "abcd"] == [True, False, True, True]


def test_nothing_is_kept_without_room() -> None:
    cache = ScoreCache(0)
    cache.put("a", np.zeros(3, dtype=np.float32))
    assert cache.get("a") is None
    assert cache.bytes == 0


def test_a_budget_is_halved_and_grows_back() -> None:
    budgets = Budgets(1024)
    budgets.tune("m", 512)
    budgets.shrink("m", 400)
    assert budgets.of("m") == 200
    budgets.shrink("m", 300)  # ran beside the other one, under the old budget
    assert budgets.of("m") == 150
    budgets.shrink("m", 20)
    assert (budgets.of("m"), budgets.of("other")) == (64, 1024)
    for _ in range(256 * 3):
        budgets.went_well("m")
    assert budgets.of("m") == 512


def entered(now: float, **given: Any) -> PendingCall:
    """A ticket of a tenth of a second."""
    pending = PendingCall(given.pop("fair_share", None) or FairShare(), **given)
    fair_queue.enter(pending, 0.1, now)
    return pending


def test_a_large_request_lines_up_behind_small_ones() -> None:
    large = entered(0.0)
    small = entered(1.0)
    fair_queue.charge(large, fair_queue.QUANTUM)
    assert fair_queue.due(large) == fair_queue.due(entered(0.0))  # a common request goes in one go
    assert fair_queue.due(large) < fair_queue.due(small) < fair_queue.due(large, ahead=0.5)
    fair_queue.charge(large, 0.5)
    assert fair_queue.due(small) < fair_queue.due(large)


def test_bulk_stands_back_but_a_deadline_decides() -> None:
    assert (
        fair_queue.due(entered(5.0, bulk=True))
        == fair_queue.due(entered(5.0)) + fair_queue.HANDICAP
    )
    for bulk in (False, True):
        assert fair_queue.due(entered(5.0, bulk=bulk, deadline=6.0)) == pytest.approx(5.9)
    assert (
        fair_queue.due(entered(5.0, deadline=3.0)) == 5.0
    )  # too late already: no earlier than now


def test_waiting_gives_credit_up_to_a_bound() -> None:
    fair_share = FairShare()
    entered(0.0, fair_share=fair_share)
    assert fair_queue.due(entered(3.0, fair_share=fair_share)) < fair_queue.due(entered(1.0))
    assert fair_queue.due(entered(100.0, fair_share=fair_share)) == 100.0


def test_admission() -> None:
    admit(wait=0.0, own=1e6, left=1.0, limit=1.0)  # nothing waits: let it in, however large
    admit(wait=0.9, own=5.0, left=None, limit=1.0)
    with pytest.raises(EngineOverloaded) as caught:
        admit(wait=3.0, own=0.1, left=None, limit=1.0)
    assert caught.value.retry_after == pytest.approx(2.0)
    with pytest.raises(EngineOverloaded) as caught:
        admit(wait=3.0, own=1.0, left=2.5, limit=10.0)
    assert caught.value.retry_after == pytest.approx(1.5)
    with pytest.raises(EngineOverloaded) as caught:
        admit(wait=3.0, own=50.0, left=2.5, limit=10.0)
    assert caught.value.retry_after == pytest.approx(3.0)  # then nothing waits any more
