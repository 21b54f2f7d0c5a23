"""Fits the weights by which targets are discovered, see `service.tasks.targeted.discovery`.

usage: python -m models.training.discovery --data DATA [--readings FILE] [--write]

A named entity or a noun phrase counts as right where a reader listed it, or where it is in most of
GUM's summaries, or in the one summary of a labelled article. The figures are of five folds over
texts; `--write` fits the table to all.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from models.training.data.engines import MODELS
from models.training.data.readings import read_with_models
from models.training.data.target_lists import (
    Listed,
    ListedText,
    content,
    head,
    is_listed,
    is_salient,
    likeness,
    read_texts,
    summarised,
)
from models.training.fitting.logistic import fit_logistic
from service.tasks.annotations import NameAnnotations
from service.tasks.target import TargetKind
from service.tasks.targeted.discovery import entity_features, weights
from service.tasks.targeted.discovery.discover import least_salience
from service.tasks.targeted.discovery.issue_candidates import issue_candidates, phrases_of
from service.tasks.targeted.discovery.issue_features import issue_features, issue_reasons
from service.tasks.targeted.discovery.named_candidates import named_candidates
from service.tasks.targeted.discovery.reading_order import reading_order
from service.text.document import Document
from service.text.entities.model import Entity

_FOLDS = 5
_PENALTY = 2.0
_SUMMARY = 0.3  # the weight of a row whose label is by a single summary
_BY_SUMMARY = "by_summary"  # a feature of those: they name more, and the table goes without it
_RARE = 4  # texts with a head below which nothing is known of it
_MOST, _LEAST = 2.0, 0.3  # the largest log odds of a head, and the smallest that is kept

_PATH = Path(weights.__file__).with_name("weights.json")


@dataclass(slots=True)
class Row:
    """A candidate of text `text` with its features and label (0..1).

    The service offers it if its probability is `least` or more.
    """

    text: int
    name: str
    head: str | None
    features: dict[str, float]
    label: float
    weight: float
    least: float


def main() -> None:
    """Fit, print the figures, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument(
        "--readings", type=Path, help="keeps what the reader read, for the next run"
    )
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    out = Console(highlight=False)
    texts = read_texts(given.data)
    read = read_with_models([text.text for text in texts], given.models, given.readings)
    rows = [row for i, text in enumerate(texts) for row in candidates(i, text, *read[i])]
    for fold in range(_FOLDS):
        out.print(f"fold {fold}: ", *figures(texts, rows, fold))
    if given.write:
        _PATH.write_text(json.dumps(fit(texts, rows), indent=1) + "\n", encoding="utf-8")


def candidates(
    index: int, text: ListedText, document: Document, names: NameAnnotations
) -> Iterator[Row]:
    """The candidates of a text, as the service finds them."""
    order = reading_order(document, names)
    named = named_candidates(order, names)
    rivals = entity_features.rivals_of(named)
    for rank, one in enumerate(named):
        reasons = entity_features.reasons_of(order, names, one)
        features = entity_features.entity_features(order, one, reasons, rivals, rank)
        label, weight = _entity_label(one.entity, text)
        by = {_BY_SUMMARY: float(_is_summarised(text))}
        least = least_salience(TargetKind.ENTITY, one.type, reasons)
        yield Row(index, one.entity.name, None, features | by, label, weight, least)
    context, phrases = phrases_of(order, names)
    for phrase in issue_candidates(context, phrases):
        reasons = issue_reasons(context, phrase)
        features = issue_features(context, phrase, reasons)
        label = _issue_label(phrase.wording, text.lists)
        weight = 1.0 if text.lists else 0.0
        least = least_salience(TargetKind.TOPIC, None, reasons)
        yield Row(index, phrase.wording, phrase.head, features, label, weight, least)


def _entity_label(entity: Entity, text: ListedText) -> tuple[float, float]:
    name = entity.name
    if text.lists:
        return float(any(is_listed(name, True, i) for one in text.lists for i in one)), 1.0
    if text.salience:
        return float(is_salient(name, text.salience)), 1.0
    return summarised({name, *entity.aliases}, text), _SUMMARY if _is_summarised(text) else 0.0


