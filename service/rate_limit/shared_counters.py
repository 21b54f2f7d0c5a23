"""Buckets that the worker processes of one machine share, as numbers in a memory-mapped file.

The file outlives a worker, and so does the state of each bucket. A bucket is locked by the system
(`fcntl`), which releases the lock when its holder dies in any way. No process ever blocks on a
lock, because its holder may be stopped or busy, and would block the event loops of the others. The
monotonic clock is the same in all processes of a machine, and changes of the wall clock do not
affect it.
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

# Entries of the hash table, one for each name with its rate in the whole life of a service. A keys
# file has at most 1,000 names.
SLOTS = 8192
_DIGEST, _DUE = 16, struct.Struct("=d")
_SLOT = 32  # bytes: digest of name and rate, the time when the bucket is full, padding
_EMPTY = bytes(_DIGEST)
_CLAIMING = SLOTS * _SLOT, 1  # the byte that is locked while a slot is assigned to a name
_LOCK_SECONDS = 0.5  # seconds for which a lock is tried; it is held for microseconds
_PAUSE = 0.002  # seconds between tries


class _Busy(Exception):
    """Another process holds the lock."""


def counters_at(path: Path) -> Counters:
    """The shared counters in a file, or those of this process if the file cannot be made."""
    try:
        return SharedCounters(path)
    except OSError as error:
        _log.warning("quotas are counted by each worker for itself", why=str(error))
        return LocalCounters()


class SharedCounters:
    """Buckets in a file, which is created if it does not exist. Raises `OSError`.

    If a lock is not acquired in half a second, or no slot is left, this process counts by itself
    and logs that once.

    Args:
        path: on a local file system; all processes that map it share its buckets.
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
        """Close the file without deleting it."""
        self._map.close()
        os.close(self._file)

    async def _changed(
        self, allowance: Allowance, change: Callable[[float], Taken]
    ) -> Taken | None:
        """The outcome of a change to a bucket; None if the bucket is not available."""
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
        """The offset of a bucket, in bytes. Raises `OSError` if no slot is left for it."""
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
    """Allocate a file of `size` bytes and keep its content. Raises `OSError` if the disk is full.

    Without this, writing to a page of the mapped file could end the process when the disk is full.
    """
    if hasattr(os, "posix_fallocate"):  # not on macOS
        os.posix_fallocate(file, 0, size)
    else:
        os.ftruncate(file, size)
