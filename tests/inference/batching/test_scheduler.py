"""The scheduler by simulation: nothing lost, nothing starved, little padded."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.training.fitting.static_batches import plan
from service.inference.batching import fair_queue, length_buckets
from service.inference.batching.queue_items import Batch, BatchGroup, PendingCall, shape
from service.inference.batching.scheduler import Scheduler
from service.inference.batching.score_cache import ScoreCache
from service.inference.protocol import EngineOverloaded, FairShare
from tests.inference.batching.simulation import (
    MODEL,
    Machine,
    inputs,
    news_lengths,
    poisson,
    rows,
    taught,
)
from tests.inference.words import Tally

LENGTHS = st.integers(1, 512)


@st.composite
def arrivals(draw: st.DrawFn) -> list[tuple[float, list[int], int, bool, float | None]]:
    """(time, lengths, model, bulk, seconds to the deadline) of some tickets."""
    return draw(
        st.lists(
            st.tuples(
                st.floats(0, 1),
                st.lists(LENGTHS, min_size=1, max_size=20),
                st.integers(0, 2),
                st.booleans(),
                st.none() | st.floats(0.001, 1),
            ),
            max_size=30,
        )
    )


@given(arrivals(), st.integers(1, 3), st.integers(1, 2048), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=150)
def test_every_item_comes_to_one_end(
    trace: list[tuple[float, list[int], int, bool, float | None]],
    lanes: int,
    budget: int,
    rng: random.Random,
) -> None:
    tally = Tally()
    machine = Machine(Scheduler(lanes=lanes, budget=budget, events=tally), lanes=lanes)
    pending_calls = []
    for time, lengths, model, bulk, left in trace:
        deadline = None if left is None else time + left
        pending = PendingCall(FairShare(), deadline, bulk)
        machine.submit(time, inputs(lengths, BatchGroup(str(model))), pending)
        pending_calls.append((pending, lengths))
        if rng.random() < 0.3:
            machine.cancel(time + rng.random(), pending)
    machine.run()

    ran = Counter(item for batch in machine.batches for item in batch.items)
    assert set(ran.values()) <= {1}
    assert len(machine.ended) + len(machine.refused) == len(pending_calls)
    assert len(set(map(id, machine.ended))) == len(machine.ended)
    for pending, lengths in pending_calls:
        if pending.ended == "done":
            assert len(pending.rows) == len(lengths)
            assert all(row is not None for row in pending.rows)
        elif pending not in machine.refused:
            assert pending.ended in ("cancelled", "expired")
            assert pending.ended == "cancelled" or pending.deadline is not None
    for batch in machine.batches:
        assert len({item.wanted.group for item in batch.items}) == 1
        form = shape(batch.items)
        assert form.n == 1 or form.n * form.longest <= budget
        assert form.tokens >= length_buckets.FLOOR * form.n * form.longest - 1e-6
    assert tally.balanced()
    assert machine.scheduler.idle
    assert machine.scheduler.forecast.tokens() == machine.scheduler.forecast.windows() == 0
    assert machine.scheduler.wait(machine.now) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("each", [1, 30])
@pytest.mark.parametrize("long", [0.0, 0.05, 0.2])
def test_a_deep_queue_of_news_wastes_little(long: float, each: int) -> None:
    rng = random.Random(7)
    lengths = news_lengths(rng, 3000, long)
    machine = Machine(Scheduler(lanes=2, budget=1024, max_wait=1e9), lanes=2)
    for start in range(0, len(lengths), each):
        machine.submit(0.0, inputs(lengths[start : start + each]))
    machine.run()
    assert machine.useful >= 0.92
    # In order of arrival, as servers commonly batch, under the same budget:
    fifo = _fifo(lengths, 1024)
    assert fifo < 0.7
    assert machine.useful > 1.3 * fifo
    # And not far from what is possible when all is known beforehand.
    best = sum(lengths) / sum(max(lengths[i] for i in b) * len(b) for b in plan(lengths, 1024))
    assert machine.useful > best - 0.05


def test_at_moderate_load_singles_are_quick_and_little_is_wasted() -> None:
    rng = random.Random(8)
    machine = Machine(Scheduler(lanes=2, budget=512), lanes=2)
    times = list(islice(poisson(rng, 60), 600))
    pending_calls = [
        machine.submit(t, inputs(news_lengths(rng, 30 if rng.random() < 0.1 else 1))) for t in times
    ]
    machine.run()
    singles = sorted(t.queue + t.model for t in pending_calls if len(t.rows) == 1)
    assert machine.useful >= 0.85
    assert singles[int(0.95 * len(singles))] < 0.3


def _fifo(lengths: list[int], budget: int) -> float:
    """Useful share when batches are cut in order of arrival."""
    computed, batch = 0, list[int]()
    for length in lengths:
        if batch and max(*batch, length) * (len(batch) + 1) > budget:
            computed += max(batch) * len(batch)
            batch = []
        batch.append(length)
    return sum(lengths) / (computed + max(batch) * len(batch))


def test_a_hundred_documents_hold_up_no_single() -> None:
    rng = random.Random(9)
    machine = Machine(Scheduler(lanes=1, budget=1024, max_wait=1e9))
    turn = FairShare()
    for _ in range(100):
        machine.submit(0.0, inputs(news_lengths(rng, 40)), PendingCall(turn))
    singles = [machine.submit(0.5 + 0.2 * i, inputs([30])) for i in range(50)]
    machine.run()
    assert machine.now > 10  # so long the documents keep the lane busy
    # A single waits for the batch that runs and at most shares the next ones.
    assert max(t.queue + t.model for t in singles) < 0.4


@given(st.integers(0, 2**32), st.booleans())
@settings(deadline=None, max_examples=40)
def test_nothing_is_overtaken_by_what_comes_after_its_due_time(seed: int, bulk: bool) -> None:
    # The bound on starvation: with interactive work coming in faster than it can be done,
    # bulk work still starts once all that was there at its due time has run.
    rng = random.Random(seed)
    machine = Machine(Scheduler(lanes=1, budget=256, max_wait=1e9), slower=3.0)
    patient = machine.submit(0.0, inputs(news_lengths(rng, 5)), PendingCall(FairShare(), bulk=bulk))
    submitted: dict[int, float] = {}

    def check(batch: Batch) -> None:
        anchor = batch.items[0]
        time = submitted[id(anchor.wanted)] if id(anchor.wanted) in submitted else 0.0
        for item in patient.items:
            if item.state.name == "QUEUED":
                assert time <= fair_queue.due(patient), (
                    "overtaken by work that came after its due time"
                )

    machine.on_batch = check
    for time in islice(poisson(rng, 120), 60 * 40):
        wanted = inputs(news_lengths(rng, 1))
        submitted[id(wanted[0])] = time
        machine.submit(time, wanted)
        if time > 3 * (fair_queue.DUE_SECONDS + fair_queue.HANDICAP):
            break
    machine.run()
    assert patient.ended == "done"


def test_interactive_work_goes_before_bulk() -> None:
    machine = Machine(Scheduler(lanes=1, budget=64))
    bulk = machine.submit(0.0, inputs([30] * 40), PendingCall(FairShare(), bulk=True))
    quick = [machine.submit(0.01, inputs([30] * 4)) for _ in range(5)]
    machine.run()
    assert all(t.queue + t.model < bulk.queue + bulk.model for t in quick)
    assert max(t.began + t.queue + t.model for t in quick) < 0.25


def test_a_near_deadline_goes_first() -> None:
    machine = Machine(taught(Scheduler(lanes=1, budget=64)))
    for _ in range(20):
        machine.submit(0.0, inputs([30] * 2))
    urgent = machine.submit(0.001, inputs([60]), PendingCall(FairShare(), deadline=0.3))
    machine.run()
    assert urgent.ended == "done"
    assert urgent.queue < 0.02


def test_what_is_expired_or_cancelled_never_runs() -> None:
    tally = Tally()
    machine = Machine(taught(Scheduler(lanes=1, budget=32, events=tally)), slower=20.0)
    machine.submit(0.0, inputs([32] * 3))
    late = machine.submit(0.0, inputs([20] * 5), PendingCall(FairShare(), deadline=0.1))
    gone = machine.submit(0.0, inputs([20] * 7))
    machine.cancel(0.001, gone)
    machine.run()
    assert (late.ended, gone.ended) == ("expired", "cancelled")
    assert tally.counts["expired"] + tally.counts["cancelled"] >= 11
    assert tally.balanced()


def test_idle_lanes_share_what_there_is() -> None:
    machine = Machine(Scheduler(lanes=2, budget=4096), lanes=2)
    machine.submit(0.0, inputs([30] * 20))
    machine.run()
    assert [len(batch.items) for batch in machine.batches] == [10, 10]


def test_equal_items_are_computed_once_and_survive_the_first_asker() -> None:
    tally = Tally()
    machine = Machine(Scheduler(lanes=1, budget=64, events=tally))
    machine.submit(0.0, inputs([64] * 2))  # keeps the lane busy
    first = machine.submit(0.001, inputs([20, 30, 40], key="same"))
    second = machine.submit(0.002, inputs([20, 30, 40, 50], key="same"))
    machine.cancel(0.003, first)
    running = machine.submit(0.013, inputs([64] * 2, key="other"))
    joined = machine.submit(0.02, inputs([64] * 2, key="other"))
    machine.run()
    assert first.ended == "cancelled"
    assert second.rows == [("same", i) for i in range(4)]
    assert joined.rows == running.rows
    ran = Counter(item.wanted.key for batch in machine.batches for item in batch.items)
    assert set(ran.values()) == {1}
    assert (tally.counts["joined"], tally.counts["cancelled"]) == (5, 0)
    assert tally.balanced()


def test_an_urgent_joiner_moves_the_item_forward() -> None:
    machine = Machine(Scheduler(lanes=1, budget=64))
    machine.submit(0.0, inputs([64] * 30))
    slow = machine.submit(0.001, inputs([30], key="same"), PendingCall(FairShare(), bulk=True))
    fast = machine.submit(0.002, inputs([30], key="same"), PendingCall(FairShare(), deadline=0.1))
    machine.run()
    assert slow.ended == fast.ended == "done"
    assert slow.queue < 0.05


@pytest.mark.parametrize("lanes", [1, 2])
@pytest.mark.parametrize("busy", [False, True])
def test_who_waits_for_bulk_works_windows_has_them_as_soon_as_own_ones(
    lanes: int, busy: bool
) -> None:
    def waited(*, joined: bool) -> float:
        rng = random.Random(3)
        machine = Machine(taught(Scheduler(lanes=lanes, budget=1024, max_wait=1e9)), lanes=lanes)
        lengths = news_lengths(rng, 3000)
        machine.submit(0.0, inputs(lengths, key="bulk"), PendingCall(FairShare(), bulk=True))
        for number in range(60 if busy else 0):  # other callers who wait, before and after
            machine.submit(0.01 * number, inputs(news_lengths(rng, 40)))
        asked = inputs(lengths, key="bulk" if joined else "own")[-60:]
        caller = machine.submit(0.3, asked)
        machine.run()
        assert caller.ended == "done"
        return caller.queue + caller.model

    own, joined = waited(joined=False), waited(joined=True)
    # All of it waited still, so it is no less work; a batch more or less is chance.
    assert joined < 1.1 * own + 0.1


def test_finished_rows_are_kept() -> None:
    tally = Tally()
    machine = Machine(Scheduler(lanes=1, cache=ScoreCache(1 << 20), events=tally))
    first = machine.submit(0.0, inputs([20, 30], key="same"))
    again = machine.submit(1.0, inputs([20, 30, 40], key="same"))
    machine.run()
    assert first.rows == again.rows[:2]
    assert sum(len(batch.items) for batch in machine.batches) == 3
    assert (tally.counts["hit"], tally.counts["miss"]) == (2, 3)


@pytest.mark.parametrize("lanes", [1, 2])
def test_refusal_tells_when_there_is_room(lanes: int) -> None:
    scheduler = Scheduler(lanes=lanes, budget=1024, max_wait=1.0)
    machine = Machine(scheduler, lanes=lanes)
    machine.submit(0.0, inputs([64] * 200))  # teaches the cost
    machine.run()
    start = machine.now
    let_in = (PendingCall(FairShare(came=start)) for _ in range(100))
    *_, last = [machine.submit(start, inputs([64] * 10 * lanes), one) for one in let_in]
    refused: list[float] = []
    waits: list[float] = []

    def probe() -> None:
        waits.append(scheduler.wait(machine.now))
        try:
            scheduler.submit(PendingCall(FairShare()), inputs([64]), machine.now)
        except EngineOverloaded as error:
            refused.append(error.retry_after)
            machine.at(machine.now + error.retry_after + 0.05, probe)

    machine.at(start + 0.01, probe)
    machine.run()
    assert last.ended == "done"
    assert len(refused) == 1, "let in at the time that was told"
    assert waits[0] == pytest.approx(last.queue + last.model - 0.01, rel=0.15)


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("lanes", [1, 2])
def test_the_wait_of_a_newcomer_is_what_goes_before_it(lanes: int, bulk: bool) -> None:
    scheduler = Scheduler(lanes=lanes, budget=1024, max_wait=1.0)
    machine = Machine(scheduler, lanes=lanes)
    machine.submit(0.0, inputs([64] * 200))  # teaches the cost
    machine.run()
    start = machine.now
    large = machine.submit(start, inputs([64] * 4000 * lanes), PendingCall(FairShare(), bulk=bulk))
    others = [machine.submit(start + 0.3, inputs([64] * 4 * lanes)) for _ in range(10)]
    told: list[float] = []
    sizes = (1, 20, 60)

    def look() -> None:
        each = scheduler.forecast.marginal(MODEL.model, 64)
        told.extend(scheduler.wait(machine.now, each * size) for size in sizes)
        told.append(scheduler.wait(machine.now))

    machine.at(start + 0.31, look)
    came = [machine.submit(start + 0.32, inputs([64] * n * lanes)) for n in sizes]
    machine.run()
    assert all(other.ended == "done" for other in [large, *others])
    for newcomer, size, wait in zip(came, sizes, told, strict=False):
        assert newcomer.ended == "done"
        own = scheduler.forecast.marginal(MODEL.model, 64) * size
        # A batch is never interrupted, and the newcomers are in each other's way.
        assert wait - 0.25 < newcomer.queue + newcomer.model - own < wait + 0.6
    assert told[-1] > 10 * told[0]


def test_what_cannot_be_done_by_the_deadline_is_refused_while_something_waits() -> None:
    machine = Machine(Scheduler(lanes=1, budget=1024))
    machine.submit(0.0, inputs([64] * 200))
    machine.run()
    start = machine.now
    hopeless = machine.submit(
        start, inputs([64] * 400), PendingCall(FairShare(), deadline=start + 0.1)
    )
    machine.submit(start + 0.2, inputs([64] * 400))
    refused = machine.submit(
        start + 0.21, inputs([64]), PendingCall(FairShare(), deadline=start + 0.4)
    )
    allowed = machine.submit(
        start + 0.22, inputs([65]), PendingCall(FairShare(), deadline=start + 60)
    )
    machine.run()
    assert machine.refused == [refused]
    assert (hopeless.ended, allowed.ended) == ("expired", "done")


def test_a_request_under_way_is_not_refused() -> None:
    machine = Machine(Scheduler(lanes=1, max_wait=0.1))
    turn = FairShare()
    machine.submit(0.0, inputs([64]), PendingCall(turn))
    machine.submit(1.0, inputs([64] * 2000))
    second = machine.submit(1.1, inputs([64]), PendingCall(turn))
    other = machine.submit(1.1, inputs([64]))
    machine.run()
    assert second.ended == "done"
    assert machine.refused == [other]


def test_given_up_items_do_not_pile_up() -> None:
    scheduler = Scheduler(lanes=1, max_wait=1e9)
    for i in range(2000):
        pending = PendingCall(FairShare())
        scheduler.submit(pending, inputs([20 + i % 50]), 0.0)
        scheduler.abandon(pending, "cancelled", 0.0)
        if i % 100 == 0:
            assert scheduler.compose(0.0) is None
    keep = PendingCall(FairShare())
    scheduler.submit(keep, inputs([20] * 3), 0.0)
    batch = scheduler.compose(0.0)
    assert batch is not None
    assert len(batch.items) == 3
    assert len(scheduler._due) < 300
    assert scheduler.forecast.windows() == 3


def test_models_never_mix() -> None:
    machine = Machine(Scheduler(lanes=1))
    machine.submit(0.0, inputs([20] * 5, BatchGroup("a")) + inputs([20] * 5, BatchGroup("b")))
    machine.submit(0.0, inputs([20] * 5, MODEL))
    machine.run()
    assert sorted(batch.group.model for batch in machine.batches) == ["a", "b", "m"]


def packed(lanes: int, budget: int) -> Machine:
    """A machine whose model computes no pads."""
    scheduler = Scheduler(lanes=lanes, budget=budget, max_wait=1e9)
    scheduler.forecast.costs[MODEL.model].packing = rows
    return Machine(taught(scheduler), lanes=lanes, packed=True)


def test_where_there_are_no_pads_a_request_stays_together() -> None:
    rng = random.Random(3)
    machine = packed(lanes=1, budget=1024)
    pending_calls = [machine.submit(0.0, inputs(news_lengths(rng, 40))) for _ in range(30)]
    machine.run()
    done = [t.queue + t.model for t in pending_calls]
    # In order of arrival, and the first as soon as if it were alone, but for a batch or two.
    assert sum(a <= b for a, b in pairwise(done)) > 25
    for number, time in enumerate(done):
        assert time < 1.1 * (number + 1) * machine.now / len(done) + 0.25
    tokens = sum(item.length for batch in machine.batches for item in batch.items)
    assert tokens / len(machine.batches) > 900


def test_full_windows_and_sentences_share_batches_that_pack() -> None:
    rng = random.Random(4)
    machine = packed(lanes=2, budget=1024)
    machine.submit(0.0, inputs(news_lengths(rng, 2000, long=0.1)))
    machine.run()
    shapes = [shape(batch.items) for batch in machine.batches]
    assert all(ran.tokens <= 1024 for ran in shapes)
    computed = sum(rows(ran.tokens) for ran in shapes)
    assert sum(ran.tokens for ran in shapes) >= 0.97 * computed
    assert len(shapes) <= 1.05 * computed / 1024 + 2


def test_calls_that_were_given_up_are_forgotten_before_their_turn() -> None:
    scheduler = Scheduler(max_wait=1e9)
    calls = [PendingCall(FairShare()) for _ in range(600)]
    for pending in calls:
        scheduler.submit(pending, inputs([20]), 0.0)
    for pending in calls[1:]:
        scheduler.abandon(pending, "cancelled", 0.0)
    batch = scheduler.compose(0.0)
    assert batch is not None
    assert len(batch.items) == 1
    assert len(scheduler._due) < 10


def test_a_call_that_has_ended_does_not_end_again() -> None:
    tally = Tally()
    scheduler = Scheduler(events=tally)
    pending = PendingCall(FairShare())
    scheduler.submit(pending, inputs([20, 20]), 0.0)
    scheduler.abandon(pending, "cancelled", 1.0)
    scheduler.abandon(pending, "expired", 2.0)
    assert scheduler.finished == [pending]
    assert pending.ended == "cancelled"
    assert (tally.counts["cancelled"], tally.counts["expired"]) == (2, 0)
