"""Buckets by name, of one process and of several that map a file."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.observability.logging import set_up_logs
from service.rate_limit import shared_counters as module
from service.rate_limit.bucket import Allowance
from service.rate_limit.counters import Counters, LocalCounters
from service.rate_limit.shared_counters import SharedCounters, counters_at
from tests.admission.test_controller import Clock
from tests.conftest import settings as service_settings

HANG = 60.0
ONE = Allowance("a", 60)  # 1 KiB a second

# Takes random sizes from one name for as long as it lives, and writes each grant as it is made.
TAKER = """
import asyncio, os, random, sys
from pathlib import Path
from service.rate_limit.bucket import Allowance
from service.rate_limit.shared_counters import SharedCounters
async def main():
    counters, sizes = SharedCounters(Path(sys.argv[1])), random.Random(int(sys.argv[2]))
    os.write(1, b"0\\n")
    while True:
        size = sizes.randrange(1, 5000)
        taken = await counters.take(Allowance("a", 600), size, partly=sizes.random() < 0.5)
        if taken.granted:
            os.write(1, b"%d\\n" % taken.granted)
        await asyncio.sleep(0)
asyncio.run(main())
"""

# Holds every lock of a file and does nothing.
HOLDER = """
import fcntl, os, sys, time
file = os.open(sys.argv[1], os.O_RDWR)
fcntl.lockf(file, fcntl.LOCK_EX)
os.write(1, b"held\\n")
time.sleep(600)
"""


@pytest.fixture(params=["one process", "several"])
def counters(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Counters, Clock]]:
    clock = Clock()
    if request.param == "one process":
        yield LocalCounters(clock), clock
        return
    shared = SharedCounters(tmp_path / "quotas", clock)
    yield shared, clock
    shared.close()


async def test_a_name_has_a_bucket_which_fills(counters: tuple[Counters, Clock]) -> None:
    buckets, clock = counters
    assert (await buckets.take(ONE, 60 * 1024)).granted == 60 * 1024
    assert (await buckets.take(ONE, 1)).granted == 0
    assert (await buckets.take(Allowance("b", 60), 60 * 1024)).granted == 60 * 1024
    clock.now += 9.5
    assert (await buckets.take(ONE, 10 * 1024)).granted == 0
    assert (await buckets.take(ONE, 10 * 1024, partly=True)).granted == 9.5 * 1024
    clock.now += 10_000
    assert (await buckets.take(ONE, 60 * 1024)).ahead == pytest.approx(60)


async def test_a_new_quota_is_a_new_full_bucket(counters: tuple[Counters, Clock]) -> None:
    buckets, _ = counters
    assert (await buckets.take(Allowance("a", 7), 7 * 1024)).granted
    assert (await buckets.take(Allowance("a", 8), 8 * 1024)).granted


async def test_what_is_given_back_can_be_taken_again(counters: tuple[Counters, Clock]) -> None:
    buckets, _ = counters
    await buckets.take(ONE, 60 * 1024)
    await buckets.give_back(ONE, 1000)
    assert (await buckets.take(ONE, 1001)).granted == 0
    assert (await buckets.take(ONE, 1000)).granted == 1000
    await buckets.give_back(Allowance("new", 60), 5000)  # nothing above the brim
    assert (await buckets.take(Allowance("new", 60), 60 * 1024 + 1)).granted == 0


async def test_all_who_map_a_file_share_its_buckets(tmp_path: Path) -> None:
    path, clock = tmp_path / "quotas", Clock()
    first, second = SharedCounters(path, clock), SharedCounters(path, clock)
    assert (await first.take(ONE, 40 * 1024)).granted
    assert (await second.take(ONE, 40 * 1024)).granted == 0
    assert (await second.take(ONE, 20 * 1024)).granted
    first.close()
    late = SharedCounters(path, clock)  # as a worker that replaces a dead one
    assert (await late.take(ONE, 1)).granted == 0
    second.close()
    late.close()


operations = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 30_000)),  # milliseconds
        st.tuples(st.just("take"), st.integers(1, 80_000)),
        st.tuples(st.just("part"), st.integers(1, 80_000)),
        st.tuples(st.just("back"), st.integers(1, 80_000)),
    ),
    max_size=50,
)


@given(st.lists(st.tuples(st.integers(0, 2), operations), max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_processes_that_share_are_as_one(
    tmp_path: Path, schedule: list[tuple[int, list[tuple[str, int]]]]
) -> None:
    """Whoever of three does it, the outcome is that of one who does it all."""
    path, clock = tmp_path / "quotas", Clock()
    path.unlink(missing_ok=True)
    three = [SharedCounters(path, clock) for _ in range(3)]
    alone = LocalCounters(clock)

    async def run() -> None:
        for who, steps in schedule:
            for kind, number in steps:
                if kind == "wait":
                    clock.now += number / 1000
                elif kind == "back":
                    await three[who].give_back(ONE, number)
                    await alone.give_back(ONE, number)
                else:
                    partly = kind == "part"
                    found = await three[who].take(ONE, number, partly=partly)
                    assert found == await alone.take(ONE, number, partly=partly)

    asyncio.run(run())
    for one in three:
        one.close()


def test_processes_at_once_take_no_more_than_there_is_though_some_are_killed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "quotas"
    bucket = Allowance("a", 600)
    with contextlib.ExitStack() as stack:
        takers = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", TAKER, str(path), str(number)], stdout=subprocess.PIPE
                )
            )
            for number in range(3)
        ]
        for taker in takers:
            stack.callback(taker.kill)
        began = time.monotonic()
        for taker in takers:
            assert taker.stdout is not None
            taker.stdout.readline()  # it has begun
        for taker in takers:
            time.sleep(0.4)
            taker.send_signal(signal.SIGKILL)
        said = [taker.stdout.read() for taker in takers if taker.stdout is not None]
        seconds = time.monotonic() - began
    granted = sum(int(line) for text in said for line in text.splitlines())
    assert granted <= bucket.full * (1 + seconds / 60) + 1
    assert granted >= bucket.full * 0.99  # and what there is can be had
    late = SharedCounters(path)
    assert asyncio.run(late.take(bucket, int(bucket.full))).granted == 0  # what was taken stays
    assert asyncio.run(late.take(bucket, 1 << 20, partly=True)).granted < 0.1 * bucket.full
    late.close()


def test_nobody_waits_for_one_who_holds_a_lock_and_stands_still(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(service_settings())
    path = tmp_path / "quotas"
    counters = SharedCounters(path)
    assert asyncio.run(counters.take(ONE, 60 * 1024)).granted
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"

        async def both() -> list[int]:
            takes = asyncio.gather(*(counters.take(ONE, 30 * 1024) for _ in range(5)))
            return [taken.granted for taken in await asyncio.wait_for(takes, HANG)]

        assert sorted(asyncio.run(both())) == [0, 0, 0, 30 * 1024, 30 * 1024]  # its own count
        assert asyncio.run(counters.take(Allowance("new", 60), 1)).granted == 1
    finally:
        holder.kill()
        holder.communicate()
    assert asyncio.run(counters.take(ONE, 30 * 1024)).granted == 0  # the shared one again
    written = "".join(capsys.readouterr())
    assert written.count("quotas are counted by this process alone") == 1
    counters.close()


def test_more_names_than_there_is_room_for_are_counted_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLOTS", 4)
    counters = SharedCounters(tmp_path / "quotas")
    for number in range(10):
        name = Allowance(f"name {number}", 1)
        assert asyncio.run(counters.take(name, 1024)).granted == 1024
        assert asyncio.run(counters.take(name, 1000)).granted == 0
    counters.close()


def test_where_there_is_no_room_for_the_file_each_process_counts_for_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(service_settings())
    alone = counters_at(tmp_path / "missing" / "quotas")
    assert asyncio.run(alone.take(ONE, 60 * 1024)).granted
    assert asyncio.run(alone.take(ONE, 1000)).granted == 0
    assert "No such file" in "".join(capsys.readouterr())
    shared = counters_at(tmp_path / "quotas")
    assert isinstance(shared, SharedCounters)
    assert os.stat(tmp_path / "quotas").st_blocks * 512 >= module.SLOTS * 32  # not sparse
    shared.close()


def test_only_its_owner_may_read_or_change_the_file(tmp_path: Path) -> None:
    counters = SharedCounters(tmp_path / "quotas")
    assert os.stat(tmp_path / "quotas").st_mode & 0o777 == 0o600
    with open(tmp_path / "quotas", "rb+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nothing is left locked
    counters.close()
