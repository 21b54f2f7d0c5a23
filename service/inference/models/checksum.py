"""Verifies files by their sha256. The source of a file does not matter."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from service.inference.manifest.entry import ModelFileError


def sha256_of(path: Path) -> str:
    """Hex digest of a file. Raises `ModelFileError` when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelFileError(f"{path}: cannot be read: {error.strerror}") from error


@cache
def _summed_once(path: Path, *state: int) -> str:
    """The digest of a file in this state, cached because models share their base files."""
    return sha256_of(path)


def _state(path: Path) -> tuple[int, ...]:
    about = path.stat()
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def verify(path: Path, sha256: str) -> None:
    """Raise `ModelFileError`, which names the file, unless it has the expected checksum."""
    if not path.is_file():
        raise ModelFileError(f"{path}: is missing; run `copydesk models pull`")
    found = _summed_once(path, *_state(path))
    if found != sha256:
        raise ModelFileError(
            f"{path}: has sha256 {found}, expected {sha256}; remove it and run "
            "`copydesk models pull`"
        )
