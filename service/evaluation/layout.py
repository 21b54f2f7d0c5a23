"""Measures on labelled texts how well boilerplate is recognized, sentence by sentence.

A set is a file `…/news/labelled/dev.jsonl` of a data folder: rows with `text`, `sentences` (pairs
of offsets in code points) and `boilerplate` (their indices). A sentence counts as recognized if
most of it is in blocks that are neither body, quotation nor heading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.evaluation.metrics import interval
from service.text.document import CONTENT_KINDS, BlockKind, Document
from service.text.segmentation.builder import build_document

_KEPT = CONTENT_KINDS | {BlockKind.HEADING}
_FILE = "news/labelled/dev.jsonl"


@dataclass(frozen=True, slots=True)
class LayoutFigures:
    """The figures of one set: `f1` of boilerplate sentences, with its 95% interval over texts.

    `lost` is the fraction of the article's own sentences that were classified as boilerplate.
    """

    set: str
    texts: int
    sentences: int
    marked: int
    precision: float
    recall: float
    f1: float
    interval: tuple[float, float]
    lost: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def evaluate(data: Path) -> list[LayoutFigures]:
    """Figures of every set in a data folder; empty if it has none."""
    return [
        figures(path.relative_to(data).parts[0], list(_rows(path)))
        for path in sorted(data.glob(f"*/{_FILE}"))
    ]


def figures(name: str, rows: Sequence[dict[str, Any]]) -> LayoutFigures:
    """Figures of labelled texts. Raises `ValueError` if there are none."""
    if not rows:
        raise ValueError(f"no labelled text in {name}")
    counts = np.array([_counts(row) for row in rows])  # (texts, 4)

    def f1(chosen: NDArray[np.int64]) -> float:
        return _scores(counts[chosen].sum(axis=0))[2]

    total = counts.sum(axis=0)
    precision, recall, value = _scores(total)
    both, extra, missed, kept = (int(n) for n in total)
    return LayoutFigures(
        set=name,
        texts=len(rows),
        sentences=int(total.sum()),
        marked=both + missed,
        precision=precision,
        recall=recall,
        f1=value,
        interval=interval(f1, len(rows)),
        lost=extra / max(1, extra + kept),
    )


def _counts(row: dict[str, Any]) -> tuple[int, int, int, int]:
    """Sentences that are (found and marked, found only, marked only, neither)."""
    document = build_document(row["text"], language="en")
    marked = set(row["boilerplate"])
    table = [[0, 0], [0, 0]]
    for i, (begin, end) in enumerate(row["sentences"]):
        table[_is_beside(document, begin, end)][i in marked] += 1
    return table[1][1], table[1][0], table[0][1], table[0][0]


def _is_beside(document: Document, begin: int, end: int) -> bool:
    """Whether most of a span is neither body, quotation nor heading."""
    beside = kept = 0
    for block in document.blocks:
        shared = min(end, block.span.end) - max(begin, block.span.begin)
        if shared > 0 and block.kind in _KEPT:
            kept += shared
        elif shared > 0:
            beside += shared
    return beside > kept


def _scores(counts: NDArray[np.int64]) -> tuple[float, float, float]:
    """Precision, recall and F1 of (both, extra, missed, kept); 0 instead of a division by 0."""
    both, extra, missed = (int(n) for n in counts[:3])
    precision = both / (both + extra) if both else 0.0
    recall = both / (both + missed) if both else 0.0
    return precision, recall, 2 * both / (2 * both + extra + missed) if both else 0.0


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
