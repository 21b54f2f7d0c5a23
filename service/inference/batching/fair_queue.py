"""Whose turn it is: one number for every ticket, and the least goes next.

A request counts from when it came, so requests of common size go in order of arrival: that
finishes each soonest on the whole, and under overload it is what meets deadlines. Work
beyond `QUANTUM` moves a request back as if it had but a share of the machine (start-time
fair queueing, Goyal et al. 1996, with the time of arrival in place of virtual time): so the
tail of a hundred documents lines up behind a sentence that comes later. Bulk work counts as
if it had come later; a deadline that leaves less time than that decides instead.

Nothing starves: the number moves only when the caller is given work, and what comes after
that time has a larger one.
"""

from __future__ import annotations

from service.inference.batching.queue_items import Ticket
from service.inference.protocol import Turn

PATIENCE = 10.0  # seconds by which work without a nearer deadline is due
HANDICAP = 15.0  # seconds that bulk work stands back
QUANTUM = 0.25  # seconds of the whole machine that a request is given in one go
SHARE = 0.25  # of the machine, that one caller has a right to beyond that


def enter(ticket: Ticket, seconds: float, now: float) -> None:
    """Give a new ticket its place; its work takes so many seconds of the whole machine.

    A caller who has waited keeps that credit for the next step of the same request, up to
    `PATIENCE`.
    """
    turn = ticket.turn
    if turn.came is None:
        turn.came = now
    turn.came += max(0.0, now - PATIENCE - _place(turn))
    if ticket.deadline is not None:
        ticket.latest = max(now, ticket.deadline - seconds)


def due(ticket: Ticket, ahead: float = 0.0) -> float:
    """When the next item of a ticket should start, once it was given `ahead` seconds more."""
    wish = _place(ticket.turn, ahead) + PATIENCE + (HANDICAP if ticket.bulk else 0.0)
    return wish if ticket.latest is None else min(wish, ticket.latest)


def before(ticket: Ticket, now: float, own: float) -> float:
    """Of the work of a ticket that waits, the seconds that go before a newcomer's end.

    Args:
        own: seconds of the whole machine that the newcomer's work takes.
    """
    last = now + max(0.0, own - QUANTUM) / SHARE  # the place of the newcomer's last item
    if ticket.latest is not None and ticket.latest <= last + PATIENCE:
        return ticket.waits
    behind = _place(ticket.turn) + (HANDICAP if ticket.bulk else 0.0) - last
    if behind > 0.0:
        return 0.0
    room = max(0.0, QUANTUM - ticket.turn.given) - SHARE * behind
    return min(ticket.waits, room)


def charge(ticket: Ticket, seconds: float) -> None:
    """The caller is given so many seconds of the whole machine."""
    ticket.turn.given += seconds
    ticket.waits = max(0.0, ticket.waits - seconds)


def _place(turn: Turn, ahead: float = 0.0) -> float:
    assert turn.came is not None  # `enter` comes first
    return turn.came + max(0.0, turn.given + ahead - QUANTUM) / SHARE
