"""All accepted keys, and their file, which is read again when it changes."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import structlog
from anyio import to_thread

from service.config.settings import Settings
from service.keys import key_file
from service.keys.key import ApiKey, digest

LOOK_SECONDS = 1.0
PLAIN = "COPYDESK_API_KEYS"  # with a number, the name of a plain key; no name in a file is so
_log = structlog.get_logger("copydesk.keys")

_Stamp = tuple[int, int, int, int] | None


class Keyring:
    """The keys of a file and those given.

    Without a file and without any key the service is open, as behind a gateway. An empty file
    is none: it locks everybody out. Raises `KeysFileError` when there is a file and it cannot
    be used.
    """

    def __init__(self, given: Sequence[ApiKey] = (), path: Path | None = None) -> None:
        self._given = tuple(given)
        self._path = path
        self._stamp = self._look()
        self._take(key_file.read(path) if path else ())
        self._lookers: set[Callable[[], None]] = set()

    @classmethod
    def from_settings(cls, settings: Settings) -> Keyring:
        """Of the keys file and the plain keys of the settings, which have all scopes."""
        plain = [
            ApiKey(f"{PLAIN}/{number}", digest(key.get_secret_value()))
            for number, key in enumerate(settings.api_keys, 1)
        ]
        return cls(plain, settings.keys_file)

    @property
    def open(self) -> bool:
        """Whether no key is asked for."""
        return self._path is None and not self._given

    def find(self, secret: str) -> ApiKey | None:
        """The key that this is, expired or not.

        All are compared, each in constant time, so that the answer's time tells nothing.
        """
        wanted = digest(secret)
        found = None
        for key in self._keys:
            if hmac.compare_digest(wanted, key.digest):
                found = key
        return found

    def current(self, key: ApiKey) -> ApiKey | None:
        """What is said of a key now that was found before; None when it was taken back."""
        return self._by_digest.get(key.digest)

    @contextmanager
    def looked_at(self, look: Callable[[], None]) -> Iterator[None]:
        """Call `look` every second, in the event loop, after the file was looked at."""
        self._lookers.add(look)
        try:
            yield
        finally:
            self._lookers.discard(look)

    def refresh(self) -> None:
        """Read the file again if it has changed; what cannot be used changes nothing."""
        stamp = self._look()  # before reading: what changes meanwhile is seen next time
        if self._path is None or stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            read = key_file.read(self._path)
        except key_file.KeysFileError as error:
            _log.error("the keys stay as they were", why=str(error))
            return
        self._take(read)
        _log.info("keys read", keys=len(read))

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look for changes every second while this lasts."""
        watching = None if self.open else asyncio.create_task(self._watch())
        try:
            yield
        finally:
            if watching is not None:
                watching.cancel()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self._path is not None:
                await to_thread.run_sync(self.refresh)
            for look in tuple(self._lookers):
                look()

    def _take(self, read: tuple[ApiKey, ...]) -> None:
        self._keys = self._given + read
        self._by_digest = {key.digest: key for key in self._keys}

    def _look(self) -> _Stamp:
        """What tells a file from its successor; None when there is none."""
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
