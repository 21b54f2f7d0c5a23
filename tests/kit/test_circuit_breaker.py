"""The circuit breaker, on a clock of the test's."""

from __future__ import annotations

from service.kit.circuit_breaker import FAILURES, LONGEST, SHORTEST, CircuitBreaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(clock)
    for _ in range(FAILURES):
        assert breaker.allows()
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = CircuitBreaker(Clock())
    for _ in range(5):
        for _ in range(FAILURES - 1):
            breaker.failed()
        breaker.succeeded()
    assert breaker.allows()
    assert not opened(Clock()).allows()


def test_after_a_pause_one_may_try_and_its_success_closes_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += SHORTEST
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert all(breaker.allows() for _ in range(3))


def test_each_failed_trial_doubles_the_pause_up_to_a_limit() -> None:
    clock = Clock()
    breaker = opened(clock)
    pauses = []
    for _ in range(8):
        began = clock.now
        while not breaker.allows():
            clock.now += 0.25
        pauses.append(clock.now - began)
        breaker.failed()
    assert pauses == [1, 2, 4, 8, 16, LONGEST, LONGEST, LONGEST]


def test_a_trial_that_never_reports_is_followed_by_another() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += SHORTEST
    assert breaker.allows()
    clock.now += SHORTEST
    assert breaker.allows()


def test_those_who_began_before_the_pause_do_not_lengthen_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    for _ in range(20):
        breaker.failed()
    clock.now += SHORTEST
    assert breaker.allows()