def _is_summarised(text: ListedText) -> bool:
    """Whether only the summaries of a text show what is right."""
    return bool(text.gist) and not text.lists and not text.salience


def _issue_label(wording: str, lists: Sequence[Sequence[Listed]]) -> float:
    """1 for the reader's own wording, half of it for another with the same head."""
    found = [i for one in lists for i in one if is_listed(wording, False, i)]
    return max((0.5 + 0.5 * likeness(wording, i) for i in found if not i.entity), default=0.0)


def fit(
    texts: Sequence[ListedText], rows: Sequence[Row], left_out: int | None = None
) -> dict[str, dict[str, float]]:
    """The table fitted to all texts but those of one fold."""
    used = [r for r in rows if r.text % _FOLDS != left_out]
    heads = head_values([t for i, t in enumerate(texts) if i % _FOLDS != left_out], used)
    named, issues = _split([r for r in used if r.weight])
    return {"entity": _weights(named, heads), "issue": _weights(issues, heads), "heads": heads}


def _split(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of names and those of issues."""
    return [r for r in rows if r.head is None], [r for r in rows if r.head is not None]


def _weights(rows: Sequence[Row], heads: Mapping[str, float]) -> dict[str, float]:
    rows = _with_heads(rows, heads)
    names = ["bias", *sorted({n for r in rows for n in r.features} - {"bias"})]
    x = np.array([[r.features.get(n, 0.0) for n in names] for r in rows])
    y, w = np.array([r.label for r in rows]), np.array([r.weight for r in rows])
    found = fit_logistic(x, y, w, _PENALTY)
    return {
        n: round(float(v), 3)
        for n, v in zip(names, found, strict=True)
        if n != _BY_SUMMARY and abs(v) >= 5e-4
    }


def _with_heads(rows: Sequence[Row], heads: Mapping[str, float]) -> list[Row]:
    for row in rows:
        if row.head is not None:
            row.features["head_value"] = heads.get(row.head, 0.0)
    return list(rows)


def head_values(texts: Sequence[ListedText], rows: Sequence[Row]) -> dict[str, float]:
    """The log odds of each head among listed issues against all phrases, from -2 to 2."""
    listed = Counter(h for text in texts for h in _listed_heads(text))
    seen = Counter(h for _, h in {(r.text, r.head) for r in rows} if h is not None)
    base = listed.total() / max(1, seen.total())
    values = {
        h: math.log((listed[h] + 3 * base) / (max(n, listed[h]) + 3) / base)
        for h, n in seen.items()
        if n >= _RARE or listed[h] > 1
    }
    return {
        h: round(max(-_MOST, min(_MOST, v)), 1)
        for h, v in sorted(values.items())
        if abs(v) >= _LEAST
    }


def _listed_heads(text: ListedText) -> set[str]:
    """The heads of the issues that readers listed."""
    issues = text.issues + [i.text for one in text.lists for i in one if not i.entity]
    return {head(content(issue)) for issue in issues}


def figures(texts: Sequence[ListedText], rows: Sequence[Row], fold: int) -> Iterator[str]:
    """Precision of the targets that are found in the texts of a fold, and their number."""
    table = fit(texts, rows, left_out=fold)
    held = _with_heads([r for r in rows if r.text % _FOLDS == fold and r.weight], table["heads"])
    named, issues = _split(held)
    listed = [r for r in named if texts[r.text].lists]
    salient = [r for r in named if texts[r.text].salience]
    for kind, own, weighed in (
        ("entity", listed, table["entity"]),
        ("of GUM", salient, table["entity"]),
        ("issue", issues, table["issue"]),
    ):
        found = [r for r in own if weights.probability(weighed, r.features) >= r.least]
        right = sum(r.label > 0 for r in found)
        yield f"{kind} {right / max(1, len(found)):.3f} of {len(found)}"


if __name__ == "__main__":
    main()
