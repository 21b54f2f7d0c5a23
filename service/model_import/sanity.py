"""Tries an added model on a few plain texts, so that a wrong reading shows before it is served.

The pairs are so plain that a sound model, read as it was trained, gets nearly all of them right.
They tell whether the labels are in their places, not how good the model is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.evaluation.catalogue import SETS
from service.evaluation.datasets import read
from service.evaluation.metrics import accuracy, both_right, likeliest
from service.inference.models.registry import Registry
from service.inference.protocol import EngineError, Window
from service.model_import.errors import CannotAdd

_SETS = Path(__file__).parent / "sanity_sets"
_SOUND = 0.6  # share right, from which a reading counts as plausible
_PAIRS_RIGHT = "contrast pairs, pairs with both sides right"
_WORD = re.compile(r"\w+")
_LENGTH = 120  # tokens of a summary
_OWN_WORDS = 0.5  # share of a summary's words that its text has

Probabilities = NDArray[np.float64]
Score = Callable[[Sequence[Window]], Probabilities]


@dataclass(frozen=True, slots=True)
class SanityFigure:
    """A share between 0 and 1 of so many rows, with its name."""

    title: str
    share: float
    rows: int


@dataclass(frozen=True, slots=True)
class SanityReport:
    """The figures of a model, and what speaks against its reading, if anything."""

    figures: tuple[SanityFigure, ...]
    doubts: tuple[str, ...] = ()


def rows(task: str) -> list[dict[str, Any]]:
    """The rows of a task's sanity set."""
    path = _SETS / f"{task}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def of_classifier(
    task: str, labels: Sequence[str], given: Sequence[str], score: Score
) -> SanityReport:
    """The figures of a classifier with these `labels`, of which its network has those `given`.

    A row whose label the network has not is left out.
    """
    classes = sorted({labels.index(label) for label in given})
    known = [row for row in rows(task) if labels.index(row["label"]) in classes]
    gold = np.array([labels.index(row["label"]) for row in known])
    found = score([Window(row["text"], row["target"]) for row in known])
    guess = likeliest(found, classes)
    right = accuracy(gold, guess)
    figures = [SanityFigure("sanity set, right", right, len(known))]
    if task == "stance":
        figures += _contrast(score)
    turned = accuracy(gold, likeliest(found[:, ::-1], sorted(2 - at for at in classes)))
    return SanityReport(tuple(figures), _doubts(right, turned))


def _contrast(score: Score) -> list[SanityFigure]:
    (part,) = (s for s in SETS if s.task == "stance" and s.name == "contrast pairs")
    pairs = read(Path(), part)
    gold = np.array([row.label for row in pairs])
    guess = likeliest(score([Window(row.text, row.target) for row in pairs]))
    return [
        SanityFigure("contrast pairs, sides right", accuracy(gold, guess), len(pairs)),
        # By this name the built-in models state it too.
        SanityFigure(_PAIRS_RIGHT, both_right(gold, guess), len(pairs) // 2),
    ]


def _doubts(right: float, turned: float) -> tuple[str, ...]:
    if right >= _SOUND:
        return ()
    if turned >= _SOUND:
        return (
            f"{right:.0%} of the sanity set are right, and {turned:.0%} if the poles are "
            "exchanged: the labels seem to be the wrong way round (--labels)",
        )
    return (
        f"only {right:.0%} of the sanity set are right: the model may be read in another way than "
        "it was trained (--labels, --pair, --preset), or it is not for this task",
    )


def of_writer(write: Callable[[Sequence[str], int], Sequence[str]]) -> SanityReport:
    """The figures of a model that writes summaries."""
    texts = [row["text"] for row in rows("summary")]
    made = write(texts, _LENGTH)
    shares = [_own_words(text, summary) for text, summary in zip(texts, made, strict=True)]
    written = sum(bool(summary.strip()) for summary in made) / len(made)
    own = float(np.mean(shares))
    doubts = []
    if written < 1:
        doubts.append(
            f"of {len(made)} texts {sum(not s.strip() for s in made)} have no summary with a whole "
            "sentence: the model may need another prompt (`[generation]` in model.toml)"
        )
    if own < _OWN_WORDS:
        doubts.append(
            f"only {own:.0%} of the words it writes are in the text: it may need another prompt "
            "(`[generation]` in model.toml), or be no summariser"
        )
    return SanityReport(
        (
            SanityFigure("texts with a summary", written, len(texts)),
            SanityFigure("words that the text has", own, len(texts)),
        ),
        tuple(doubts),
    )


def _own_words(text: str, summary: str) -> float:
    of_text = set(_WORD.findall(text.lower()))
    words = _WORD.findall(summary.lower())
    return sum(word in of_text for word in words) / len(words) if words else 0.0


def check(registry: Registry, name: str) -> SanityReport:
    """Load a model of the registry and try it. Raises `ModelFileError` and `CannotAdd`.

    A model may load and still fail, for instance if its tokenizer is that of another one.
    """
    try:
        return _check(registry, name)
    except (RuntimeError, IndexError, ValueError, MemoryError, EngineError) as error:
        reason = str(error).strip().rpartition("\n")[2] or type(error).__name__
        raise CannotAdd(
            f"the model loads but fails on plain texts ({reason}): its tokenizer may be that of "
            "another model, or its config another one's"
        ) from error


def load(registry: Registry) -> None:
    """Load a registry's models as the service does. Raises `ModelFileError`."""
    from service.inference.torch_backend import TorchBackend

    TorchBackend(registry, precision="auto").load()


def _check(registry: Registry, name: str) -> SanityReport:
    entry = registry.entries[name]
    if entry.task == "summary":
        return of_writer(_writing(registry))
    given = tuple(entry.label_map.values()) or entry.labels
    if entry.otherwise is not None:
        given = (*given, entry.otherwise)
    return of_classifier(entry.task, entry.labels, given, _scoring(registry, name))


def _scoring(registry: Registry, name: str) -> Score:
    from service.inference.torch_backend import TorchBackend
    from service.inference.tuning.scores import probabilities

    backend = TorchBackend(registry, precision="auto")
    backend.load()
    return lambda windows: probabilities(backend, name, windows)


def _writing(registry: Registry) -> Callable[[Sequence[str], int], Sequence[str]]:
    import asyncio

    from service.inference.engine import LocalEngine
    from service.inference.torch_backend import TorchBackend

    async def write(texts: Sequence[str], tokens: int) -> list[str]:
        backend = TorchBackend(registry, precision="auto")
        engine = LocalEngine(backend, profiles=registry.profiles)
        await engine.start()
        try:
            return await engine.generate(texts, tokens)
        finally:
            await engine.stop()

    return lambda texts, tokens: asyncio.run(write(texts, tokens))


def as_metrics(report: SanityReport) -> Mapping[str, float]:
    """The figures by name, as `metrics` of model.toml has them."""
    return {figure.title: round(figure.share, 3) for figure in report.figures}
