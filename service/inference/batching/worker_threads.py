"""The threads ("lanes") that run batches, with one shared scheduler.

A lane that has finished composes its next batch itself, under the shared lock and without the
event loop, which may be busy. The loop is notified of results once for each batch.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog

from service.inference.batching.bisect_failures import FailedPart, isolate
from service.inference.batching.queue_items import (
    Batch,
    BatchGroup,
    Item,
    ModelInput,
    PendingCall,
    Row,
    shape,
)
from service.inference.batching.scheduler import Scheduler
from service.inference.events import Dropped, EngineEvents
from service.inference.protocol import (
    Call,
    DeadlinePassed,
    EngineError,
    EngineNotReady,
    GenerationStopped,
    Load,
    Priority,
    WritingListener,
)
from service.kit.thread_priority import lower_priority

_log = structlog.get_logger("copydesk.engine")

Run = Callable[[BatchGroup, Sequence[Item]], Sequence[Row | None]]


class WorkerThreads:
    """`count` threads with their own scheduler.

    Args:
        name: the name of the threads.
        run: computes the rows of items of a group, None for NaN. It blocks and is thread-safe. An
            `Exception` fails the items alone. Any other `BaseException`, or a bug outside of `run`,
            ends the thread, which is replaced once.
    """

    def __init__(
        self, name: str, count: int, run: Run, scheduler: Scheduler, events: EngineEvents
    ) -> None:
        self.count = count
        self.scheduler = scheduler
        self._name, self._run, self._events = name, run, events
        self._work = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._open = self._closing = False
        scheduler.alive = 0

    @property
    def alive(self) -> int:
        """The number of running lanes."""
        return self.scheduler.alive

    @property
    def open(self) -> bool:
        """Whether work is accepted."""
        return self._open

    @property
    def whole(self) -> bool:
        """Whether work is accepted and every lane is alive."""
        return self._open and self.alive == self.count

    def wait(self, tokens: float = math.inf) -> float:
        """Predicted seconds of the work ahead of so many new tokens, and of all work."""
        with self._work:
            speed = self.scheduler.forecast.speed() * max(1, self.alive)
            own = tokens / speed if speed else math.inf
            return self.scheduler.wait(time.monotonic(), own)

    def speed(self) -> float:
        """Useful tokens a second; 0 if it is not known yet."""
        with self._work:
            return self.scheduler.forecast.speed() * max(1, self.alive)

    @property
    def load(self) -> Load:
        """The present load. The speed is 0 if it is not known yet."""
        with self._work:
            forecast = self.scheduler.forecast
            return Load(
                tokens=forecast.tokens(),
                windows=forecast.windows(),
                oldest=self.scheduler.oldest(time.monotonic()),
                tokens_per_second=forecast.speed() * max(1, self.alive),
                lanes=self.count,
                lanes_alive=self.alive,
            )

    def start(self) -> None:
        """Start the threads and accept work."""
        with self._work:
            self._open, self._closing = True, False
            for number in range(self.count):
                self._begin(number, restarts=1)

    async def stop(self, grace: float) -> None:
        """Refuse new work, wait `grace` seconds for queued work, fail the rest, end the threads."""
        with self._work:
            self._open = False
        await asyncio.to_thread(self._wind_up, grace)

    def _wind_up(self, grace: float) -> None:
        with self._work:
            self._work.wait_for(lambda: self.scheduler.idle, grace)
            self._closing = True
            self._give_up("the engine has stopped")
            self._work.notify_all()
            threads, self._threads = self._threads, []
        for thread in threads:
            thread.join(max(1.0, grace))

    async def rows(
        self, wanted: Sequence[ModelInput], call: Call, listener: WritingListener | None = None
    ) -> list[Row]:
        """One row for each wanted input.

        Raises `EngineOverloaded`, `DeadlinePassed`, `EngineNotReady` or `EngineError`. If it is
        cancelled, it cancels the items that no other call waits for.
        """
        loop = asyncio.get_running_loop()
        pending = PendingCall(
            call.fair_share,
            call.deadline,
            call.priority is Priority.BULK,
            handle=loop.create_future(),
            shares=[] if call.call_trace.listens else None,
            listener=listener,
        )
        with self._work:
            if not self._open or not self.alive:
                raise EngineNotReady("the engine has stopped, or all its lanes have died")
            self.scheduler.submit(pending, wanted, time.monotonic())
            self._work.notify(min(self._idle, pending.left))
            self._deliver()
        alarm = None
        if pending.deadline is not None and pending.ended is None:
            left = pending.deadline - time.monotonic()
            alarm = loop.call_later(max(0.0, left), self._abandon, pending, "expired")
        try:
            if pending.ended is None:
                await pending.handle
        finally:
            if alarm is not None:
                alarm.cancel()
            self._abandon(pending, "cancelled")
            call.spend("queue", pending.queue)
            call.spend("model", pending.model)
            if pending.shares is not None:
                call.call_trace.worked(
                    wanted[0].group.model, pending.began, str(pending.ended), pending.shares
                )
        return _outcome(pending, call)

    def _abandon(self, pending: PendingCall, why: Dropped) -> None:
        if pending.ended is None:
            with self._work:
                self.scheduler.abandon(pending, why, time.monotonic())
                self._deliver()

    def _begin(self, number: int, restarts: int) -> None:
        """Start one lane; the lock is held."""
        thread = threading.Thread(
            target=self._lane, args=(number, restarts), name=f"{self._name}-{number}", daemon=True
        )
        thread.start()
        self.scheduler.alive += 1
        self._threads.append(thread)

    def _lane(self, number: int, restarts: int) -> None:
        """The main function of a thread."""
        lower_priority()
        batch: Batch | None = None
        try:
            while (batch := self._next(batch)) is not None:
                self._execute(batch)
            with self._work:
                self.scheduler.alive -= 1
        except BaseException as error:
            _log.critical("a lane died", lane=number, restarts_left=restarts, exc_info=error)
            self._died(number, restarts, batch)

    def _next(self, before: Batch | None) -> Batch | None:
        """Wait for the next batch; None at the end."""
        with self._work:
            if before is not None:
                self.scheduler.leaves(before)
            while True:
                if self._closing:
                    return None
                batch = self.scheduler.compose(time.monotonic(), self._idle + 1)
                self._deliver()
                if batch is not None:
                    return batch
                self._idle += 1
                try:
                    self._work.wait()
                finally:
                    self._idle -= 1

    def _execute(self, batch: Batch) -> None:
        for part in isolate(lambda items: self._run(batch.group, items), batch.items):
            stopped = isinstance(part, FailedPart) and isinstance(part.error, GenerationStopped)
            if isinstance(part, FailedPart) and len(part.items) == 1 and not stopped:
                _log.error("a window failed", model=batch.group.model, exc_info=part.error)
            with self._work:
                now = time.monotonic()
                if stopped:
                    self.scheduler.stopped(part.items, now)
                elif not isinstance(part, FailedPart):
                    self.scheduler.ran(batch, part.items, part.rows, part.seconds, now)
                else:
                    self._broke(batch, part, now)
                self._deliver()

    def _broke(self, batch: Batch, part: FailedPart, now: float) -> None:
        model = batch.group.model
        if part.reason == "memory":
            tokens = self.scheduler.forecast.costs[model].computed(shape(part.items))
            self.scheduler.budgets.shrink(model, tokens)
        if len(part.items) > 1:
            self._events.split(model)
            return
        error = EngineError(f"the model {model} failed on a window")
        error.__cause__ = part.error
        self.scheduler.failed(batch, part.items, error, part.reason, now)

    def _died(self, number: int, restarts: int, batch: Batch | None) -> None:
        with self._work:
            self.scheduler.alive -= 1
            if batch is not None:
                error = EngineError("the lane died while it ran the window")
                self.scheduler.lost(batch, error, time.monotonic())
            if restarts and not self._closing:
                self._begin(number, restarts - 1)
                self._events.lane_restarted()
            elif not self.alive:
                self._give_up("all lanes have died")
            self._deliver()

    def _give_up(self, why: str) -> None:
        self.scheduler.abandon_all(EngineNotReady(why), time.monotonic())
        self._deliver()

    def _deliver(self) -> None:
        """Wake the event loops of the calls that have ended; the lock is held."""
        ended, self.scheduler.finished = self.scheduler.finished, []
        by_loop: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = {}
        for pending in ended:
            by_loop.setdefault(pending.handle.get_loop(), []).append(pending.handle)
        for loop, handles in by_loop.items():
            with suppress(RuntimeError):  # the loop is closed, so no caller waits there
                loop.call_soon_threadsafe(_wake, handles)
        if not self._open and self.scheduler.idle:
            self._work.notify_all()  # `stop` waits for it


def told(item: Item, tokens: int, text: str) -> bool:
    """Tell the calls that wait for a text how far it is. False if none waits any more."""
    waiters = item.waiters  # which is replaced and never changed when a call leaves
    for pending, index in waiters:
        if pending.listener is not None:
            with suppress(RuntimeError):  # the loop is closed, so no caller waits there
                loop = pending.handle.get_loop()
                loop.call_soon_threadsafe(pending.listener, index, tokens, text)
    return bool(waiters)


def _wake(handles: Sequence[asyncio.Future[None]]) -> None:
    for handle in handles:
        if not handle.done():
            handle.set_result(None)


def _outcome(pending: PendingCall, call: Call) -> list[Row]:
    if pending.ended == "done":
        return pending.rows
    if pending.ended == "expired":
        raise DeadlinePassed(dict(call.seconds))
    if isinstance(pending.error, EngineNotReady):
        raise EngineNotReady(str(pending.error))
    raise EngineError(str(pending.error)) from (pending.error and pending.error.__cause__)
