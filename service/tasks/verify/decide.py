"""The distribution of a statement, the sentences that decide it, and what differs."""

from __future__ import annotations

from dataclasses import dataclass

from service.inference.statement_head import StatementHead
from service.tasks.verify.compared import ComparedUnit, Shares, likeliest
from service.tasks.verify.differences.find import ArticleWords, differences, unfounded
from service.tasks.verify.features import combined, features, is_verbatim, verbatim
from service.tasks.verify.lookup import SentenceIndex
from service.tasks.verify.results import NOT_IN_TEXT, SUPPORTED, Difference
from service.text.document import Document
from service.text.span import Span

_CLEAR = 0.5  # the probability from which a sentence decides by itself
# What a statement may have that is nowhere in the article.
_ALONE = frozenset({"number", "date", "name"})


@dataclass(frozen=True, slots=True)
class CheckedUnit:
    """A sentence of a statement with its distribution, and the sentences that decided it.

    `exact` means that comparisons of words, numbers and names overruled the model.
    """

    shares: Shares
    sources: tuple[Span, ...]
    differs: tuple[Difference, ...] = ()
    exact: bool = False


def decided(
    document: Document,
    index: SentenceIndex,
    unit: ComparedUnit,
    article: ArticleWords,
    head: StatementHead | None,
) -> CheckedUnit:
    """The unit with its distribution, sources and differences.

    A model without a head has its own distribution. A sentence of the article itself is supported
    whatever a model says.
    """
    absent = unfounded(unit.text, article)
    shares = unit.whole if head is None else combined(head, unit.whole, features(unit, absent))
    if is_verbatim(unit):
        shares = verbatim(shares)
    label = likeliest(shares)
    exact = label != likeliest(unit.whole)
    if label == SUPPORTED:
        return CheckedUnit(shares, _sources(index, unit, label), exact=exact)
    clear = _clear(unit, label)
    places = sorted(unit.premise.nearest, key=lambda place: place not in clear)
    nearest = [index.sentences[place] for place in places]
    found = differences(document, unit.text, nearest, absent)
    if label == NOT_IN_TEXT:
        alone = [own for own in found if own.kind in _ALONE and own.article is None]
        return CheckedUnit(shares, (), tuple(alone), exact)
    return CheckedUnit(shares, _sources(index, unit, label), tuple(found), exact)


def _sources(index: SentenceIndex, unit: ComparedUnit, label: str) -> tuple[Span, ...]:
    """The sentences that bear the label out by themselves; else those nearest to the statement."""
    chosen = _clear(unit, label) or list(unit.premise.nearest[:2])
    return tuple(index.sentences[place].span for place in chosen)


def _clear(unit: ComparedUnit, label: str) -> list[int]:
    return [place for place, shares in unit.singles.items() if shares[label] >= _CLEAR]
