"""What a parser says of a text: words with their heads, named entities, complements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class Word(NamedTuple):
    """A word at `[begin, end)` in code points; `head` is the index of the word it depends on."""

    begin: int
    end: int
    head: int
    part_of_speech: str


class Entity(NamedTuple):
    """A named entity at `[begin, end)` with its label in OntoNotes."""

    begin: int
    end: int
    label: str


class Complement(NamedTuple):
    """A predicate noun or an apposition: its head word and the phrase's first character.

    `of` is the first character of the head word of what it is said of.
    """

    of: int
    begin: int
    head_begin: int
    head_end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """The analysis of one text."""

    words: tuple[Word, ...]
    entities: tuple[Entity, ...] = ()
    complements: tuple[Complement, ...] = ()


def read(path: Path) -> dict[str, Analysis]:
    """Analyses by the `Source.key` of their text."""
    with path.open(encoding="utf-8") as lines:
        return {row["key"]: _from_row(row) for row in map(json.loads, lines)}


def write(path: Path, analyses: Iterable[tuple[str, Analysis]]) -> None:
    """One line for each analysis."""
    with path.open("w", encoding="utf-8") as file:
        for key, one in analyses:
            row = {"key": key, "words": one.words, "entities": one.entities}
            file.write(json.dumps({**row, "complements": one.complements}) + "\n")


def _from_row(row: Mapping[str, Any]) -> Analysis:
    return Analysis(
        tuple(Word(*word) for word in row["words"]),
        tuple(Entity(*entity) for entity in row["entities"]),
        tuple(Complement(*complement) for complement in row["complements"]),
    )
