"""A private folder for the files that the processes of one service share."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

_log = structlog.get_logger("copydesk.startup")

_SHARED_MEMORY = "/dev/shm"
_PREFIX = "copydesk-run-"
_YOUNG = 60.0  # seconds for which a new folder is kept, because it may not be locked yet


@contextmanager
def runtime_dir() -> Iterator[Path]:
    """A new folder, removed at the end. Folders that killed processes left are removed first.

    The owner holds a lock on its folder, which the system releases when the owner ends in any way.
    Raises `OSError` if no folder is writable, as with a read-only root and no tmpfs.
    """
    root = Path(tempfile.gettempdir())
    _sweep(root)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root))
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def ensure_temporary_folder() -> None:
    """Make temporary files in shared memory if no other folder is writable.

    This is the case with a read-only root and no tmpfs. Processes started later do the same.
    """
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        if os.access(_SHARED_MEMORY, os.W_OK):
            os.environ["TMPDIR"] = tempfile.tempdir = _SHARED_MEMORY
            _log.warning("no temporary folder can be written", instead=_SHARED_MEMORY)


def _sweep(root: Path) -> None:
    for folder in root.glob(f"{_PREFIX}*"):
        try:
            about = folder.lstat()
            if about.st_uid != os.getuid() or time.time() - about.st_mtime < _YOUNG:
                continue
            probe = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue  # it was just removed, or belongs to another user
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            pass  # its owner is alive
        finally:
            os.close(probe)
