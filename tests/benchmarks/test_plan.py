"""The plan: Erlang C against known values, and the document against the figures it is made from."""

from __future__ import annotations

import math

import pytest

from benchmarks import plan
from benchmarks.servers.server import ROOT

REPLICA = plan.Replica(seconds=0.1, mib=700.0, start=6.0)


@pytest.mark.parametrize(
    ("servers", "load", "share"),
    [(1, 0.5, 0.5), (2, 1.0, 1 / 3), (10, 8.0, 0.4092), (100, 90.0, 0.2170), (3, 3.0, 1.0)],
)
def test_the_share_that_waits_is_erlangs(servers: int, load: float, share: float) -> None:
    assert plan.waits(servers, load) == pytest.approx(share, abs=5e-4)


def test_one_queue_waits_as_the_textbook_has_it() -> None:
    # M/M/1: P(wait > t) = load · exp(-(1 - load) t / s)
    assert plan.late(1, 0.5, 0.1, 0.3) == pytest.approx(0.5 * math.exp(-1.5))


@pytest.mark.parametrize("rate", [0.1, 1.0, 7.0, 100.0, 10_000.0])
@pytest.mark.parametrize("hits", [0.0, 0.5])
def test_a_plan_keeps_what_it_promises_with_a_replica_away(rate: float, hits: float) -> None:
    made = plan.plan(rate, REPLICA, hits)
    load, left = rate * (1 - hits) * REPLICA.seconds, made.replicas - plan.SPARE
    assert load / left <= plan.BUSIEST
    assert plan.late(left, load, REPLICA.seconds, plan.LATE) <= plan.SELDOM
    assert made.wait <= plan.LATE
    if left > 1:  # and no more than that
        fewer = left - 1
        too_busy = load / fewer > plan.BUSIEST
        assert too_busy or plan.late(fewer, load, REPLICA.seconds, plan.LATE) > plan.SELDOM


def test_figures_that_are_not_there_are_asked_for() -> None:
    with pytest.raises(ValueError, match="Least squares"):
        plan.measured("nothing", 800)


def test_the_document_is_made_from_the_figures_as_they_stand() -> None:
    page = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    assert plan.report() in page, "run `python -m benchmarks.plan --write docs/scaling.md`"
