"""The call that is due first is asked first, and calls that have ended are forgotten."""

from __future__ import annotations

from service.inference.batching import fair_queue
from service.inference.batching.due_queue import DueQueue
from service.inference.batching.queue_items import (
    BatchGroup,
    Item,
    ItemState,
    ModelInput,
    PendingCall,
)
from service.inference.protocol import FairShare


def call(came: float) -> PendingCall:
    """One that waits for a single item."""
    pending = PendingCall(FairShare())
    fair_queue.enter(pending, 0.1, came)
    wanted = ModelInput(BatchGroup("m"), came, 8, None)
    pending.items.append(Item(wanted, fair_queue.due(pending), 0, 0.1))
    return pending


def test_earlier_calls_go_first_until_they_were_given_more() -> None:
    queue, early, late = DueQueue(), call(1.0), call(2.0)
    queue.push(late)
    queue.push(early)
    assert queue.first(lambda item: True) is early.items[0]
    fair_queue.charge(early, 10.0)
    assert queue.first(lambda item: True) is late.items[0]
    late.items[0].state = ItemState.RUNNING
    assert queue.first(lambda item: True) is early.items[0]
    assert len(queue) == 1


def test_ended_calls_are_forgotten_once_they_outnumber_the_others() -> None:
    queue = DueQueue()
    calls = [call(float(number)) for number in range(300)]
    for pending in calls:
        queue.push(pending)
    for pending in calls[1:]:
        pending.close("cancelled", 300.0)
    queue.forget_ended(300)
    assert len(queue) == 300
    queue.forget_ended(1)
    assert len(queue) == 1
