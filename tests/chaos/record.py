"""What a run of the suite tried and saw: one JSON object a line, of which `page` makes a table."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

FILE = "CHAOS_REPORT"  # environment variable: where to append; nothing is kept without it


def tally(seen: Iterable[object]) -> str:
    """What was seen and how often, the most frequent first: "200 × 12, cut off × 3"."""
    return ", ".join(f"{what} × {count:,}" for what, count in Counter(seen).most_common())


def keep(group: str, what: str, often: str, seen: str, lost: int) -> None:
    """Append a row. `lost`: answers that were wrong, and accepted work that is gone."""
    if path := os.environ.get(FILE):
        row = {"group": group, "what": what, "often": often, "seen": seen, "lost": lost}
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
