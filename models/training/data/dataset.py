"""Training rows from the data folder: what is read, what is dropped, how often it repeats.

Every set is one folder of JSONL rows with `text`, `target` and `label`. Only train parts
are ever trained on; rows whose text recurs in a dev or test part of the same set under
another target are dropped, since they would leak the answer's wording.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.evaluation.datasets import POLES, judged_target


@dataclass(frozen=True, slots=True)
class Row:
    """One example. `label` is 0 (negative, against), 1 (neutral) or 2 (positive, favor).

    `soft`, where it is given, is the distribution to be learnt in the label's place.
    """

    text: str
    target: str | None
    label: int
    source: str
    soft: tuple[float, float, float] | None = None


def read(path: Path, source: str) -> list[Row]:
    """All rows of a JSONL file."""
    rows = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = " ".join(row["text"].split())
            rows.append(Row(text, judged_target(row), POLES[row["label"]], source))
    return rows


def train_part(folder: Path, *, limit: int | None = None, seed: int = 0) -> list[Row]:
    """The train part of a set without leaks, sub-sampled to `limit` rows."""
    rows = read(folder / "train.jsonl", folder.name)
    held = {
        _key(r.text)
        for p in sorted(folder.glob("*.jsonl"))
        if p.stem[:4] in ("dev", "test") or p.stem.startswith("dev")
        for r in read(p, "")
    }
    rows = [r for r in rows if _key(r.text) not in held]
    return rows if limit is None else sample(rows, limit, seed)


def sample(rows: list[Row], limit: int, seed: int = 0) -> list[Row]:
    """At most `limit` of the rows, drawn at random."""
    return random.Random(seed).sample(rows, limit) if len(rows) > limit else rows


def thin_neutral(rows: list[Row], keep: int, seed: int = 0) -> list[Row]:
    """Keep `keep` of the neutral rows and all others: some sets are two thirds neutral."""
    neutral = [r for r in rows if r.label == 1]
    if len(neutral) > keep:
        neutral = random.Random(seed).sample(neutral, keep)
    return [r for r in rows if r.label != 1] + neutral


def off_topic(rows: Iterable[Row], count: int, seed: int = 0) -> list[Row]:
    """Neutral rows: a text of a claim set with a target of the same set it is not about."""
    rows = list(rows)
    targets = sorted({r.target for r in rows if r.target})
    rng = random.Random(seed)
    made = []
    for row in rng.sample(rows, min(count, len(rows))):
        other = rng.choice(targets)
        if other != row.target:
            made.append(Row(row.text, other, 1, f"{row.source}:off-topic"))
    return made


def repeat(rows: list[Row], times: int) -> list[Row]:
    """The rows `times` over: how a set's weight in the mix is set."""
    return rows * times


def _key(text: str) -> str:
    return " ".join(text.lower().split())
