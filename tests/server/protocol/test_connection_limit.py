"""Which connection is closed when file descriptors run out."""

from __future__ import annotations

import asyncio
import resource

import pytest

from service.server.protocol.connection_limit import ConnectionLimit


class Transport(asyncio.Transport):
    """One with a socket of this number."""

    def __init__(self, number: int) -> None:
        super().__init__({"socket": self})
        self.number = number
        self.aborted = False

    def fileno(self) -> int:
        return self.number

    def abort(self) -> None:
        self.aborted = True


@pytest.fixture(autouse=True)
def _limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (40, 40))


def test_the_longest_wait_ends_for_a_newcomer_and_answers_are_finished() -> None:
    limit = ConnectionLimit()
    transports = [Transport(10 + n) for n in range(21)]
    for count, transport in enumerate(transports[:20], 1):
        limit.enter(transport, count)  # ten others and twenty connections: ten of forty are left
    assert not any(t.aborted for t in transports)
    limit.leave(transports[0])  # its request is whole
    limit.wait(transports[1])  # it was answered, and waits anew
    limit.enter(transports[20], 21)
    assert [t.number for t in transports if t.aborted] == [12]


def test_low_numbers_that_became_free_do_not_hide_how_many_there_are() -> None:
    limit = ConnectionLimit()
    transports = [Transport(10 + n) for n in range(20)]
    for count, transport in enumerate(transports, 1):
        limit.enter(transport, count)
    limit.enter(Transport(5), 21)
    assert transports[0].aborted


def test_where_all_are_being_answered_nobody_has_to_go() -> None:
    limit = ConnectionLimit()
    transports = [Transport(10 + n) for n in range(25)]
    for count, transport in enumerate(transports, 1):
        limit.enter(transport, count)
        limit.leave(transport)
    assert not any(t.aborted for t in transports)
