"""A token bucket's arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rate_limit.bucket import TOLERANCE, WINDOW, Allowance, give_back, take

ONE = Allowance("a", 60)  # 1 KiB a second


def test_a_bucket_holds_a_minute_and_fills_at_its_rate() -> None:
    whole = take(ONE, 0, 60 * 1024, partly=False)
    assert (whole.granted, whole.ahead) == (60 * 1024, 60)
    assert take(ONE, whole.ahead, 1, partly=False).granted == 0
    assert take(ONE, 50, 10 * 1024, partly=False).granted == 10 * 1024
    assert take(ONE, 50, 10 * 1024 + 1, partly=False).granted == 0
    assert take(ONE, -10_000, 60 * 1024 + 1, partly=False).granted == 0


def test_a_part_is_what_is_there() -> None:
    assert take(ONE, 50, 1 << 20, partly=True) == take(ONE, 50, 10 * 1024, partly=True)
    assert take(ONE, WINDOW, 1 << 20, partly=True).granted == 0
    assert take(ONE, WINDOW - 0.0009, 5, partly=True).granted == 0  # less than a byte


@pytest.mark.parametrize("size", [1, 100, 119, 120, 5000, 7168])
def test_the_wait_is_exact(size: int) -> None:
    bucket = Allowance("a", 7)
    wait = bucket.wait(WINDOW, size)
    assert take(bucket, WINDOW - wait + 0.001, size, partly=False).granted == 0
    assert take(bucket, WINDOW - wait, size, partly=False).granted == size
    assert bucket.wait(WINDOW - wait, size) == 0


def test_what_is_more_than_a_whole_bucket_never_fits() -> None:
    assert ONE.fits(60 * 1024)
    assert not ONE.fits(60 * 1024 + 1)


def test_what_is_given_back_fills_it_and_never_over_the_brim() -> None:
    assert give_back(ONE, 50, 10 * 1024) == 40
    assert give_back(ONE, 5, 10 * 1024) == 0


def test_a_clock_that_was_set_back_locks_nobody_out_for_more_than_a_minute() -> None:
    late = take(ONE, 86_400, 1, partly=False)
    assert late.granted == 0
    assert late.ahead <= WINDOW + TOLERANCE


steps = st.lists(
    st.tuples(st.integers(0, 40_000_000), st.integers(1, 400_000), st.booleans()), max_size=60
)  # microseconds until the next take, its bytes, whether a part will do


@given(steps, st.sampled_from([0.01, 1, 7, 60, 6000, 10_000_000]))
def test_it_grants_what_an_exact_bucket_would_and_never_more_than_flows_in(
    taken: list[tuple[int, int, bool]], kib: float
) -> None:
    bucket = Allowance("a", kib)
    full, rate = Fraction(bucket.full), Fraction(bucket.full) / 60
    slack = 2 * Fraction(TOLERANCE) * rate + Fraction(1, 1000)
    now, due, level = Fraction(0), 0.0, full
    grants: list[tuple[Fraction, int]] = []
    for pause, size, partly in taken:
        now += Fraction(pause, 1_000_000)
        level = min(full, level + Fraction(pause, 1_000_000) * rate)
        found = take(bucket, due - float(now), size, partly=partly)
        due = float(now) + found.ahead
        if size <= level:
            assert found.granted == size  # who stays under it is never refused
        elif not partly:
            assert found.granted == 0 or size <= level + slack
        level -= found.granted
        grants.append((now, found.granted))
        for begin in range(len(grants)):
            within = sum(granted for _, granted in grants[begin:])
            assert within <= full + (now - grants[begin][0]) * rate + slack
