"""Writes measured figures where they are read: README, docs, cards, `[metrics]` of model.toml.

    copydesk evaluate --data DATA --json > FIGURES
    copydesk fairness --json > FAIRNESS
    python -m models.training.cards FIGURES --fairness FAIRNESS

If several files are given, the figures of a later one replace those of an earlier one. In Markdown
files the text between `<!-- figures -->` and `<!-- /figures -->` is replaced, in
docs/evaluation.md also the text between the marks of `overview` and, for what is read in texts
(speakers, mentions, discovered entities), that between the marks of `reading`. In the cards the
text between the marks of `fairness` is replaced as well.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.training.install import write_section
from service.evaluation.fairness import Spread
from service.evaluation.reporting.figures import Conditions, Figures
from service.evaluation.reporting.tables import headline, lines, markdown

ROOT = Path(__file__).parents[2]
SUMMARY = "summary"  # of an encoder without training, so no metric of a model
# Tasks with a table of their own in docs/evaluation.md.
OF_TEXTS = ("reading", "articles", "stability", "verify")
VERIFY = "verify"  # has models of its own
# The rows of the README: one per kind of text, with those where a baseline is as good.
CHOSEN = frozenset(
    {
        ("stance", "SEESAW sentences"),
        ("stance", "VAST zero-shot"),
        ("stance", "contrast pairs"),
        ("stance", "SEESAW articles"),
        ("sentiment", "NewsMTSC"),
        ("sentiment", "Financial PhraseBank"),
        ("summary", "NEWTS"),
        ("summary", "SummEval"),
    }
)


def read(*paths: Path) -> tuple[list[Figures], str]:
    """What `copydesk evaluate --json` wrote, each set and profile once, and the conditions."""
    found: dict[tuple[str, str, str], Figures] = {}
    made: dict[str, None] = {}
    for path in paths:
        whole = json.loads(path.read_text("utf-8"))
        made[Conditions(**whole["conditions"]).sentence] = None
        for line in whole["figures"]:
            row = Figures(**line)
            found[row.task, row.set, row.profile] = row
    return list(found.values()), " ".join(made)


def fill(text: str, body: str, mark: str = "figures") -> str:
    """The text with the block between the marks replaced."""
    between = re.compile(rf"(?s)(<!-- {mark} -->\n).*?(<!-- /{mark} -->)")
    return between.sub(lambda m: f"{m[1]}{body}\n{m[2]}", text)


def details(figures: Sequence[Figures], conditions: str) -> str:
    """Every figure, by task, with the speed of the whole way in the same run."""
    parts = [conditions]
    for task in dict.fromkeys(row.task for row in figures):
        rows = [row for row in figures if row.task == task]
        parts.append(f"**{task.capitalize()}** ({cost(rows)})")
        parts.append(markdown(rows))
    return "\n\n".join(parts)


def cost(rows: Sequence[Figures]) -> str:
    """Median tokens a second of each profile over the sets that were not scored before."""
    speeds = {
        profile: [r.tokens_per_second for r in rows if r.profile == profile and r.tokens_per_second]
        for profile in dict.fromkeys(row.profile for row in rows)
    }
    told = [f"{name} {_median(values):,.0f}" for name, values in speeds.items() if values]
    return "tokens a second, reading included: " + ", ".join(told)


def fairness(spreads: Sequence[Spread]) -> str:
    """The probe's table of one model."""
    head = ["attribute", "spread", "lowest", "highest", "labels changed"]
    return lines(
        head,
        [
            [row.attribute, f"{row.spread:.3f}", row.lowest, row.highest, f"{row.changed:.0%}"]
            for row in spreads
        ],
    )


def write(
    figures: Sequence[Figures],
    conditions: str,
    spreads: Sequence[Spread] = (),
    root: Path = ROOT,
) -> None:
    """README gets the chosen sets, docs/evaluation.md all sets, a model's folder its own."""
    for task in OF_TEXTS:
        if rows := [row for row in figures if row.task == task]:
            page = root / "docs" / "evaluation.md"
            _put(page, "\n\n".join([conditions, markdown(rows)]), task)
            if task == VERIFY:
                _write_models(rows, conditions, spreads, root)
    if scored := [row for row in figures if row.task not in OF_TEXTS]:
        _write_scores(scored, conditions, spreads, root)


def _write_scores(
    figures: Sequence[Figures], conditions: str, spreads: Sequence[Spread], root: Path
) -> None:
    """The figures of stance, sentiment and summaries."""
    chosen = [row for row in figures if (row.task, row.set) in CHOSEN]
    _put(root / "README.md", "\n\n".join([conditions, headline(chosen)]))
    _put(root / "docs" / "evaluation.md", headline(figures), "overview")
    _put(root / "docs" / "evaluation.md", details(figures, conditions))
    _write_models(figures, conditions, spreads, root)


def _write_models(
    figures: Sequence[Figures], conditions: str, spreads: Sequence[Spread], root: Path
) -> None:
    """The cards and the `[metrics]` of the models that were scored."""
    for model in dict.fromkeys(row.model for row in figures if row.task != SUMMARY):
        own = [row for row in figures if row.model == model]
        card = root / "models" / model / "card.md"
        _put(card, details(own, conditions))
        probed = [s for s in spreads if (s.task, s.profile) == (own[0].task, own[0].profile)]
        if probed:
            _put(card, fairness(probed), "fairness")
        write_section(
            root / "models" / model / "model.toml",
            "metrics",
            {f'"{row.set}, {row.metric}"': round(row.value, 3) for row in own},
            keep=False,
        )


def _put(path: Path, body: str, mark: str = "figures") -> None:
    """Raises `ValueError` where the file has no such block."""
    text = path.read_text(encoding="utf-8")
    if f"<!-- {mark} -->\n" not in text:
        raise ValueError(f"{path} has no block <!-- {mark} -->")
    path.write_text(fill(text, body, mark), encoding="utf-8")


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    """Read the figures and write them everywhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", type=Path, nargs="+")
    parser.add_argument("--fairness", type=Path)
    given = parser.parse_args()
    probe: Sequence[Mapping[str, Any]] = (
        json.loads(given.fairness.read_text("utf-8")) if given.fairness else ()
    )
    figures, conditions = read(*given.figures)
    write(figures, conditions, [Spread(**row) for row in probe])


if __name__ == "__main__":
    main()
