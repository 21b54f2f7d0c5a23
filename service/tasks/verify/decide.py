"""From what a model says of a statement and sentences of the article to one distribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.inference.protocol import ClassScores
from service.tasks.verify.differences.find import ArticleWords, differences, unfounded
from service.tasks.verify.lookup import SentenceIndex
from service.tasks.verify.premise import Premise
from service.tasks.verify.results import (
    CONTRADICTED,
    LABELS,
    NOT_IN_TEXT,
    SUPPORTED,
    Difference,
)
from service.text.document import Document
from service.text.span import Span

_CLEAR = 0.5  # the probability from which a sentence decides by itself

Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """A sentence of a statement with what the model says of its premise, and of single sentences.

    `singles` are the distributions by the position of the sentence.
    """

    text: str
    premise: Premise
    whole: Shares
    singles: Mapping[int, Shares]


@dataclass(frozen=True, slots=True)
class CheckedUnit:
    """A sentence of a statement with its distribution, and the sentences that decided it."""

    shares: Shares
    sources: tuple[Span, ...]
    differs: tuple[Difference, ...] = ()
    exact: bool = False


def decided(
    document: Document, index: SentenceIndex, unit: ComparedUnit, article: ArticleWords
) -> CheckedUnit:
    """The unit with its distribution, sources and differences."""
    absent = unfounded(unit.text, article)
    shares = unit.whole
    label = likeliest(shares)
    if label == SUPPORTED:
        return CheckedUnit(shares, _sources(index, unit, label))
    nearest = [index.sentences[place] for place in unit.premise.nearest]
    found = differences(document, unit.text, nearest, absent)
    if label == NOT_IN_TEXT:
        alone = [own for own in found if own.kind in _ALONE and own.article is None]
        return CheckedUnit(shares, (), tuple(alone))
    return CheckedUnit(shares, _sources(index, unit, label), tuple(found))


# What a statement may have that is nowhere in the article.
_ALONE = frozenset({"number", "date", "name"})


def _sources(index: SentenceIndex, unit: ComparedUnit, label: str) -> tuple[Span, ...]:
    """The sentences that bear the label out by themselves; else those nearest to the statement."""
    clear = [place for place, shares in unit.singles.items() if shares[label] >= _CLEAR]
    chosen = clear or list(unit.premise.nearest[:2])
    return tuple(index.sentences[place].span for place in chosen)


def shares_of(labels: Sequence[str], scores: ClassScores) -> dict[str, float]:
    """The probabilities by label. A model of two labels does not tell what is contradicted."""
    named = dict(zip(labels, scores.probabilities, strict=True))
    found = {label: named.get(label, 0.0) for label in LABELS}
    found[NOT_IN_TEXT] += max(0.0, 1.0 - sum(found.values()))
    return found


def likeliest(shares: Shares) -> str:
    """The label with the highest probability; of equal ones the more careful."""
    order = (NOT_IN_TEXT, CONTRADICTED, SUPPORTED)
    return max(order, key=lambda label: shares[label])


def of_all(parts: Sequence[Shares]) -> dict[str, float]:
    """The distribution of a whole from those of its parts, at least one.

    It is supported as far as its weakest part, and contradicted as far as its worst one.
    """
    supported = min(part[SUPPORTED] for part in parts)
    contradicted = min(1.0 - supported, max(part[CONTRADICTED] for part in parts))
    return {
        CONTRADICTED: contradicted,
        NOT_IN_TEXT: max(0.0, 1.0 - supported - contradicted),
        SUPPORTED: supported,
    }
