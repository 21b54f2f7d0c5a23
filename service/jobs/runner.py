"""Processes jobs in one worker process: claims documents, analyses them, commits results."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import structlog

from service.jobs.packing import pack
from service.jobs.processor import IsolatedProcessing, NotNow, Outcome, Processing
from service.jobs.store import Claim, Ended, JobStore, StoreError
from service.kit.offload import offload

_log = structlog.get_logger("copydesk.jobs")

POLL_SECONDS = 1.0  # between two looks of an idle worker for documents
_PAUSE_SECONDS = 2.0  # before the next call of a store or an engine that failed
_RETRY_SECONDS = 0.5  # before the next attempt to commit a result
_LONGEST_PAUSE = 30.0  # the maximum of both, which double after each failure
_SWEEP_SECONDS = 60.0


class Runner:
    """Processes at most `concurrency` documents at once, and one suspect document besides.

    Args:
        isolated: processes suspect documents; without it they fail without an attempt.
        ready: whether documents may be claimed now.
        attempts: the maximum number of attempts at a document.
        lease: seconds for which the store's claims hold.
        tell: called with the number of waiting documents of all jobs.
    """

    def __init__(
        self,
        store: JobStore,
        analysis: Processing,
        *,
        isolated: IsolatedProcessing | None = None,
        ready: Callable[[], bool] = lambda: True,
        concurrency: int = 4,
        attempts: int = 3,
        lease: float = 30.0,
        tell: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._analysis = analysis
        self._isolated = isolated
        self._ready = ready
        self._concurrency = concurrency
        self._attempts = attempts
        self._lease = lease
        self._tell = tell
        self._work: dict[Claim, asyncio.Task[None]] = {}
        self._suspect: Claim | None = None
        self._begun = False  # whether the attempt at it has begun; first its process starts
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look for documents now, because there may be new ones."""
        self._wake.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Process jobs while the block runs. Unfinished documents are given back at the end."""
        ending = asyncio.Event()
        loops = [
            asyncio.create_task(self._claim_until(ending)),
            asyncio.create_task(self._tend()),
            asyncio.create_task(self._sweep()),
        ]
        try:
            yield
        finally:
            ending.set()
            self.wake()
            for loop in loops[1:]:
                loop.cancel()
            # The first loop is not cancelled, because a claim that it is making would be lost.
            await asyncio.gather(*loops, return_exceptions=True)
            await self._give_back()
            if self._isolated is not None:
                await self._isolated.close()

    async def _claim_until(self, ending: asyncio.Event) -> None:
        pause = 0.0
        while not ending.is_set():
            self._wake.clear()
            try:
                await self._fill()
                wait, pause = POLL_SECONDS, 0.0
            except StoreError as error:
                wait = pause = min(max(_PAUSE_SECONDS, 2 * pause), _LONGEST_PAUSE)
                _log.error("the store of jobs fails", why=str(error), next_try=wait)
            try:
                await asyncio.wait_for(self._wake.wait(), wait)
            except TimeoutError:
                pass

    async def _fill(self) -> None:
        """Claim and start as many documents as possible."""
        if not self._ready():
            return
        free = self._concurrency - len(self._work) + (self._suspect is not None)
        if free > 0:
            for claim in await self._store.claim(free):
                self._begin(claim, self._analysis.analyse)
        if self._suspect is None and (self._isolated is None or self._isolated.free()):
            self._suspect, self._begun = await self._store.suspect(), False
            if self._suspect is not None:
                self._begin(self._suspect, self._try_isolated)
            elif self._isolated is not None:
                await self._isolated.close()

    def _begin(self, claim: Claim, work: Callable[[Claim], Awaitable[Outcome | None]]) -> None:
        self._work[claim] = asyncio.create_task(self._one(claim, work))

    async def _one(self, claim: Claim, work: Callable[[Claim], Awaitable[Outcome | None]]) -> None:
        try:
            outcome = await work(claim)
            if outcome is not None:
                await self._commit(claim, outcome)
        except NotNow:
            await asyncio.sleep(_PAUSE_SECONDS)  # it still counts to the concurrency limit
            await self._undo(claim)
        except StoreError as error:  # its lease will expire
            _log.error("a document is left to others", why=str(error))
        finally:
            self._work.pop(claim, None)
            if claim is self._suspect:
                self._suspect = None
            self.wake()

    async def _try_isolated(self, claim: Claim) -> Outcome | None:
        """The outcome, or None if the document was given back for another attempt."""
        times = claim.attempts - 1  # the number of crashes so far
        if times < self._attempts and self._isolated is not None:
            outcome = await self._isolated.analyse(claim, partial(self._begins, claim))
            if outcome is not None:
                return outcome
            times += 1
            # The document was alone in that process, so it caused the crash. The rest of its job is
            # likely to do the same and is no longer processed where requests are served.
            await self._store.quarantine(claim.job)
            _log.warning("document took its process down", job=claim.job, index=claim.position)
            if times < self._attempts:
                await self._release(claim, tried=True)
                return None
        _log.error("document given up", job=claim.job, index=claim.position)
        return self._analysis.gave_up(claim, times)

    async def _begins(self, claim: Claim) -> None:
        await self._store.begins(claim)
        self._begun = True

    async def _commit(self, claim: Claim, outcome: Outcome) -> None:
        """Commit, and retry without a limit: a full disk may be cleared or a server return."""
        pause = _RETRY_SECONDS
        kept = await offload(len(outcome.content), pack, outcome.content)
        failed = outcome.failed
        while True:
            try:
                ended = await self._store.finish(claim, kept, failed=failed)
                if ended is not Ended.NO_ROOM:
                    return
                _log.error("no room for a result", job=claim.job, index=claim.position)
                kept, failed = pack(self._analysis.no_room(claim, len(kept)).content), True
                continue
            except StoreError as error:
                _log.error("a result waits for the store", why=str(error), next_try=pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _release(self, *claims: Claim, tried: bool = False) -> None:
        try:
            await self._store.release(claims, tried=tried)
        except StoreError as error:  # their leases will expire
            _log.error("documents could not be given back", why=str(error))

    async def _undo(self, *claims: Claim) -> None:
        """Give documents back as if they had not been claimed."""
        fresh = [claim for claim in claims if claim is not self._suspect]
        if fresh:
            await self._release(*fresh)
        if self._suspect in claims:
            # An attempt that did not begin was not counted, so the count stays.
            await self._release(self._suspect, tried=not self._begun)

    async def _give_back(self) -> None:
        suspect, work = self._suspect, dict(self._work)
        for task in work.values():
            task.cancel()
        await asyncio.gather(*work.values(), return_exceptions=True)
        self._suspect = suspect  # the ended tasks have reset it, but `_undo` needs it
        if work:
            await self._undo(*work)

    async def _tend(self) -> None:
        """Renew leases, and cancel work whose job was cancelled or whose claim was lost."""
        while True:
            await asyncio.sleep(self._lease / 3)
            held = list(self._work)
            try:
                kept = await self._store.renew(held) if held else set()
                self._tell(await self._store.waiting())
            except StoreError as error:
                _log.error("leases could not be renewed", why=str(error))
                continue
            for claim in held:
                task = self._work.get(claim)
                if claim.token not in kept and task is not None:
                    task.cancel()

    async def _sweep(self) -> None:
        while True:
            try:
                more = await self._store.sweep()
            except StoreError as error:
                more = False
                _log.error("old jobs could not be removed", why=str(error))
            await asyncio.sleep(0.1 if more else _SWEEP_SECONDS)
