"""Whose turn it is: one number for every ticket, and the least goes next.

A caller's clock starts when the request comes and runs ahead with the work that it is given,
as if it had a share of the machine to itself (start-time fair queueing, Goyal et al. 1996,
with time in place of virtual time). So the tail of a large request lines up behind small
ones that come later, and requests of like size go in order of arrival, which under overload
is what meets deadlines. Bulk work counts as if it had come later; a deadline that leaves
less time than that decides instead.

Nothing starves: the number moves only when the caller is given work, and what comes after
that time has a larger one.
"""

from __future__ import annotations

from service.inference.scheduling.work import Ticket

PATIENCE = 10.0  # seconds by which work without a nearer deadline is due
HANDICAP = 15.0  # seconds that bulk work stands back
SHARE = 0.25  # of the machine, that one caller has a right to while others wait


def enter(ticket: Ticket, seconds: float, now: float) -> None:
    """Give a new ticket its place; its work takes so many seconds of the whole machine.

    A caller who has waited keeps that credit for the next step of the same request, up to
    `PATIENCE`.
    """
    turn = ticket.turn
    turn.clock = now if turn.clock is None else max(turn.clock, now - PATIENCE)
    if ticket.deadline is not None:
        ticket.latest = max(now, ticket.deadline - seconds)


def due(ticket: Ticket) -> float:
    """When the next item of a ticket should start."""
    assert ticket.turn.clock is not None
    wish = ticket.turn.clock + PATIENCE + (HANDICAP if ticket.bulk else 0.0)
    return wish if ticket.latest is None else min(wish, ticket.latest)


def charge(ticket: Ticket, seconds: float) -> None:
    """The caller is given so many seconds of the whole machine."""
    assert ticket.turn.clock is not None
    ticket.turn.clock += seconds / SHARE
