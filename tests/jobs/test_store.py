"""The guarantees of every store, in one suite for all."""

from __future__ import annotations

import asyncio

import pytest

from service.jobs.store import PAGE, Claim, Ended, GivenUp, Job, JobState, JobStore, KeyTaken, Known
from tests.jobs.conftest import KEEP, LEASE, PATIENCE, Clock, MakeStore


async def post(store: JobStore, count: int, owner: str = "ann", key: str | None = None) -> str:
    """A whole job of so many documents."""
    job = await store.begin(owner, b'{"tasks":["summary"]}', key)
    await store.add(job, [b"text %d" % n for n in range(count)])
    await store.commit(job, "print")
    return job


async def found(store: JobStore, job: str, owner: str = "ann") -> Job:
    """The job, which is there."""
    one = await store.find(job, owner)
    assert one is not None
    return one


async def one(store: JobStore) -> Claim:
    """The next document."""
    (claim,) = await store.claim(1)
    return claim


async def suspect(store: JobStore) -> Claim:
    """The next document that is to be tried apart."""
    claim = await store.suspect()
    assert claim is not None
    return claim


async def all_results(store: JobStore, job: str) -> list[tuple[int, int, bool, bytes]]:
    """Every result, page by page."""
    every: list[tuple[int, int, bool, bytes]] = []
    while page := await store.results(job, len(every)):
        every += [(r.sequence, r.position, r.failed, r.content) for r in page]
    return every


async def test_a_job_from_post_to_end(store: JobStore, clock: Clock) -> None:
    posted = clock.now
    job = await post(store, 3)
    assert await found(store, job) == Job(
        job, JobState.QUEUED, posted, None, None, None, 3, 0, 0, None
    )
    clock.now += 5
    started = clock.now
    claims = await store.claim(2)
    assert [(c.job, c.position, c.payload, c.attempts) for c in claims] == [
        (job, 0, b"text 0", 1),
        (job, 1, b"text 1", 1),
    ]
    assert claims[0].options == b'{"tasks":["summary"]}'
    clock.now += 2
    assert await store.finish(claims[1], b"one", failed=False) is Ended.KEPT
    assert await store.finish(claims[0], b"zero", failed=True) is Ended.KEPT
    running = await found(store, job)
    assert (running.state, running.started, running.finished) == (JobState.RUNNING, started, 2)
    assert (running.succeeded, running.failed, running.pace) == (1, 1, 1.0)
    assert await store.waiting() == 1
    assert await store.finish(await one(store), b"two", failed=False) is Ended.KEPT
    done = await found(store, job)
    assert (done.state, done.ended, done.expires) == (JobState.DONE, clock.now, clock.now + KEEP)
    assert await all_results(store, job) == [
        (1, 1, False, b"one"),
        (2, 0, True, b"zero"),
        (3, 2, False, b"two"),
    ]
    assert await store.results(job, 2) == [r for r in await store.results(job, 0)][2:]
    assert await store.claim(9) == []
    assert await store.waiting() == 0


async def test_options_may_be_absent(store: JobStore) -> None:
    job = await store.begin("ann", None, None)
    await store.add(job, [b"x"])
    await store.commit(job, "print")
    claim = await one(store)
    assert (claim.options, claim.origin) == (None, None)


async def test_a_claim_tells_which_request_posted_its_job(store: JobStore) -> None:
    origin = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    for options in (b"{}", None):
        job = await store.begin("ann", options, None, origin)
        await store.add(job, [b"x"])
        await store.commit(job, "print")
        claim = await one(store)
        assert (claim.options, claim.origin) == (options, origin)


async def test_nobody_sees_or_works_on_what_is_not_whole(store: JobStore) -> None:
    job = await store.begin("ann", None, None)
    await store.add(job, [b"x"])
    assert await store.find(job, "ann") is None
    assert await store.claim(1) == []
    await store.add(job, [b"y"])
    await store.commit(job, "print")
    assert (await found(store, job)).total == 2
    assert [c.payload for c in await store.claim(5)] == [b"x", b"y"]


async def test_a_discarded_job_is_gone_with_its_key(store: JobStore) -> None:
    job = await store.begin("ann", None, "k")
    await store.add(job, [b"x"])
    await store.discard(job)
    assert await store.find(job, "ann") is None
    assert await store.known("ann", "k") is None
    while await store.sweep():
        pass
    assert await store.claim(1) == []
    whole = await post(store, 1)
    await store.discard(whole)  # too late
    assert (await found(store, whole)).total == 1


