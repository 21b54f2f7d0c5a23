"""Training rows from the passages that `find` wrote."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.training.data.dataset import Row
from models.training.data.phrasing import denials
from models.training.data.written import LABELS
from models.training.reader.data import sources
from service.tasks.target import TargetKind

_SOURCES = {
    "wikinews": "passages",
    "gum": "passages",
    "polnear": "passages_unclear",
    "allsides": "passages_unclear",
    "arc": "passages_unclear",
    "written": "passages_written",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What is left around a passage, each switch a line of the ablation.

    `plain` is the share of the passages that are read alone, `unlisted` that of the passages which
    the service finds and the annotator did not list, `names` that of neutral passages about
    entities, which are many and easy, and `denied` that of claims in their denial.
    """

    headline: bool = True
    before: bool = True
    plain: float = 0.25
    unlisted: float = 0.15
    names: float = 0.5
    denied: float = 0.1


def read(path: Path, *parts: str) -> list[dict[str, Any]]:
    """The rows of `find` of these parts."""
    return [row for row in sources.rows(path) if row["part"] in parts]


def passage_rows(
    targets: Sequence[Mapping[str, Any]], context: Context = Context(), seed: int = 0
) -> list[Row]:
    """A row for each passage, and for each text that is short enough to be read as a whole."""
    rng = random.Random(seed)
    return [row for target in targets for row in _rows(target, context, rng)]


def dev_rows(targets: Sequence[Mapping[str, Any]], context: Context = Context()) -> list[Row]:
    """The listed passages in their context, or alone where the context is all plain."""
    alone = context.plain >= 1.0
    return [
        Row(
            passage["plain"] if alone else around(passage["marked"], context),
            target["target"],
            LABELS[passage["label"]],
            target["kind"],
        )
        for target in targets
        for passage in target["passages"]
        if passage["label"] is not None
    ]


def around(marked: str, context: Context) -> str:
    """The marked passage with what `context` leaves around it."""
    lead, mark, words = marked.rpartition(" » ")
    if not mark:
        return marked
    headline, bar, before = lead.rpartition(" | ")
    if not bar and lead.endswith(" |"):
        headline, bar, before = lead[:-2], " |", ""
    kept = headline + (" | " if bar else "") if context.headline else ""
    return f"{kept}{before if context.before else ''} » {words}".strip()


def _rows(target: Mapping[str, Any], context: Context, rng: random.Random) -> Iterator[Row]:
    source = _SOURCES[target["source"]]
    for passage in target["passages"]:
        if not _is_kept(passage, target["kind"], context, rng):
            continue
        label = passage["label"]
        alone = rng.random() < context.plain
        text = passage["plain"] if alone else around(passage["marked"], context)
        row = Row(text, target["target"], LABELS[label or "neutral"], source)
        yield _denied(row, rng) if _turns(target, context, rng) else row
    if target["whole"] is not None and target["overall"] is not None:
        yield Row(target["whole"], target["target"], LABELS[target["overall"]], source)


def _is_kept(passage: Mapping[str, Any], kind: str, context: Context, rng: random.Random) -> bool:
    """Whether a passage is one of those that are read, see `Context`."""
    if passage["label"] is None:
        return passage["related"] and rng.random() < context.unlisted
    if passage["label"] == "neutral" and kind == TargetKind.ENTITY:
        return rng.random() < context.names
    return True


def _turns(target: Mapping[str, Any], context: Context, rng: random.Random) -> bool:
    return target["kind"] == TargetKind.CLAIM and rng.random() < context.denied


def _denied(row: Row, rng: random.Random) -> Row:
    """The row with the denial of its claim as target, and the other label."""
    wording = rng.choice([way for way in denials(row.target or "") if way.sign < 0])
    return Row(row.text, wording.text, 2 - row.label, row.source)
