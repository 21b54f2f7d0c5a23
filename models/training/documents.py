"""Fits the head that reads the sentiment of a document from the scores of its sentences.

    python -m models.training.documents --data DATA --profile accurate \
        [--write models/sentiment-mpnet/model.toml]

It is fitted on real labelled texts: those that the model has not seen (see `articles.labelled`),
and those whose sentences it was trained on, which count as far as `--seen` says. Our own texts
count as far as `--written` says; they are mixed much oftener than news. Printed are the figures in
five folds of the real texts, by which the options are chosen, and those on dev, beside those of the
fixed rules for models without a head.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from models.training.articles.labelled import (
    UNSEEN,
    dev_texts,
    is_held_out,
    train_texts,
    written_texts,
)
from models.training.data.engines import recipe_engine
from models.training.fitting.calibration import temperature
from models.training.fitting.conditional_logit import fit_conditional
from models.training.install import write_section
from service.evaluation.each import of_each
from service.evaluation.metrics import macro_f1
from service.evaluation.whole_texts.gold import LabelledText
from service.inference.document_head import DOCUMENT_FEATURES, MIXED, DocumentHead
from service.inference.manifest.entry import PROFILES
from service.inference.protocol import Call, Engine, Window
from service.tasks.annotations import Annotations
from service.tasks.document_sentiment import (
    SentenceScore,
    counted_sentences,
    document_features,
    read_sentiment,
    scorable_sentences,
)
from service.tasks.targeted.verdicts.aggregate import of_document
from service.text.segmentation.builder import build_document

_LABELS = ("negative", "neutral", "positive")
_ALL = (*_LABELS, MIXED)
_CLASSES = tuple(range(len(_ALL)))
_AT_ONCE = 8
_FOLDS = 5
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScoredDocument:
    """The scored sentences of a text, and the index of its label in negative, …, mixed."""

    sentences: Sequence[SentenceScore]
    label: int
    weight: float


async def _scored(text: LabelledText, engine: Engine, weight: float) -> ScoredDocument:
    document = await asyncio.to_thread(build_document, text.text, language="en")
    annotations = Annotations(document, engine, Call())
    sentences = scorable_sentences(document)
    windows = [Window(sentence.clean) for sentence in sentences]
    rows = await engine.classify("sentiment", windows, annotations.call)
    voices = await annotations.voices()
    counted = counted_sentences(document, sentences, rows, voices)
    return ScoredDocument([*counted.values()], _ALL.index(str(text.sentiment)), weight)


async def score(
    texts: Sequence[LabelledText], engine: Engine, weight: float = 1.0
) -> list[ScoredDocument]:
    """The texts on whose sentiment the annotators agree. Raises `EngineError`."""

    async def one(text: LabelledText) -> ScoredDocument:
        return await _scored(text, engine, weight)

    known = [text for text in texts if text.sentiment is not None]
    found = await of_each(known, one, _AT_ONCE, lambda _: None)
    return [made for made in found if made.sentences]


def fit(made: Sequence[ScoredDocument], balance: float = 0.3, penalty: float = 0.3) -> DocumentHead:
    """A head by maximum likelihood with a ridge; the neutral label has the log odds 0.

    `balance`, from 0 to 1, is how far the labels count alike whatever their number, and `penalty`
    the weight of the squared coefficients.
    """
    features = np.array([list(document_features(d.sentences).values()) for d in made])
    width = features.shape[1]
    design = np.zeros((len(made), len(_ALL), 3 * width))
    for place, label in enumerate((0, 2, 3)):
        design[:, label, place * width : (place + 1) * width] = features
    labels = np.array([d.label for d in made])
    weights = np.array([d.weight for d in made])
    weights = weights * (len(made) / np.bincount(labels, minlength=4)[labels]) ** balance
    found = fit_conditional(design, labels, weights / weights.mean(), penalty)
    parts = {
        _ALL[label]: found[place * width : (place + 1) * width]
        for place, label in enumerate((0, 2, 3))
    }
    return DocumentHead(
        {
            label: {n: round(float(c), 3) for n, c in zip(DOCUMENT_FEATURES, part, strict=True)}
            for label, part in parts.items()
        }
    )


def cross_validated(
    made: Sequence[ScoredDocument], beside: Sequence[ScoredDocument], balance: float, penalty: float
) -> NDArray[np.int64]:
    """The labels of texts by heads that have not seen them; `beside` is always fitted on."""
    order = np.random.default_rng(0).permutation(len(made))
    labels = np.zeros(len(made), dtype=np.int64)
    for fold in np.array_split(order, _FOLDS):
        out = set(fold.tolist())
        rest = [one for at, one in enumerate(made) if at not in out]
        head = fit([*rest, *beside], balance, penalty)
        labels[fold] = probabilities(head, [made[at] for at in fold]).argmax(axis=1)
    return labels


def probabilities(head: DocumentHead, made: Sequence[ScoredDocument]) -> Array:
    """Shape (n, 4): negative, neutral, positive, mixed."""
    rows = [read_sentiment(_LABELS, head, d.sentences).distribution for d in made]
    return np.array([[row.get(label, 0.0) for label in _ALL] for row in rows])


def by_rules(made: Sequence[ScoredDocument]) -> NDArray[np.int64]:
    """The labels that a model without a head gives."""
    verdicts = [
        of_document(_LABELS, [s.row for s in d.sentences], [s.weight for s in d.sentences])
        for d in made
    ]
    return np.array([_ALL.index(verdict.label) for verdict in verdicts])


def quality(found: NDArray[np.int64], made: Sequence[ScoredDocument]) -> str:
    """Macro-F1 over the four labels, and accuracy."""
    gold = np.array([d.label for d in made])
    right = float((found == gold).mean())
    return f"macro-F1 {macro_f1(gold, found, _CLASSES):.3f}, {right:.3f} right of {len(gold)}"


async def _run(given: argparse.Namespace) -> None:
    out = Console(highlight=False)
    engine = recipe_engine(given.profile)
    await engine.start()
    try:
        train = train_texts(given.data)
        held = await score([t for t in train if is_held_out(t)], engine)
        seen = [t for t in train if not is_held_out(t)]
        known = await score(seen, engine, given.seen) if given.seen else []
        ours = await score(written_texts(), engine, given.written) if given.written else []
        tests = {
            "dev": await score(dev_texts(given.data), engine),
            "unseen": await score(written_texts(UNSEEN), engine),
        }
    finally:
        await engine.stop()
    real = [*held, *known]
    folds = cross_validated(real, ours, given.balance, given.penalty)
    out.print(f"five folds: {quality(folds, real)}; by rules: {quality(by_rules(real), real)}")
    head = fit([*real, *ours], given.balance, given.penalty)
    head = DocumentHead(head.coefficients, _heat(head, held))
    for name, made in tests.items():
        out.print(f"{name}: {quality(probabilities(head, made).argmax(axis=1), made)}")
        out.print(f"{name}, by rules: {quality(by_rules(made), made)}")
    if given.write:
        _write(given.write, head)


def _heat(head: DocumentHead, held: Sequence[ScoredDocument]) -> float:
    """The temperature by log loss on texts that the model has not seen."""
    logits = np.log(np.maximum(probabilities(head, held), 1e-9)).astype(np.float32)
    return temperature(logits, np.array([d.label for d in held]))


def _write(path: Path, head: DocumentHead) -> None:
    write_section(path, "document", {"temperature": head.temperature}, keep=False)
    for label, coefficients in head.coefficients.items():
        values: dict[str, Any] = dict(coefficients)
        write_section(path, f"document.{label}", values, keep=False)


def main() -> None:
    """Score, fit, report, and with --write put the head into model.toml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--profile", choices=PROFILES, required=True)
    parser.add_argument(
        "--seen", type=float, default=1.0, help="weight of texts that the model was trained on"
    )
    parser.add_argument("--written", type=float, default=0.0, help="weight of our own texts")
    parser.add_argument("--balance", type=float, default=0.3, help="how far labels count alike")
    parser.add_argument("--penalty", type=float, default=0.3, help="of the squared coefficients")
    parser.add_argument("--write", type=Path, help="the model.toml to put the head into")
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
