"""All accepted keys. Their file is read again when it changes."""

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
    """The keys of a file and the keys that are passed in.

    Without a file and without any key the service is open, as it may be behind a gateway. With an
    empty file it is not open: nobody has a valid key. Raises `KeysFileError` for a file that
    cannot be used.
    """

    def __init__(self, given: Sequence[ApiKey] = (), path: Path | None = None) -> None:
        self._given = tuple(given)
        self._path = path
        self._stamp = self._look()
        self._take(key_file.read(path) if path else ())
        self._lookers: set[Callable[[], None]] = set()

    @classmethod
    def from_settings(cls, settings: Settings) -> Keyring:
        """The keyring of the settings: its plain keys, which have all scopes, and the file."""
        plain = [
            ApiKey(f"{PLAIN}/{number}", digest(key.get_secret_value()))
            for number, key in enumerate(settings.api_keys, 1)
        ]
        return cls(plain, settings.keys_file)

    @property
    def open(self) -> bool:
        """Whether requests need no key."""
        return self._path is None and not self._given

    def find(self, secret: str) -> ApiKey | None:
        """The key with this secret, even if it has expired; None if there is none.

        All keys are compared, each in constant time, so that timing reveals nothing about them.
        """
        wanted = digest(secret)
        found = None
        for key in self._keys:
            if hmac.compare_digest(wanted, key.digest):
                found = key
        return found

    def current(self, key: ApiKey) -> ApiKey | None:
        """The present entry of a key that was found before; None if it was revoked."""
        return self._by_digest.get(key.digest)

    @contextmanager
    def looked_at(self, look: Callable[[], None]) -> Iterator[None]:
        """Call `look` every second in the event loop, each time after the file was checked."""
        self._lookers.add(look)
        try:
            yield
        finally:
            self._lookers.discard(look)

    def refresh(self) -> None:
        """Read the file again if it has changed. A file that cannot be used changes nothing."""
        stamp = self._look()  # before reading, so that a later change is seen next time
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
        """Check the file for changes every second while the block runs."""
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
        """What differs between a file and its replacement; None if there is no file."""
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