async def test_other_owners_jobs_are_not_there(store: JobStore) -> None:
    job = await post(store, 1)
    assert await store.find(job, "bob") is None
    assert await store.cancel(job, "bob") is None
    assert await store.find("0" * 32, "ann") is None
    assert (await found(store, job)).state is JobState.QUEUED


async def test_idempotency_keys_belong_to_their_owner(store: JobStore) -> None:
    job = await store.begin("ann", None, "k")
    assert await store.known("ann", "k") == Known(job, None)
    with pytest.raises(KeyTaken) as taken:
        await store.begin("ann", None, "k")
    assert taken.value.known == Known(job, None)
    await store.add(job, [b"x"])
    await store.commit(job, "abc")
    assert await store.known("ann", "k") == Known(job, "abc")
    assert await store.known("bob", "k") is None
    assert await store.begin("bob", None, "k") != job


async def test_results_come_page_by_page(store: JobStore) -> None:
    count = 2 * PAGE + 3
    job = await post(store, count)
    for claim in await store.claim(count):
        await store.finish(claim, claim.payload, failed=False)
    assert len(await store.results(job, 0)) == PAGE
    every = await all_results(store, job)
    assert [s for s, _, _, _ in every] == list(range(1, count + 1))
    assert await store.results(job, count) == []


async def test_jobs_take_turns(store: JobStore) -> None:
    long = await post(store, 50)
    first = [c.job for c in await store.claim(2)]
    short = await post(store, 2)
    then = [c.job for c in await store.claim(5)]
    assert first == [long, long]
    assert then == [short, long, short, long, long]


async def test_workers_never_get_the_same_document(store: JobStore, other: JobStore) -> None:
    await post(store, 60)

    async def work(mine: JobStore) -> list[int]:
        had: list[int] = []
        while claims := await mine.claim(3):
            had += [c.position for c in claims]
            for claim in claims:
                assert await mine.finish(claim, b"r", failed=False) is Ended.KEPT
        return had

    mine, theirs = await asyncio.gather(work(store), work(other))
    assert sorted(mine + theirs) == list(range(60))


async def test_a_dead_workers_document_is_a_suspect_and_its_job_waits(
    store: JobStore, other: JobStore, clock: Clock
) -> None:
    await post(store, 4)
    dead = await store.claim(2)
    clock.now += LEASE + 1
    assert await other.claim(3) == []
    theirs = await post(store, 1)
    assert [c.job for c in await other.claim(3)] == [theirs]  # other jobs go on
    again = await suspect(other)
    assert (again.position, again.attempts) == (0, 2)
    second = await suspect(store)
    assert (second.position, second.attempts) == (1, 2)
    assert again.token != dead[0].token
    assert await store.suspect() is None
    await other.finish(again, b"r", failed=False)
    assert await other.claim(3) == []  # one is being tried still
    await store.finish(second, b"r", failed=False)
    assert [(c.position, c.attempts) for c in await other.claim(3)] == [(2, 1), (3, 1)]


async def test_a_suspect_that_was_tried_stays_one(store: JobStore, clock: Clock) -> None:
    await post(store, 2)
    await one(store)
    clock.now += LEASE + 1
    for attempts in (2, 3, 4):
        claim = await suspect(store)
        assert (claim.position, claim.attempts) == (0, attempts)
        await store.begins(claim)
        await store.release([claim], tried=True)
        assert await store.claim(2) == []
    claim = await suspect(store)
    await store.begins(claim)
    await store.release([claim])  # not tried after all
    claim = await suspect(store)
    await store.release([claim], tried=True)  # nor begun
    assert (await suspect(store)).attempts == 5


async def test_who_dies_before_a_suspect_is_tried_is_not_counted(
    store: JobStore, clock: Clock
) -> None:
    await post(store, 2)
    await one(store)
    for _ in range(5):
        clock.now += LEASE + 1
        assert (await suspect(store)).attempts == 2
        assert await store.claim(2) == []
    clock.now += LEASE + 1
    await store.begins(await suspect(store))
    clock.now += LEASE + 1
    assert (await suspect(store)).attempts == 3


