"""Fits how scores and exact comparisons become the probability that a statement is supported.

    python -m models.training.verify.fit_head --data DATA --rows WORK/rows.jsonl \
        --profile balanced --write models/verify-minilm/model.toml

It reads statements about whole texts of the dev part, through the service's own steps. The printed
figures are of folds over texts: of the model alone, of one feature at a time, and of the head.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.data.engines import recipe_engine
from models.training.fitting.logistic import fit_logistic
from models.training.install import write_section
from models.training.reader.data.sources import Source, rows, train_texts
from service.evaluation.each import of_each
from service.evaluation.factuality.evaluate import auc
from service.inference.manifest.entry import Profile
from service.inference.protocol import Call, Engine
from service.inference.statement_head import STATEMENT_FEATURES
from service.tasks.annotations import Annotations
from service.tasks.verify.check import compare, index_of
from service.tasks.verify.differences.find import ArticleWords, unfounded
from service.tasks.verify.features import features
from service.tasks.verify.statements import StatementUnit, one_line
from service.text.segmentation.builder import build_document

FOLDS = 5
PENALTY = 1.0
_AGAINST = frozenset({"against", "numbers", "names"})
_SIGNS = np.array([0 if name == "constant" else -1 if name in _AGAINST else 1
                   for name in STATEMENT_FEATURES])  # fmt: skip

Array = NDArray[np.float64]
Measured = tuple[dict[str, float], float, bool]


async def measured(
    engine: Engine, source: Source, statements: Sequence[Mapping[str, Any]], profile: str
) -> list[Measured]:
    """The features of each statement, how far it is supported, and whether somebody wrote it."""
    document = build_document(source.text, language="en")
    annotations = Annotations(document, engine, Call(profile=profile))
    index = await index_of(annotations)
    units = [StatementUnit(i, one_line(row["statement"])) for i, row in enumerate(statements)]
    words = ArticleWords.of(index.sentences, None)
    return [
        (
            features(unit, unfounded(unit.text, words)),
            row["soft"][2] if row["soft"] else float(row["label"] == 2),
            row["kind"].startswith("own:"),
        )
        for unit, row in zip(await compare(annotations, index, units), statements, strict=True)
    ]


def fitted(x: Array, y: Array, weights: Array) -> Array:
    """The coefficients, those with the wrong sign 0: few rows may turn a feature around."""
    used = np.ones(x.shape[1], dtype=bool)
    while True:
        found = np.zeros(x.shape[1])
        found[used] = fit_logistic(x[:, used], y, weights, PENALTY)
        wrong = found * _SIGNS < 0
        if not wrong.any():
            return found
        used[np.argmin(found * _SIGNS)] = False


def folded(x: Array, y: Array, weights: Array, groups: NDArray[np.int64]) -> Array:
    """The log odds of each row by a head that was fitted without its text, shape (n,)."""
    found = np.zeros(len(x))
    for fold in range(FOLDS):
        held = groups % FOLDS == fold
        found[held] = x[held] @ fitted(x[~held], y[~held], weights[~held])
    return found


async def read(data: Path, path: Path, profile: Profile) -> list[list[Measured]]:
    """What was measured of the statements about each text of the dev part. Raises `EngineError`."""
    by_text: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows(path):
        # A hidden statement is in the whole text.
        if row["part"] == "dev" and row["kind"] != "hidden":
            by_text.setdefault((row["set"], row["id"]), []).append(row)
    sources = [s for s in train_texts(data) if (s.set, s.id) in by_text]
    engine = recipe_engine(profile)
    await engine.start()
    found = await of_each(sources, lambda s: measured(engine, s, by_text[s.set, s.id], profile), 4)
    await engine.stop()
    return found


def fit(found: Sequence[Sequence[Measured]], written: float, keep: Path | None) -> dict[str, float]:
    """The coefficients; figures are printed."""
    groups = np.repeat(np.arange(len(found)), [len(own) for own in found])
    flat = [one for own in found for one in own]
    x = np.array([[values[name] for name in STATEMENT_FEATURES] for values, _, _ in flat])
    y = np.array([gold for _, gold, _ in flat])
    own = np.array([is_own for _, _, is_own in flat])
    weights = np.where(own, written, 1.0)
    if keep:
        np.savez(keep, x=x, y=y, own=own, groups=groups)
    log_odds = folded(x, y, weights, groups)
    for name, part in (("written", own), ("made", ~own), ("all", own | ~own)):
        _tell(name, x[part], y[part] > 0.5, log_odds[part])
    weighed = zip(STATEMENT_FEATURES, fitted(x, y, weights), strict=True)
    return {name: round(float(weight), 4) for name, weight in weighed if weight}


def _tell(name: str, x: Array, gold: NDArray[np.bool_], log_odds: Array) -> None:
    alone = {
        feature: round(auc(x[:, at] * (-1 if feature in _AGAINST else 1), gold), 3)
        for at, feature in enumerate(STATEMENT_FEATURES[1:], 1)
    }
    print(name, len(gold), alone, "head", round(auc(log_odds, gold), 3))  # noqa: T201


def main() -> None:
    """Read the folders from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--profile", default="balanced")
    parser.add_argument("--written", type=float, default=2.0, help="weight of written statements")
    parser.add_argument("--keep", type=Path, help="an npz file for the features")
    parser.add_argument("--write", type=Path, help="a model.toml that gets the coefficients")
    given = parser.parse_args()
    texts = asyncio.run(read(given.data, given.rows, given.profile))
    found = fit(texts, given.written, given.keep)
    print(found)  # noqa: T201
    if given.write:
        write_section(given.write, "statement", found, keep=False)


if __name__ == "__main__":
    main()
