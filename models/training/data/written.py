"""Rows written by hand for training: passages with several targets, many of them minimal pairs.

They show what public sets hardly do: which of two sides a sentence blames, facts that bear on a
claim, opposite wordings of one issue, suffering that is no stance. Who wrote them had not seen
`service/evaluation/sets/contrast.jsonl`; `tests/training` checks that none recurs there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.training.data.dataset import Row

FOLDER = Path(__file__).parents[1] / "written"
LABELS = {"against": 0, "neutral": 1, "favor": 2}
BLOCK, EVERY = 10, 20  # minimal pairs stand side by side: they are held out in blocks


def rows(folder: Path = FOLDER, *, held_out: bool = False) -> list[Row]:
    """A row for each target of each passage: of the train part, or of that held out (1 in 20)."""
    return [
        Row(passage["text"], target, LABELS[label], "written")
        for place, passage in enumerate(passages(folder))
        if (place // BLOCK % EVERY == 0) == held_out
        for target, label in passage["targets"].items()
    ]


def passages(folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    """`text` and `targets`, a label for each target, of every file."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