async def test_what_is_left_of_a_job_can_be_tried_apart(store: JobStore, clock: Clock) -> None:
    job = await post(store, 4)
    first = await one(store)
    clock.now += LEASE + 1
    bad = await suspect(store)
    assert bad.position == first.position == 0
    await store.quarantine(job)
    await store.finish(bad, b"gave up", failed=True)
    theirs = await post(store, 1)
    assert [c.job for c in await store.claim(9)] == [theirs]
    tried = await suspect(store)
    assert (tried.position, tried.attempts) == (1, 1)
    await store.release([tried], tried=True)  # as at the end of the process: it is no less suspect
    assert [c.job for c in await store.claim(9)] == []
    for position in (1, 2, 3):
        claim = await suspect(store)
        assert claim.attempts == 1
        await store.finish(claim, b"%d" % position, failed=False)
    assert await store.suspect() is None
    assert (await found(store, job)).state is JobState.DONE
    await store.quarantine(job)  # too late, and nothing comes of it
    assert (await found(store, job)).state is JobState.DONE


async def test_suspects_of_a_cancelled_job_are_not_tried(store: JobStore, clock: Clock) -> None:
    job = await post(store, 3)
    await store.claim(2)
    clock.now += LEASE + 1
    await suspect(store)
    await store.quarantine(job)
    await store.cancel(job, "ann")
    assert await store.suspect() is None
    assert await store.claim(9) == []


async def test_a_claim_that_was_taken_over_commits_nothing(
    store: JobStore, other: JobStore, clock: Clock
) -> None:
    job = await post(store, 1)
    slow = await one(store)
    clock.now += LEASE + 1
    fast = await suspect(other)
    assert await store.finish(slow, b"late", failed=False) is Ended.LOST
    assert await other.finish(fast, b"right", failed=False) is Ended.KEPT
    assert await store.finish(slow, b"late", failed=False) is Ended.LOST
    assert await other.finish(fast, b"right again", failed=False) is Ended.LOST
    assert await all_results(store, job) == [(1, 0, False, b"right")]
    assert (await found(store, job)).finished == 1


async def test_a_renewed_claim_holds(store: JobStore, other: JobStore, clock: Clock) -> None:
    await post(store, 1)
    claim = await one(store)
    for _ in range(3):
        clock.now += LEASE - 1
        assert await store.renew([claim]) == {claim.token}
    assert await other.claim(1) == []
    assert await store.finish(claim, b"r", failed=False) is Ended.KEPT
    assert await store.renew([claim]) == set()


async def test_a_clock_that_is_set_back_keeps_no_document(store: JobStore, clock: Clock) -> None:
    await post(store, 1)
    await store.claim(1)  # by a worker that dies
    clock.now -= 7200
    assert (await suspect(store)).attempts == 2


async def test_what_is_given_back_was_never_tried(store: JobStore) -> None:
    await post(store, 2)
    claims = await store.claim(2)
    await store.release(claims)
    again = await store.claim(2)
    assert [(c.position, c.attempts) for c in again] == [(0, 1), (1, 1)]
    await store.release(claims)  # no longer held: changes nothing
    assert await store.renew(again) == {c.token for c in again}


async def test_cancelling_keeps_what_is_finished(store: JobStore, clock: Clock) -> None:
    job = await post(store, 3)
    first, second = await store.claim(2)
    await store.finish(first, b"r", failed=False)
    ended = await store.cancel(job, "ann")
    assert ended is not None
    assert (ended.state, ended.ended, ended.finished) == (JobState.CANCELLED, clock.now, 1)
    assert await store.renew([second]) == set()
    assert await store.finish(second, b"late", failed=False) is Ended.LOST
    assert await store.claim(3) == []
    assert await store.waiting() == 0
    while await store.sweep():
        pass
    assert await all_results(store, job) == [(1, 0, False, b"r")]
    clock.now += 10
    assert await store.cancel(job, "ann") == ended  # once more changes nothing


async def test_an_ended_job_expires(store: JobStore, clock: Clock) -> None:
    job = await post(store, 2, key="k")
    for claim in await store.claim(2):
        await store.finish(claim, b"r", failed=False)
    waits = await post(store, 1)
    clock.now += KEEP - 1
    await store.sweep()
    assert len(await all_results(store, job)) == 2
    clock.now += 2
    assert await store.find(job, "ann") is None  # at once, swept or not
    while await store.sweep():
        pass
    assert await all_results(store, job) == []
    assert await store.known("ann", "k") is None
    assert (await found(store, waits)).total == 1


