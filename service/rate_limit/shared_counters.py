"""Buckets that the worker processes of one machine share: one number each in a mapped file.

The file outlives a worker, and so does what was taken. A bucket is locked by the system
(`fcntl`), which frees it when its holder dies, however it dies. Nobody ever blocks on a lock: a
holder may stand still, with its interpreter busy elsewhere, and must not take the others' event
loops with it. The monotonic clock is the machine's, the same in all its processes, and no jump
of the wall clock moves it.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import mmap
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from service.rate_limit.bucket import Allowance, Taken, give_back, take
from service.rate_limit.counters import Counters, LocalCounters

_log = structlog.get_logger("copydesk.quota")

SLOTS = 8192  # names with their rates, in the life of a service; a keys file has at most 1,000
_DIGEST, _DUE = 16, struct.Struct("=d")
_SLOT = 32  # bytes: digest of name and rate, when the bucket is full, room to align
_EMPTY = bytes(_DIGEST)
_CLAIMING = SLOTS * _SLOT, 1  # what is locked while a slot is given to a name
_LOCK_SECONDS = 0.5  # seconds for which a lock is tried; it is held for microseconds
_PAUSE = 0.002  # seconds between tries


class _Busy(Exception):
    """Another process holds the lock."""


def counters_at(path: Path) -> Counters:
    """Those of all who map a file; of this process alone where there is no room for one."""
    try:
        return SharedCounters(path)
    except OSError as error:
        _log.warning("quotas are counted by each worker for itself", why=str(error))
        return LocalCounters()


class SharedCounters:
    """Buckets in a file, which is made where there is none. Raises `OSError`.

    Where a lock cannot be had in half a second, or there is no slot left, this process counts
    by itself, and the log says so once.

    Args:
        path: on a local file system; all who map it share its buckets.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _reserve(self._file, SLOTS * _SLOT)
            self._map = mmap.mmap(self._file, SLOTS * _SLOT)
        except OSError:
            os.close(self._file)
            raise
        self._offsets: dict[Allowance, int] = {}
        self._own = LocalCounters(clock)
        self._told = False

    async def take(self, allowance: Allowance, size: int, *, partly: bool = False) -> Taken:
        """See `Counters.take`."""

        def change(ahead: float) -> Taken:
            return take(allowance, ahead, size, partly=partly)

        taken = await self._changed(allowance, change)
        return taken or await self._own.take(allowance, size, partly=partly)

    async def give_back(self, allowance: Allowance, size: int) -> None:
        """See `Counters.give_back`."""

        def change(ahead: float) -> Taken:
            return Taken(0, give_back(allowance, ahead, size))

        if await self._changed(allowance, change) is None:
            await self._own.give_back(allowance, size)

    def close(self) -> None:
        """Let go of the file, which stays."""
        self._map.close()
        os.close(self._file)

    async def _changed(
        self, allowance: Allowance, change: Callable[[float], Taken]
    ) -> Taken | None:
        """What a change of a bucket came to, None where the bucket cannot be had."""
        until = 0.0
        while True:
            try:
                return self._change(allowance, change)
            except _Busy:
                now = time.monotonic()
                until = until or now + _LOCK_SECONDS
                if now >= until:
                    self._tell("another process holds its lock")
                    return None
                await asyncio.sleep(_PAUSE)
            except OSError as error:
                self._tell(str(error))
                return None

    def _change(self, allowance: Allowance, change: Callable[[float], Taken]) -> Taken:
        offset = self._offsets.get(allowance)
        if offset is None:
            offset = self._offsets[allowance] = self._find(allowance)
        self._lock(offset, _SLOT)
        try:
            now = self._clock()
            (due,) = _DUE.unpack_from(self._map, offset + _DIGEST)
            taken = change(due - now)
            _DUE.pack_into(self._map, offset + _DIGEST, now + taken.ahead)
        finally:
            self._unlock(offset, _SLOT)
        return taken

    def _find(self, allowance: Allowance) -> int:
        """Where a bucket is. Raises `OSError` when there is no room for it."""
        text = f"{allowance.name}\n{allowance.kib_per_minute!r}"
        self._lock(*_CLAIMING)
        try:
            return self._claim(hashlib.sha256(text.encode()).digest()[:_DIGEST])
        finally:
            self._unlock(*_CLAIMING)

    def _claim(self, digest: bytes) -> int:
        first = int.from_bytes(digest[:4], "big")
        for step in range(SLOTS):
            offset = (first + step) % SLOTS * _SLOT
            there = self._map[offset : offset + _DIGEST]
            if there == digest:
                return offset
            if there == _EMPTY:
                self._map[offset : offset + _DIGEST] = digest
                return offset
        raise OSError("no slot is left")

    def _lock(self, offset: int, size: int) -> None:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, size, offset)
        except (BlockingIOError, PermissionError):
            raise _Busy from None

    def _unlock(self, offset: int, size: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, size, offset)

    def _tell(self, why: str) -> None:
        if not self._told:
            self._told = True
            _log.warning("quotas are counted by this process alone for a while", why=why)


def _reserve(file: int, size: int) -> None:
    """Make a file so long, and what is in it stays. Raises `OSError` where there is no room.

    A page of a mapped file that finds no room later would end the process.
    """
    if hasattr(os, "posix_fallocate"):  # not on macOS
        os.posix_fallocate(file, 0, size)
    else:
        os.ftruncate(file, size)
