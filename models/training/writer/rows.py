"""Rows for the writer: the beginning of an article and the abstract that an annotator wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.training.reader.data import leaks
from service.text.segmentation.builder import build_document

SETS = ("open/news/labelled", "unclear/news/labelled")
WORDS = 300  # of an article that the writer reads
PROMPT = (
    "<|im_start|>user\nSum up this article in at most {words} words. Say only what it says.\n\n"
    "{text}<|im_end|>\n<|im_start|>assistant\n"
)
_TEXTS = ("text", "article", "document", "source", "premise")
_GENITIVE = re.compile(r"[’']s?$")
_WORD = re.compile(r"\d[\d,.]*\d|\d|[\w’'-]+")
_FACT = re.compile(r"\d[\d,.]*\d|\d|(?<=[a-z,;:] )[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class AbstractRow:
    """An article's beginning in whole sentences, its abstract, and where it is from."""

    id: str
    tier: str
    text: str
    abstract: str


def train_rows(data: Path) -> list[AbstractRow]:
    """The rows of the train parts that are held out nowhere and whose beginning says it all.

    A row whose abstract has numbers or names that its beginning lacks would teach to invent. One is
    let pass, which may only be written differently.
    """
    held = leaks.HeldOut(_held(data))
    rows = [row for name in SETS for row in _rows(data, name, "train", held)]
    return [row for row in rows if len(_facts(row.abstract) - _words(row.text)) <= 1]


def dev_rows(data: Path) -> list[AbstractRow]:
    """The rows of the dev parts, by which is chosen."""
    return [row for name in SETS for row in _rows(data, name, "dev", None)]


def _rows(data: Path, name: str, part: str, held: leaks.HeldOut | None) -> Iterator[AbstractRow]:
    with (data / name / f"{part}.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if not row.get("abstract") or (held is not None and held.contains(row["text"])):
                continue
            tier = name.split("/", 1)[0]
            yield AbstractRow(row["id"], tier, beginning(row["text"]), row["abstract"])


def beginning(text: str, words: int = WORDS) -> str:
    """The first whole sentences of the article's content within so many words."""
    taken: list[str] = []
    for sentence in build_document(text).content():
        words -= len(sentence.clean.split())
        if words < 0 and taken:
            break
        taken.append(sentence.clean)
    return " ".join(taken)


def _held(data: Path) -> list[str]:
    """The texts of every dev and test part of every set."""
    found = []
    for path in sorted(data.rglob("*.jsonl")):
        if path.stem.startswith(("dev", "test")):
            with path.open(encoding="utf-8") as lines:
                rows = map(json.loads, lines)
                found += [
                    row[key] for row in rows for key in _TEXTS if isinstance(row.get(key), str)
                ]
    return found


def _facts(text: str) -> set[str]:
    """Numbers, and words with a capital within sentences, without a genitive."""
    return {_GENITIVE.sub("", fact) for fact in _FACT.findall(text)}


def _words(text: str) -> set[str]:
    return {_GENITIVE.sub("", word) for word in _WORD.findall(text)}