async def test_a_job_that_runs_does_not_expire(store: JobStore, clock: Clock) -> None:
    job = await post(store, 1)
    clock.now += 10 * KEEP
    await store.sweep()
    assert (await found(store, job)).state is JobState.QUEUED


async def test_a_half_posted_job_is_given_up(store: JobStore, clock: Clock) -> None:
    job = await store.begin("ann", None, "k")
    await store.add(job, [b"x"])
    clock.now += PATIENCE - 1
    await store.sweep()
    await store.add(job, [b"y"])  # news of it
    clock.now += PATIENCE - 1
    await store.sweep()
    assert await store.known("ann", "k") == Known(job, None)
    clock.now += 2
    while await store.sweep():
        pass
    assert await store.known("ann", "k") is None


async def test_what_was_given_up_takes_no_more_and_becomes_no_job(
    store: JobStore, clock: Clock
) -> None:
    job = await store.begin("ann", None, None)
    await store.add(job, [b"x"])
    clock.now += PATIENCE + 1
    while await store.sweep():
        pass
    with pytest.raises(GivenUp):
        await store.add(job, [b"y"])
    with pytest.raises(GivenUp):
        await store.commit(job, "print")
    assert await store.owned("ann", 5) == []
    await store.discard(job)


async def test_the_pace_is_that_of_late(store: JobStore, clock: Clock) -> None:
    job = await post(store, 500)
    for n in range(400):
        clock.now += 10.0 if n < 200 else 0.5
        await store.finish(await one(store), b"r", failed=False)
    pace = (await found(store, job)).pace
    assert pace == pytest.approx(0.5)


async def test_everything_outlives_a_restart(make_store: MakeStore) -> None:
    before = make_store()
    await before.open()
    job = await post(before, 2, key="k")
    await before.finish(await one(before), b"r", failed=False)
    await before.close()
    after = make_store()
    await after.open()
    assert (await found(after, job)).finished == 1
    assert await after.known("ann", "k") == Known(job, "print")
    assert await all_results(after, job) == [(1, 0, False, b"r")]
    assert (await one(after)).position == 1
    await after.close()


async def walked(store: JobStore, limit: int, state: JobState | None = None) -> list[Job]:
    """All of Ann's jobs, page by page."""
    every: list[Job] = []
    before = None
    while page := await store.owned("ann", limit, state=state, before=before):
        assert len(page) <= limit
        every += page
        before = page[-1].sort_key
    return every


async def test_an_owners_jobs_are_listed_the_newest_first(store: JobStore, clock: Clock) -> None:
    assert await store.owned("ann", 5) == []
    jobs = []
    for n in range(7):
        clock.now += n % 2  # two of them at the same moment
        jobs.append(await post(store, 1))
    theirs = await post(store, 1, owner="bob")
    await store.add(await store.begin("ann", None, None), [b"half"])
    listed = await store.owned("ann", 100)
    assert {job.id for job in listed} == set(jobs)
    assert listed == sorted(listed, key=lambda job: job.sort_key, reverse=True)
    assert listed == [await found(store, job.id) for job in listed]
    assert [job.id for job in await store.owned("bob", 100)] == [theirs]
    for limit in (1, 2, 3, 7, 8):
        assert await walked(store, limit) == listed


async def test_jobs_can_be_listed_by_state(store: JobStore, clock: Clock) -> None:
    cancelled = await post(store, 1)
    await store.cancel(cancelled, "ann")
    done = await post(store, 1)
    await store.finish(await one(store), b"r", failed=False)
    running = await post(store, 2)
    await one(store)
    queued = await post(store, 1)
    states = {"queued": queued, "running": running, "done": done, "cancelled": cancelled}
    every = await store.owned("ann", 10)
    assert {job.state.value: job.id for job in every} == states
    for state, job in states.items():
        assert [found.id for found in await walked(store, 1, JobState(state))] == [job]
    clock.now += KEEP + 1  # gone at once, swept or not
    assert {job.id for job in await store.owned("ann", 10)} == {queued, running}
    assert await store.owned("ann", 10, state=JobState.DONE) == []
    await store.sweep()
    assert {job.id for job in await store.owned("ann", 10)} == {queued, running}
