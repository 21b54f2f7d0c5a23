"""What is to be added: a repository at one commit, or a local folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from service.model_import.errors import CannotAdd

_PART = r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}"
_REPOSITORY = re.compile(rf"(?:{_PART}/)?{_PART}")
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,200}")
CONFIG = "config.json"


@dataclass(frozen=True, slots=True)
class ModelReference:
    """A repository and the branch, tag, commit or `refs/pr/N` that is asked for; or a folder."""

    repository: str = ""
    revision: str = "main"
    folder: Path | None = None

    @property
    def name(self) -> str:
        """What is added, as it is told to a user."""
        return str(self.folder) if self.folder is not None else self.repository


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """A file with its size in bytes and the checksums that the hub states, if any.

    `sha256` is stated of large files, `git_sha1` (of git's blob) of all.
    """

    name: str
    size: int
    sha256: str | None = None
    git_sha1: str | None = None


@dataclass(frozen=True, slots=True)
class ModelSnapshot:
    """The files of a model at one commit. `licence` is the tag of the model's page, if any."""

    reference: ModelReference
    commit: str | None
    licence: str | None
    files: Mapping[str, SnapshotFile] = field(default_factory=dict)


def reference(given: str) -> ModelReference:
    """What `OWNER/NAME[@REVISION]` or the path of a folder names. Raises `CannotAdd`.

    A folder that exists and holds a config.json goes before a repository of the same name.
    """
    path = Path(given).expanduser()
    if given and _is_meant(path, given):
        return ModelReference(folder=path.resolve())
    name, at, revision = given.partition("@")
    if not _REPOSITORY.fullmatch(name) or ".." in name:
        hint = "there is no such folder" if "/" in given or "." in given else "it has no owner"
        raise CannotAdd(
            f"{given!r} is neither a repository such as OWNER/NAME or OWNER/NAME@REVISION nor a "
            f"folder with a {CONFIG}: {hint}"
        )
    if at and (not _REVISION.fullmatch(revision) or ".." in revision):
        raise CannotAdd(f"{revision!r} is no branch, tag, commit or refs/pr/N")
    return ModelReference(name, revision or "main")


def _is_meant(folder: Path, given: str) -> bool:
    """Whether a folder is named, and no repository."""
    holds = (folder / CONFIG).is_file()
    return folder.is_dir() and (holds or not _REPOSITORY.fullmatch(given))


def of_folder(given: ModelReference) -> ModelSnapshot:
    """The files of a local folder; nothing below it is read."""
    assert given.folder is not None
    files = {
        path.name: SnapshotFile(path.name, path.stat().st_size)
        for path in sorted(given.folder.iterdir())
        if path.is_file()
    }
    return ModelSnapshot(given, None, None, files)
