"""The files of a model on this machine, which a broken download leaves to continue from."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from service.model_import import snapshot as snapshots
from service.model_import.errors import CannotAdd
from service.model_import.snapshot import ModelReference, ModelSnapshot

_POINTER = b"version https://git-lfs.github.com/spec/"


class Source(Protocol):
    """Where the files of a model come from: a hub, or nothing for a local folder."""

    def snapshot(self, asked: ModelReference) -> ModelSnapshot:
        """The files of a model. Raises `CannotAdd`."""
        ...

    def fetch(
        self,
        snapshot: ModelSnapshot,
        names: Sequence[str],
        folder: Path,
        arrived: Callable[[str, int], None],
    ) -> None:
        """Put files into a folder. Raises `CannotAdd`."""
        ...


class LocalSource:
    """A folder of this machine."""

    def snapshot(self, asked: ModelReference) -> ModelSnapshot:
        """See `Source`."""
        return snapshots.of_folder(asked)

    def fetch(
        self,
        snapshot: ModelSnapshot,
        names: Sequence[str],
        folder: Path,
        arrived: Callable[[str, int], None],
    ) -> None:
        """The files are there, unless only their pointers were fetched from a repository."""
        assert snapshot.reference.folder is not None
        for name in names:
            with (snapshot.reference.folder / name).open("rb") as content:
                if content.read(len(_POINTER)) == _POINTER:
                    raise CannotAdd(
                        f"{name} is only a pointer of Git LFS: run `git lfs pull` in the folder, "
                        "or name the repository instead"
                    )
            arrived(name, snapshot.files[name].size)


class SourceFiles:
    """The files of a snapshot in a folder: their own, or one below `cache` for a repository."""

    def __init__(self, source: Source, snapshot: ModelSnapshot, cache: Path) -> None:
        self._source, self._snapshot = source, snapshot
        asked = snapshot.reference
        self.owned = asked.folder is None
        named = asked.repository.replace("/", "--")
        self.folder = asked.folder or cache / "downloads" / named / str(snapshot.commit)

    def fetch(
        self, names: Sequence[str], arrived: Callable[[str, int], None] = lambda *_: None
    ) -> Path:
        """Have files in the folder, which is returned. Raises `CannotAdd`."""
        self._source.fetch(self._snapshot, names, self.folder, arrived)
        return self.folder

    def remove(self) -> None:
        """Remove what was downloaded; a folder of the user's stays."""
        if not self.owned:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        if not any(self.folder.parent.iterdir()):
            self.folder.parent.rmdir()
