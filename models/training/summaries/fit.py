"""Fits the weights by which sentences are ranked, see `service.tasks.summary.ranking`.

usage: python -m models.training.summaries.fit --data DATA [--cache FILE] [--write]

The figures are the share of the picked sentences that are among those of an annotator: by five
folds over the train texts, and on the dev part, beside the first sentences and a second reader.
`--write` stores the table.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from models.training.fitting.listwise import fit_listwise
from models.training.summaries.choices import RankedText, dev_texts, ranked_texts, train_texts
from service.tasks.summary import ranking
from service.tasks.summary.choose import Limits, choose
from service.tasks.summary.ranking import CHOSEN, FAR, Ranks, Weight, Weights, rank

_FOLDS = 5
_PENALTY = 100.0
_LEAST = 4  # sentences of a text that says anything about choosing
_PATH = Path(ranking.__file__).with_name("weights.json")


def main() -> None:
    """Fit, print the figures, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keeps what was read, for the next run")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    chosen, held = train_texts(given.data), dev_texts(given.data)
    read = ranked_texts([*chosen, *held], given.cache)
    train, dev = read[: len(chosen)], read[len(chosen) :]
    table = Table("picked by", "texts", *_genres(dev), "all", "second", box=SIMPLE)
    for fold in range(_FOLDS):
        weights = fit([t for i, t in enumerate(train) if i % _FOLDS != fold])
        table.add_row(f"fold {fold}", *_row(train[fold::_FOLDS], _genres(dev), _by(weights)))
    found = fit(train)
    table.add_row("first sentences", *_row(dev, _genres(dev), _first))
    table.add_row("ours", *_row(dev, _genres(dev), _by(found)))
    second = [t for t in dev if len(t.chosen) > 1]
    table.add_row("second reader", *_row(second, _genres(dev), lambda t: sorted(t.chosen[1])))
    Console(highlight=False).print(table)
    if given.write:
        rows = {name: [round(float(v), 4) for v in weight] for name, weight in found.items()}
        _PATH.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def fit(texts: Sequence[RankedText]) -> Weights:
    """The weights of all features."""
    used = [t for t in texts if len(t.candidates) >= _LEAST and t.target.sum() > 0]
    names = list(used[0].features.columns)
    rows = [t.features.matrix(names) for t in used]
    every = np.concatenate(rows)
    mean, deviation = every.mean(axis=0), every.std(axis=0) + 1e-6
    lists = [
        (np.clip((x - mean) / deviation, -FAR, FAR), t.target)
        for x, t in zip(rows, used, strict=True)
    ]
    found = fit_listwise(lists, _PENALTY, CHOSEN)
    return {
        name: Weight(*values) for name, *values in zip(names, found, mean, deviation, strict=True)
    }


Pick = Callable[[RankedText], Sequence[int]]


def _by(weights: Weights) -> Pick:
    def pick(text: RankedText) -> list[int]:
        return picked(text, rank(text.features, weights))

    return pick


def picked(text: RankedText, ranks: Ranks) -> list[int]:
    """As many sentences as the annotator chose."""
    limits = Limits(count=text.wanted)
    return choose(text.candidates, text.wordings, text.vectors, ranks, limits)


def _first(text: RankedText) -> Sequence[int]:
    return range(min(text.wanted, len(text.candidates)))


def _genres(texts: Sequence[RankedText]) -> list[str]:
    return sorted({t.genre for t in texts})


def _row(texts: Sequence[RankedText], genres: Sequence[str], pick: Pick) -> list[str]:
    picks = [list(pick(t)) for t in texts]
    own = [_share(picks, [t.chosen[0] if t.genre == g else None for t in texts]) for g in genres]
    every = _share(picks, [t.chosen[0] for t in texts])
    others = _share(picks, [t.chosen[1] if len(t.chosen) > 1 else None for t in texts])
    return [str(len(texts)), *own, every, others]


def _share(picks: Sequence[Sequence[int]], right: Sequence[frozenset[int] | None]) -> str:
    """The share of the picks that are right, over the texts that have right ones."""
    pairs = [(p, r) for p, r in zip(picks, right, strict=True) if r is not None]
    of = sum(len(p) for p, _ in pairs)
    return f"{sum(len(r.intersection(p)) for p, r in pairs) / of:.3f}" if of else "-"


if __name__ == "__main__":
    main()
