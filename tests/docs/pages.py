"""The pages that promise something, for tests that hold them to the code."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in (
        *(ROOT / f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING", "SECURITY")),
        *sorted((ROOT / "docs").rglob("*.md")),
        *(ROOT / folder / "README.md" for folder in ("deploy", "models", "models/training")),
        ROOT / "models" / "NOTICE.md",
    )
}


def running(page: str) -> str:
    """The text of a page with single blanks, so that lines may be wrapped anywhere."""
    return re.sub(r"\s+", " ", PAGES[page])


def rows(page: str, head: str) -> list[list[str]]:
    """The cells of the table whose first line begins with `head`, without it and the rule."""
    lines = PAGES[page].splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(head))
    found = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip().strip("|").split(" | ")])
    return found
