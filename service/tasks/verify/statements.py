"""From what a caller posts to the units that a model compares with an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.text.normalization.normalize import normalized
from service.text.segmentation.builder import build_document

LONGEST = 90  # words of a unit; a longer sentence is taken apart at its clauses
_CLAUSE = re.compile(r"(?<=[;:,]) | (?=(?:and|but|while|because|although) )")


@dataclass(frozen=True, slots=True)
class StatementUnit:
    """A sentence of a statement, on one line; `owner` is the position of the statement."""

    owner: int
    text: str


def one_line(text: str) -> str:
    """The text normalized, on one line."""
    return " ".join(normalized(text).split())


def sentences_of(text: str) -> list[str]:
    """The sentences of a statement or a summary, each on one line, whatever their kind."""
    found = [sentence.clean for sentence in build_document(text, language="en").sentences]
    return [sentence for sentence in found if any(map(str.isalnum, sentence))]


def units_of(statements: Sequence[str]) -> list[StatementUnit]:
    """The sentences of each statement; every statement has at least one."""
    units = []
    for owner, statement in enumerate(statements):
        found = sentences_of(statement) or [one_line(statement)]
        units += [StatementUnit(owner, part) for text in found for part in _parts(text)]
    return units


def _parts(text: str) -> list[str]:
    """The sentence, or if it is too long runs of its clauses, each as long as possible."""
    if len(text.split()) <= LONGEST:
        return [text]
    parts: list[list[str]] = [[]]
    for clause in _CLAUSE.split(text):
        words = clause.split()
        while words:
            room = LONGEST - len(parts[-1])
            if len(words) > room and parts[-1]:
                parts.append([])
                room = LONGEST
            parts[-1] += words[:room]
            words = words[room:]
    return [" ".join(part) for part in parts if part]
