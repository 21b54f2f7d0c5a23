"""Summaries and statements with what people say of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.evaluation.catalogue import Metric, TestSet
from service.evaluation.datasets import BadSet, converted
from service.tasks.verify.results import LABELS, SUPPORTED

STATEMENTS = Path(__file__).parents[1] / "sets" / "statements.jsonl"
_GENRES = {"FRANK CNN/DM": "cnndm", "FRANK XSum": "bbc"}


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A summary or statement about an article; `label` is one of `results.LABELS`.

    Of summaries it is only known whether all of them is supported: others count as not in the text.
    """

    article: str
    text: str
    label: str

    @property
    def supported(self) -> bool:
        """Whether the article bears all of it out."""
        return self.label == SUPPORTED


def read(data: Path, part: TestSet) -> list[JudgedText]:
    """The rows of a set, none if the folder does not have it. Raises `BadSet`."""
    if part.metric is Metric.STATEMENTS:
        return _statements(data)
    genre = _GENRES.get(part.name)
    rows = converted(data / part.path, lambda line: (_genre(line), _summary(line)))
    return [row for own, row in rows if genre is None or own == genre]


def _summary(line: Mapping[str, Any]) -> JudgedText:
    label = SUPPORTED if line["label"] == "consistent" else "not_in_text"
    return JudgedText(line["article"], line["summary"], label)


def _genre(line: Mapping[str, Any]) -> str:
    return str((line.get("meta") or {}).get("dataset", ""))


def _statements(data: Path) -> list[JudgedText]:
    """Our own statements; their texts are in the data folder."""
    lines = [json.loads(line) for line in STATEMENTS.read_text(encoding="utf-8").splitlines()]
    texts: dict[tuple[str, str], str] = {}
    for folder in sorted({line["set"] for line in lines}):
        for name in ("train.jsonl", "raw.jsonl"):
            for own, text in converted(data / folder / name, lambda row: (row["id"], row["text"])):
                texts[folder, str(own)] = text
    found = []
    for line in lines:
        if line["label"] not in LABELS:
            raise BadSet(f"{STATEMENTS}: {line['label']!r} is none of the labels")
        if (text := texts.get((line["set"], line["id"]))) is not None:
            found.append(JudgedText(text, line["statement"], line["label"]))
    return found
