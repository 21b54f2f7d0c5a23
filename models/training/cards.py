"""Writes measured figures where they are read: README, cards, `[metrics]` of model.toml.

    copydesk evaluate --data DATA --json > FIGURES
    python -m models.training.cards FIGURES --conditions "2026-11-24, 2 cores, fp32"

In Markdown files the text between `<!-- figures -->` and `<!-- /figures -->` is replaced.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

from models.training.install import write_section
from service.evaluation.figures import Figures
from service.evaluation.report import markdown

ROOT = Path(__file__).parents[2]
_BETWEEN = re.compile(r"(?s)(<!-- figures -->\n).*?(<!-- /figures -->)")


def read(path: Path) -> list[Figures]:
    """What `copydesk evaluate --json` wrote."""
    return [Figures(**line) for line in json.loads(path.read_text(encoding="utf-8"))]


def fill(text: str, figures: Sequence[Figures], conditions: str) -> str:
    """The text with its block of figures replaced."""
    parts = [conditions]
    for task in dict.fromkeys(row.task for row in figures):
        rows = [row for row in figures if row.task == task]
        speeds = dict.fromkeys((r.profile, r.model) for r in rows)
        cost = ", ".join(
            f"{profile} {_median([r.tokens_per_second for r in rows if r.profile == profile]):,.0f}"
            for profile, _ in speeds
        )
        parts.append(f"**{task.capitalize()}** (tokens a second in the models: {cost})")
        parts.append(markdown(rows))
    body = "\n\n".join(parts)
    return _BETWEEN.sub(lambda m: f"{m[1]}{body}\n{m[2]}", text)


def write(figures: Sequence[Figures], conditions: str, root: Path = ROOT) -> None:
    """README gets everything, a card and a model.toml what is the model's own."""
    readme = root / "README.md"
    readme.write_text(fill(readme.read_text(encoding="utf-8"), figures, conditions))
    for model in dict.fromkeys(row.model for row in figures):
        own = [row for row in figures if row.model == model]
        card = root / "models" / model / "card.md"
        card.write_text(fill(card.read_text(encoding="utf-8"), own, conditions))
        write_section(
            root / "models" / model / "model.toml",
            "metrics",
            {f'"{row.set}, {row.metric}"': round(row.value, 3) for row in own},
            keep=False,
        )


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    """Read the figures and write them everywhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", type=Path)
    parser.add_argument("--conditions", required=True)
    given = parser.parse_args()
    write(read(given.figures), given.conditions)


if __name__ == "__main__":
    main()
