"""The texts that the reader is trained on, each once, and the texts that are held out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.training.reader.data import leaks

WRITTEN = Path(__file__).parents[2] / "written" / "reader"
# Of a text that is in several sets the first one counts.
SETS = (
    ("polnear", "unclear/reading/polnear"),
    ("gum", "open/reading/gum"),
    ("labelled", "open/news/labelled"),
    ("labelled_unclear", "unclear/news/labelled"),
)
RAW = ("wikinews", "open/news/wikinews/raw.jsonl")
_HELD = ("news", "reading")  # kinds of sets whose dev and test parts are held out


@dataclass(frozen=True, slots=True)
class Source:
    """A text, the name of its set, and the row that it was read from."""

    set: str
    id: str
    text: str
    row: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @property
    def key(self) -> str:
        """Names the text by its letters and digits."""
        return leaks.digest(self.text)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def train_texts(data: Path) -> list[Source]:
    """The texts of all train parts and raw sets, without those that are held out."""
    found: dict[str, Source] = {}
    held = leaks.HeldOut(held_texts(data))
    for source in _all(data):
        if not held.contains(source.text):
            found.setdefault(source.key, source)
    return list(found.values())


def held_texts(data: Path) -> list[str]:
    """The texts of all dev and test parts for news and reading."""
    paths = [
        path
        for path in sorted(data.rglob("*.jsonl"))
        if path.stem.startswith(("dev", "test")) and set(_HELD) & set(path.parts)
    ]
    return [row["text"] for path in paths for row in rows(path)]


def dev_texts(data: Path) -> list[Source]:
    """PolNeAR's dev part."""
    return list(_sources("polnear", rows(data / SETS[0][1] / "dev.jsonl")))


def _all(data: Path) -> Iterator[Source]:
    for name, folder in SETS:
        yield from _sources(name, rows(data / folder / "train.jsonl"))
    name, path = RAW
    yield from _sources(name, rows(data / path))


def _sources(name: str, found: Iterable[dict[str, Any]]) -> Iterator[Source]:
    for row in found:
        yield Source(name, str(row["id"]), row["text"], row)
