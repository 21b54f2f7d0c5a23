"""Fits the weights that tell lines beside an article from its sentences.

    python -m models.training.layout --data DATA

Learns from the open labelled texts (`open/news/labelled/train.jsonl`) and from our own lines
(`written/layout_*.txt`), each set in three places of an article; a second of work. Texts that
recur in a dev part are dropped. The unseen lines are only counted. Prints what the rules leave
and what the weights find of it; writes `service/text/boilerplate/line_weights.json`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.training.fitting.logistic import fit_logistic
from models.training.reader.data import leaks, sources
from service.text.blocks.block_kinds import mark_before_weights
from service.text.blocks.sentence_kinds import weighable
from service.text.boilerplate.line_weights import FILE, LineWeights
from service.text.boilerplate.rule import is_attributed
from service.text.document import BlockKind
from service.text.segmentation.builder import divide

WRITTEN = Path(__file__).parent / "written"
HEAD = (
    "Harbour road closed after narrow vote\n\n"
    "The council voted on Monday to close the harbour road to cars after a debate that lasted "
    "four hours and split both parties.\n\n"
    "Traders on the quay fear that customers will stay away, while residents have asked for "
    "quiet streets for more than a decade now."
)
TAIL = (
    "The ban begins this summer. Two of the three judges who heard the case had asked for a "
    "delay, a spokesman for the court said on Friday."
)
PLACES = (f"{HEAD}\n\n{{}}\n\n{TAIL}", f"{HEAD}\n\n{TAIL}\n\n{{}}", f"{HEAD} {{}}\n\n{TAIL}")
# Log-odds: losing a sentence is worse than keeping a line.
THRESHOLD, STRICT, COMPANY = 1.2, 3.4, 1.4


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence's features; `left` tells that no rule knows it."""

    features: tuple[str, ...]
    beside: bool
    left: bool
    weight: float = 1.0


def examples(text: str) -> Iterator[tuple[int, int, Example]]:
    """(begin, end, features) of every sentence that has something to weigh."""
    paragraphs = divide(text)
    mark_before_weights(paragraphs)
    for _, piece, shown in weighable(paragraphs):
        left = piece.kind is BlockKind.BODY and not is_attributed(piece.clean)
        yield piece.span.begin, piece.span.end, Example(shown, False, left)


def labelled(row: dict[str, Any]) -> Iterator[Example]:
    """Those of a labelled text, each with the label of the sentence that it mostly is."""
    beside = {i for i in row["boilerplate"]}
    for begin, end, example in examples(row["text"]):
        shared = [min(end, e) - max(begin, b) for b, e in row["sentences"]]
        most = int(np.argmax(shared))
        yield Example(example.features, most in beside, example.left)


def written(path: Path, *, beside: bool) -> Iterator[Example]:
    """Those of our own lines, in every place; together a line weighs as much as a sentence."""
    for line in lines(path):
        for place in PLACES:
            text = place.format(line)
            at = text.index(line)
            for begin, end, example in examples(text):
                if begin < at + len(line) and end > at:
                    yield Example(example.features, beside, example.left, 1 / len(PLACES))


def lines(path: Path) -> list[str]:
    """The lines of a file without its remarks."""
    found = path.read_text(encoding="utf-8").splitlines()
    return [line for line in found if line and not line.startswith("# ")]


def fit(rows: Sequence[Example], ridge: float = 1.0) -> LineWeights:
    """Logistic regression with a ridge on all but the bias."""
    # Where a line stands decides how much it takes, not what it says.
    names = sorted({name for row in rows for name in row.features} - {"below"})
    column = {name: i for i, name in enumerate(names, start=1)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, 0] = 1.0
    for i, row in enumerate(rows):
        x[i, [column[name] for name in row.features if name in column]] = 1.0
    gold = np.array([row.beside for row in rows], dtype=np.float64)
    weight = np.array([row.weight for row in rows])
    bias, *found = (round(float(b), 3) for b in fit_logistic(x, gold, weight, ridge))
    return LineWeights(bias, THRESHOLD, STRICT, COMPANY, dict(zip(names, found, strict=True)))


def told(rows: Sequence[Example], weights: LineWeights) -> str:
    """How many of what the rules leave is found, and how much of the articles' own."""
    left = [row for row in rows if row.left]
    found = [
        row.beside
        for row in left
        if weights.score(row.features)
        > (weights.threshold if "below" in row.features else weights.strict)
    ]
    beside = sum(row.beside for row in left)
    lost = len(found) - sum(found)
    return f"{sum(found)} of {beside} lines, {lost} of {len(left) - beside} sentences"


def open_texts(data: Path) -> Iterator[dict[str, Any]]:
    """Labelled train texts without those that stand in a dev part, too."""
    held = {
        leaks.digest(row["text"])
        for path in data.glob("*/news/labelled/dev.jsonl")
        for row in sources.rows(path)
    }
    for row in sources.rows(data / "open" / "news" / "labelled" / "train.jsonl"):
        if leaks.digest(row["text"]) not in held:
            yield row


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    texts = [e for row in open_texts(options.data) for e in labelled(row)]
    own = [*written(WRITTEN / "layout_beside.txt", beside=True)]
    own += written(WRITTEN / "layout_article.txt", beside=False)
    unseen = [*written(WRITTEN / "layout_unseen_beside.txt", beside=True)]
    unseen += written(WRITTEN / "layout_unseen_article.txt", beside=False)
    weights = fit([*texts, *own])
    for name, rows in (("open texts", texts), ("own lines", own), ("unseen lines", unseen)):
        print(f"{name}: {told(rows, weights)}")  # noqa: T201
    made = {
        "bias": weights.bias,
        "threshold": weights.threshold,
        "strict": weights.strict,
        "adjacent": weights.adjacent,
        "weights": {k: w for k, w in weights.weights.items() if w},
    }
    options.out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
