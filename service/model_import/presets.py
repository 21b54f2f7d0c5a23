"""The table of presets: how models are read, by kind, labels and repository."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from service.model_import.checkpoint import Checkpoint
from service.model_import.errors import CannotAdd
from service.model_import.labels import entailment_labels

_TABLE = Path(__file__).with_name("presets.toml")

LabelSet = Literal["nli3", "nli2", "single", "words", "polarity", "numbers"]
ImportTask = Literal["stance", "sentiment", "summary", "verify"]


class Preset(BaseModel):
    """A row of the table.

    `labels` is the kind of label set that a general row is for; in a row for `repositories` it only
    tells a reader what these have. Empty `types` and `repositories` mean any.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    tasks: tuple[ImportTask, ...]
    what: str
    kind: Literal["classifier", "seq2seq", "causal"] = "classifier"
    labels: LabelSet | None = None
    types: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    label_map: dict[str, str] = {}
    refused: str | None = None
    set: dict[str, Any] = {}

    def serves(self, task: str, kind: str) -> bool:
        """Whether the row is for a task and a kind of network."""
        return task in self.tasks and kind == self.kind

    def is_like(self, name: str) -> bool:
        """Whether it is the row of this name, or of the repository of this name."""
        return self.name == name or self.names(name)

    def names(self, repository: str) -> bool:
        """Whether the row names a repository, whatever the case of its letters."""
        return any(fnmatchcase(repository.lower(), p.lower()) for p in self.repositories)


@cache
def table() -> tuple[Preset, ...]:
    """Every preset, in the order in which they are laid over each other."""
    rows = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["preset"]
    return tuple(TypeAdapter(list[Preset]).validate_python(rows))


def refuse(repository: str) -> None:
    """Raise `CannotAdd` for a repository that is known not to fit, before anything is asked."""
    for row in table():
        if row.refused and row.names(repository):
            raise CannotAdd(f"{repository} cannot be served: {row.refused}")


def chosen(checkpoint: Checkpoint, repository: str, task: str, like: str | None) -> list[Preset]:
    """The rows for a checkpoint, the general one first. Raises `CannotAdd`.

    `like` is the name of a preset, or a repository of the table, that goes for a checkpoint of
    another name.
    """
    rows = [row for row in table() if row.serves(task, checkpoint.kind)]
    general = [row for row in rows if _is_general(row, checkpoint, task)]
    named = [row for row in rows if row.is_like(like or repository)]
    if like and not named:
        raise CannotAdd(_without(like, rows, task))
    return [*general, *(row for row in named if row not in general)]


def _without(like: str, rows: Sequence[Preset], task: str) -> str:
    names = ", ".join(row.name for row in rows)
    return f"--preset: {like!r} is none of those for {task}: {names}"


def _is_general(row: Preset, checkpoint: Checkpoint, task: str) -> bool:
    return not row.repositories and _suits(row, checkpoint, task)


def _suits(row: Preset, checkpoint: Checkpoint, task: str) -> bool:
    if row.types and checkpoint.model_type not in row.types:
        return False
    if checkpoint.kind != "classifier":
        return True
    return row.labels == label_set(checkpoint.labels, task)


def label_set(labels: Sequence[str], task: str) -> LabelSet:
    """The kind of a checkpoint's labels, as general rows for a task name it."""
    if len(labels) == 1:
        return "single"
    found = entailment_labels(labels) if task == "stance" else None
    if found is None:
        return "words"
    return "nli3" if len(found) == 3 else "nli2"


def laid_over(presets: Sequence[Preset]) -> dict[str, Any]:
    """What the presets set, the later ones over the earlier ones."""
    made: dict[str, Any] = {}
    for row in presets:
        merge(made, row.set)
    return made


def merge(into: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Lay keys over those of a manifest, within its sections too."""
    for key, value in given.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            merge(into[key], value)
        elif isinstance(value, Mapping):
            into[key] = {}
            merge(into[key], value)
        else:
            into[key] = value
