"""Fits the heads that read verdicts of articles from the scores of their passages.

    python -m models.training.articles.fit_heads --passages WORK/passages.jsonl --profile accurate \
        [--write models/stance-mpnet/model.toml]

They are fitted on labelled targets of the texts that the passage model has not seen. Printed are
the figures of five folds over texts, and on dev those of the heads fitted to all held-out texts,
beside the plain mean of the passages.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from models.training.articles.passage_rows import read
from models.training.articles.score import ScoredTarget, StanceModel
from models.training.data.written import LABELS
from models.training.fitting.calibration import least_confidence
from models.training.fitting.conditional_logit import fit_conditional
from models.training.install import write_section
from service.evaluation.metrics import macro_f1
from service.inference.article_heads import SHARED_FEATURES, SIDE_FEATURES, ArticleHead
from service.inference.manifest.entry import PROFILES
from service.tasks.targeted.verdicts.article_features import (
    ArticleScores,
    PassageScore,
    read_verdict,
    shared_features,
    side_features,
)

_FOLDS = 5
_PENALTY = 1.0
_RISK = 0.1  # how often a verdict without the warning LowConfidence may be wrong
_NAMES = (*SIDE_FEATURES, *(f"other_{name}" for name in SIDE_FEATURES), *SHARED_FEATURES)
_ORDER = ("against", "neutral", "favor")
_CLASSES = (0, 1, 2)
TESTED = ("dev", "unseen")
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """What a head sees of the passages, and which label of the annotator it is to give.

    The head of the author sees all passages of a text in which the author speaks of the target.
    `balance` (0..1) is how far the labels count alike, whatever their number: without any, speakers
    are neutral too often, with much of it authors too seldom.
    """

    sees: Callable[[PassageScore], bool]
    needs: Callable[[PassageScore], bool]
    label: Callable[[ScoredTarget], str | None]
    balance: float
    whole: bool = False


VIEWS = {
    "text": View(lambda _: True, lambda _: True, lambda target: target.overall, 0.3, whole=True),
    "author": View(
        lambda _: True, lambda p: not p.quoted, lambda target: target.author, 0.0, whole=True
    ),
    "speaker": View(lambda p: p.quoted, lambda p: p.quoted, lambda target: target.voices, 0.3),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One target of a text for one head, with the label that the head is to give.

    `weight` is how far it counts.
    """

    text: str
    scores: ArticleScores
    label: int
    weight: float = 1.0


def examples(targets: Sequence[ScoredTarget], view: View, weight: float = 1.0) -> list[Example]:
    """The examples of one head; mixed voices, and none, count as neutral."""
    made = []
    for target in targets:
        passages = [p for p in target.scores.passages if view.sees(p)]
        label = view.label(target)
        if label is not None and any(map(view.needs, passages)):
            scores = replace(
                target.scores,
                passages=passages,
                whole=target.scores.whole if view.whole else None,
            )
            made.append(Example(target.text, scores, LABELS.get(label, 1), weight))
    return made


def fit(made: Sequence[Example], balance: float = 0.0) -> ArticleHead:
    """A head by maximum likelihood with a ridge; see `View` for `balance`."""
    x = np.array([[_side(e.scores, side) for side in (0, 2)] for e in made])
    design = np.zeros((len(made), 3, len(_NAMES)))
    design[:, 0], design[:, 2] = x[:, 0], x[:, 1]
    labels = np.array([e.label for e in made])
    weights = (len(made) / np.bincount(labels, minlength=3)[labels]) ** balance
    weights *= np.array([e.weight for e in made])
    found = fit_conditional(design, labels, weights / weights.mean(), _PENALTY)
    return ArticleHead({name: round(float(c), 3) for name, c in zip(_NAMES, found, strict=True)})


def _side(scores: ArticleScores, side: int) -> list[float]:
    own, other = side_features(scores, side), side_features(scores, 2 - side)
    shared = shared_features(scores)
    return [*own.values(), *other.values(), *(shared[name] for name in SHARED_FEATURES)]


def probabilities(head: ArticleHead, made: Sequence[Example]) -> Array:
    """Verdicts, shape (n, 3)."""
    return np.array(
        [list(read_verdict(_ORDER, head, e.scores).distribution.values()) for e in made]
    )


def cross_validated(
    made: Sequence[Example], balance: float = 0.0, beside: Sequence[Example] = ()
) -> Array:
    """Each fold by the head fitted on the others, and on those `beside`; folds are by text."""
    texts = {text: at % _FOLDS for at, text in enumerate(dict.fromkeys(e.text for e in made))}
    folds = np.array([texts[e.text] for e in made])
    found = np.zeros((len(made), 3))
    for fold in range(_FOLDS):
        others = [e for e, own in zip(made, folds, strict=True) if own != fold]
        head = fit([*others, *beside], balance)
        held = [e for e, own in zip(made, folds, strict=True) if own == fold]
        found[folds == fold] = probabilities(head, held)
    return found


def quality(found: Array, made: Sequence[Example]) -> str:
    """Macro-F1, the accuracy by kind, and the share right among the sure."""
    gold = np.array([e.label for e in made])
    guess = found.argmax(axis=1)
    kinds = np.array([e.scores.kind.value for e in made])
    sure = found.max(axis=1) >= 0.7
    by_kind = " ".join(
        f"{kind} {macro_f1(gold[kinds == kind], guess[kinds == kind], _CLASSES):.3f}"
        for kind in ("entity", "topic", "claim")
    )
    right = (guess == gold)[sure].mean() if sure.any() else 0.0
    wrong_neutral = (guess != 1)[gold == 1].mean()
    return (
        f"macro-F1 {macro_f1(gold, guess, _CLASSES):.3f} ({by_kind}), of {sure.mean():.0%} with "
        f"confidence >= 0.7 {right:.3f} right, neutral ones called a side {wrong_neutral:.3f}"
    )


def plain_mean(made: Sequence[Example]) -> Array:
    """The mean of the passages, as a baseline."""
    return np.array([np.mean([p.row for p in e.scores.passages], axis=0) for e in made])


def main() -> None:
    """Fit, report, and with --write put the heads into model.toml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=Path, nargs="+", required=True)
    parser.add_argument("--profile", choices=PROFILES, required=True)
    parser.add_argument(
        "--seen", type=float, default=0.0, help="weight of targets that the model was trained on"
    )
    parser.add_argument("--write", type=Path, help="the model.toml to put the heads into")
    given = parser.parse_args()
    out = Console(highlight=False)
    model = StanceModel(given.profile)
    scored = {
        part: model.score([row for path in given.passages for row in read(path, part)])
        for part in ("held", *TESTED, *(("train", "written") if given.seen else ()))
    }
    seen = [*scored.get("train", []), *scored.get("written", [])]
    for name, view in VIEWS.items():
        held = examples(scored["held"], view)
        beside = examples(seen, view, given.seen)
        head = fit([*held, *beside], view.balance)
        folds = cross_validated(held, view.balance, beside)
        out.print(f"{name}, five folds: {quality(folds, held)}")
        for part in TESTED:
            if made := examples(scored[part], view):
                out.print(f"{name}, {part}: {quality(probabilities(head, made), made)}")
                out.print(f"{name}, {part}, plain mean: {quality(plain_mean(made), made)}")
        out.print(dict(head.coefficients))
        if given.write:
            write_section(given.write, f"article.heads.{name}", head.coefficients, keep=False)
        if given.write and name == "text":
            gold = np.array([e.label for e in held])
            least = least_confidence(folds, gold, _RISK)
            write_section(given.write, "article", {"low_confidence": least})


if __name__ == "__main__":
    main()
