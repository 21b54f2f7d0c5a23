"""Writes measured figures where they are read: README, docs, cards, `[metrics]` of model.toml.

    copydesk evaluate --data DATA --json > FIGURES
    python -m models.training.cards FIGURES --conditions "2026-11-24, 2 cores, fp32"

Of several files a later one's figures take the place of an earlier one's. In Markdown files
the text between `<!-- figures -->` and `<!-- /figures -->` is replaced.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

from models.training.install import write_section
from service.evaluation.figures import Figures
from service.evaluation.report import headline, markdown

ROOT = Path(__file__).parents[2]
_BETWEEN = re.compile(r"(?s)(<!-- figures -->\n).*?(<!-- /figures -->)")


def read(*paths: Path) -> list[Figures]:
    """What `copydesk evaluate --json` wrote, each set and profile once."""
    lines = [Figures(**line) for path in paths for line in json.loads(path.read_text("utf-8"))]
    return list({(row.task, row.set, row.profile): row for row in lines}.values())


def fill(text: str, body: str) -> str:
    """The text with its block of figures replaced."""
    return _BETWEEN.sub(lambda m: f"{m[1]}{body}\n{m[2]}", text)


def details(figures: Sequence[Figures], conditions: str) -> str:
    """Every figure, by task, with the models' speed in the same run."""
    parts = [conditions]
    for task in dict.fromkeys(row.task for row in figures):
        rows = [row for row in figures if row.task == task]
        parts.append(f"**{task.capitalize()}** ({cost(rows)})")
        parts.append(markdown(rows))
    return "\n\n".join(parts)


def cost(rows: Sequence[Figures]) -> str:
    """Median tokens a second of each profile over the sets."""
    speeds = [
        f"{profile} {_median([r.tokens_per_second for r in rows if r.profile == profile]):,.0f}"
        for profile in dict.fromkeys(row.profile for row in rows)
    ]
    return "tokens a second in the models: " + ", ".join(speeds)


def write(figures: Sequence[Figures], conditions: str, root: Path = ROOT) -> None:
    """README gets a line a set, docs/evaluation.md everything, a model's folder its own."""
    _put(root / "README.md", "\n\n".join([conditions, headline(figures)]))
    _put(root / "docs" / "evaluation.md", details(figures, conditions))
    for model in dict.fromkeys(row.model for row in figures):
        own = [row for row in figures if row.model == model]
        _put(root / "models" / model / "card.md", details(own, conditions))
        write_section(
            root / "models" / model / "model.toml",
            "metrics",
            {f'"{row.set}, {row.metric}"': round(row.value, 3) for row in own},
            keep=False,
        )


def _put(path: Path, body: str) -> None:
    path.write_text(fill(path.read_text(encoding="utf-8"), body), encoding="utf-8")


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    """Read the figures and write them everywhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", type=Path, nargs="+")
    parser.add_argument("--conditions", required=True)
    given = parser.parse_args()
    write(read(*given.figures), given.conditions)


if __name__ == "__main__":
    main()
