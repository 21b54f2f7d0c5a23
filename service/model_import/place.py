"""Where an added model goes: a folder that can be written, with enough room."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from service.config.settings import Settings
from service.model_import.errors import CannotAdd

_SPARE = 64 << 20  # bytes that stay free


def target(settings: Settings) -> tuple[Path, str]:
    """The folder of model folders that is added to, and the setting that names it."""
    if settings.own_models_dir is not None:
        return settings.own_models_dir, "COPYDESK_OWN_MODELS_DIR"
    return settings.models_dir, "COPYDESK_MODELS_DIR"


def check_name(name: str, folder: Path, names: Collection[str]) -> None:
    """Raise `CannotAdd` if a model of this name is there."""
    if (folder / name).exists():
        raise CannotAdd(
            f"{folder / name} is there already: remove it, or choose another name with --name"
        )
    if name in names:
        raise CannotAdd(f"a model is named {name!r} already: choose another name with --name")


@contextmanager
def writable(folder: Path) -> Iterator[Path]:
    """A temporary folder beside the model folders. Raises `CannotAdd` if nothing can be written.

    It is in the same folder, so that a complete model takes its place in one step.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        work = tempfile.TemporaryDirectory(dir=folder, prefix=".adding-")
    except OSError as error:
        raise CannotAdd(
            f"{folder} cannot be written ({(error.strerror or 'refused').lower()}), as in an "
            "image: set COPYDESK_OWN_MODELS_DIR to a folder that can, such as a mounted volume, "
            "for this command and for the service"
        ) from error
    with work as name:
        yield Path(name)


def check_room(folder: Path, needed: int) -> None:
    """Raise `CannotAdd` if the disk of a folder has less room than so many bytes."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if free < needed + _SPARE:
        raise CannotAdd(
            f"{there} has {in_words(free)} free, and {in_words(needed)} are needed: free some "
            "room, or name another place in COPYDESK_CACHE_DIR and COPYDESK_OWN_MODELS_DIR"
        )


def put(source: Path, to: Path, *, linked: bool) -> None:
    """Have a file in a second place; `linked` without a copy of its content, if possible.

    A file of the user's is copied, because they may change it in its place.
    """
    if linked:
        try:
            os.link(source, to)
            return
        except OSError:
            pass  # another disk, or one without links
    shutil.copyfile(source, to)


def in_words(size: int) -> str:
    """A number of bytes for people."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
