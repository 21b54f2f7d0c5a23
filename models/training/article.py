"""Fits how passages become an article: `[article]` of a model.toml, on PerSenT's dev articles.

    python -m models.training.article --data DATA --task sentiment --profile accurate

The temperature has the least class-balanced log loss. The other scalars stay at the plain mean's
unless that loss falls by more than two standard errors: the articles are few, and their classes
lie otherwise than in other news. Reported by five-fold cross-validation beside the simple ways.
Passage scores are kept in the file --cache.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from models.training.install import write_section
from service.config.settings import Settings
from service.evaluation import articles, metrics
from service.evaluation.datasets import POLES, Row, sample
from service.evaluation.metrics import Probabilities
from service.inference.engine import LocalEngine
from service.inference.manifest.entry import PROFILES
from service.inference.protocol import ArticleSettings, Call
from service.tasks.targeted.passages.scored import ScoredPassages
from service.tasks.targeted.verdicts.decide import weighted

PLAIN = ArticleSettings(discount=1.0, prior=0.0, lead=1.0, quoted=1.0, temperature=1.0)
GRID: dict[str, Sequence[float]] = {
    "temperature": (0.6, 0.8, 0.9, 1.0, 1.15, 1.3, 1.45, 1.6, 1.8, 2.0),
    "discount": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
    "prior": (0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0),
    "lead": (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0),
    "quoted": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.5),
}
LABELS = ("low", "neutral", "high")
FOLDS = 5


def probabilities(
    scored_passages: Sequence[ScoredPassages], settings: ArticleSettings
) -> Probabilities:
    """Verdicts, shape (n, 3)."""
    return np.array(
        [list(weighted(LABELS, settings, h).distribution.values()) for h in scored_passages]
    )


def losses(
    scored_passages: Sequence[ScoredPassages], gold: metrics.Labels, settings: ArticleSettings
) -> Probabilities:
    """Log loss of every article, shape (n,), weighted so that the mean is class-balanced.

    PerSenT praises more often than news do.
    """
    found = probabilities(scored_passages, settings)
    own = -np.log(np.maximum(found[np.arange(len(gold)), gold], 1e-6))
    kinds, place, counts = np.unique(gold, return_inverse=True, return_counts=True)
    weighted: Probabilities = own * (len(gold) / (len(kinds) * counts))[place]
    return weighted


def fit(scored_passages: Sequence[ScoredPassages], gold: metrics.Labels) -> ArticleSettings:
    """Coordinate descent over the grid until nothing gains enough."""
    best, now = PLAIN, losses(scored_passages, gold, PLAIN)
    for _ in range(4):
        before = best
        for name, choices in GRID.items():
            changes: list[dict[str, Any]] = [{name: choice} for choice in choices]
            tried = [replace(best, **change) for change in changes]
            rows = [losses(scored_passages, gold, settings) for settings in tried]
            first = int(np.argmin([row.mean() for row in rows]))
            gain = now - rows[first]
            least = 0.0 if name == "temperature" else 2 * gain.std() / np.sqrt(len(gain))
            if gain.mean() > max(least, 1e-6):
                best, now = tried[first], rows[first]
        if best == before:
            break
    return best


def cross_validated(
    scored_passages: Sequence[ScoredPassages], gold: metrics.Labels
) -> Probabilities:
    """Each fold by the settings fitted on the others."""
    found = np.zeros((len(gold), 3))
    for fold in range(FOLDS):
        held = np.arange(len(gold)) % FOLDS == fold
        rest = [h for h, out in zip(scored_passages, held, strict=True) if not out]
        settings = fit(rest, gold[~held])
        own = [h for h, out in zip(scored_passages, held, strict=True) if out]
        found[held] = probabilities(own, settings)
    return found


async def score_passages(given: argparse.Namespace, rows: Sequence[Row]) -> list[ScoredPassages]:
    """Passage scores of the served model."""
    settings = Settings(profile=given.profile, profiles=[given.profile])
    engine = LocalEngine.from_settings(settings)
    await engine.start()
    try:
        return await articles.score_articles(given.task, rows, engine, Call())
    finally:
        await engine.stop()


def read_rows(data: Path, limit: int | None) -> list[Row]:
    """PerSenT's dev articles from the data folder, up to `limit` with every class's share."""
    path = data / "open" / "sentiment" / "persent_dev" / "dev.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [Row(r["text"], r["target"], POLES[r["label"]]) for r in lines]
    return sample(rows, limit, lambda row: row.label)


def cached(path: Path | None, make: Callable[[], list[ScoredPassages]]) -> list[ScoredPassages]:
    """What the file at `path` holds, or what `make` gives, which the file holds afterwards."""
    if path is not None and path.exists():
        kept: list[ScoredPassages] = pickle.loads(path.read_bytes())  # our own file
        return kept
    made = make()
    if path is not None:
        path.write_bytes(pickle.dumps(made))
    return made


def quality(found: Probabilities, gold: metrics.Labels) -> str:
    """Macro-F1 of the verdicts, and the calibration error of those that were found."""
    score = metrics.macro_f1(gold, metrics.likeliest(found), (0, 1, 2))
    decided = metrics.has_verdict(found)
    error = metrics.calibration_error(found[decided], gold[decided])
    return f"macro-F1 {score:.3f}  ECE {error:.3f} of the {decided.mean():.0%} found"


def main() -> None:
    """Score, fit, report, and with --write put the settings into model.toml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--task", choices=("stance", "sentiment"), required=True)
    parser.add_argument("--profile", choices=PROFILES, required=True)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", type=Path, help="the model.toml to put the settings into")
    given = parser.parse_args()
    rows = read_rows(given.data, given.limit)
    scored_passages = cached(given.cache, lambda: asyncio.run(score_passages(given, rows)))
    gold = np.array([r.label for r in rows])
    out = Console(highlight=False)
    held_out = cross_validated(scored_passages, gold)
    ways = {name: articles.apply(way, scored_passages) for name, way in articles.BASELINES.items()}
    for name, found in (ways | {"fitted (cross-validated)": held_out}).items():
        out.print(f"{name:26} {quality(found, gold)}")
    settings = fit(scored_passages, gold)
    sure = held_out.max(axis=1) >= settings.low_confidence
    right = metrics.likeliest(held_out) == gold
    for name, part in (
        ("without a warning", sure),
        ("with one", metrics.has_verdict(held_out) & ~sure),
    ):
        out.print(f"{name}: {part.sum()} verdicts, {right[part].sum()} of them right")
    out.print(settings)
    if given.write:
        chosen = {k: v for k, v in asdict(settings).items() if k in GRID}
        write_section(given.write, "article", chosen)


if __name__ == "__main__":
    main()
