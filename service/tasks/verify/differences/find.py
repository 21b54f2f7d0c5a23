"""What a statement says differently from the sentences of an article that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.tasks.verify.differences.names import (
    StatementName,
    known_words,
    names_in,
    unknown_names,
)
from service.tasks.verify.differences.polarity import (
    FUTURE,
    HEDGE,
    NEGATION,
    is_done,
    opposites,
)
from service.tasks.verify.differences.quantities import Quantity, quantities
from service.tasks.verify.lookup import words_of
from service.tasks.verify.results import Difference, Kind
from service.text.document import Document, Sentence
from service.text.gazetteers.word_lists import STOPWORDS
from service.text.span import Span

_SIMILAR = 0.4  # the share of a statement's words from which a sentence is about the same
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class ArticleWords:
    """What the whole article has: the words of its names, and its numbers and dates."""

    names: frozenset[str]
    quantities: tuple[Quantity, ...]

    @classmethod
    def of(cls, sentences: Sequence[Sentence], title: str | None) -> ArticleWords:
        """The words of these sentences and of a headline that was posted apart."""
        text = " ".join([*([title] if title else []), *(s.clean for s in sentences)])
        return cls(known_words(words_of(text), text), tuple(quantities(text)))


@dataclass(frozen=True, slots=True)
class Unfounded:
    """What of a statement the article does not have anywhere."""

    numbers: tuple[Quantity, ...]
    names: tuple[StatementName, ...]


def unfounded(statement: str, article: ArticleWords, *, whole_names: bool = False) -> Unfounded:
    """The numbers, dates and names of a statement that are nowhere in the article.

    With `whole_names` also names that the article has only a part of.
    """
    numbers = [
        q for q in quantities(statement) if not any(q.same_as(o) for o in article.quantities)
    ]
    names = unknown_names(statement, article.names, whole=whole_names)
    return Unfounded(tuple(numbers), tuple(names))


def differences(
    document: Document, statement: str, nearest: Sequence[Sentence], absent: Unfounded
) -> list[Difference]:
    """What differs from the nearest sentences, the most telling of which come first.

    Wording is compared with the sentences that have much of the statement's words; numbers, dates
    and names also if no sentence does.
    """
    found = list(_numbers(document, statement, nearest))
    found += [
        Difference(kind="name", statement=statement[n.begin : n.end], article=None)
        for n in absent.names
    ]
    sought = words_of(statement)
    for sentence in nearest[:2]:
        shared = len(words_of(sentence.clean) & sought)
        if sought and shared / len(sought) >= _SIMILAR:
            found += _wording(document, statement, sentence)
            break
    return found


def _numbers(
    document: Document, statement: str, nearest: Sequence[Sentence]
) -> Iterator[Difference]:
    """Numbers and dates that no near sentence has, each with the one in its place."""
    there = [(s, q) for s in nearest for q in quantities(document.read(s.span))]
    own = quantities(statement)
    for quantity in own:
        if any(quantity.same_as(other) for _, other in there):
            continue
        instead = next(
            (
                _span(sentence, other)
                for sentence, other in there
                if other.unit == quantity.unit and not any(o.same_as(other) for o in own)
            ),
            None,
        )
        kind: Kind = "date" if quantity.is_date else "number"
        yield Difference(
            kind=kind, statement=statement[quantity.begin : quantity.end], article=instead
        )


def _wording(document: Document, statement: str, sentence: Sentence) -> Iterator[Difference]:
    text = document.read(sentence.span)
    yield from _negation(statement, text, sentence)
    yield from _roles(statement, text, sentence)
    planned, hedged = FUTURE.search(text), HEDGE.search(text)
    if planned and not FUTURE.search(statement) and is_done(statement):
        yield Difference(kind="tense", statement=None, article=_span(sentence, planned))
    if hedged and not HEDGE.search(statement):
        yield Difference(kind="hedge", statement=None, article=_span(sentence, hedged))


def _negation(statement: str, text: str, sentence: Sentence) -> Iterator[Difference]:
    """A negation that one of the two has, or a word where the other has its opposite."""
    here, there = NEGATION.search(statement), NEGATION.search(text)
    if (here is None) != (there is None):
        yield Difference(
            kind="negation",
            statement=here[0] if here else None,
            article=_span(sentence, there) if there else None,
        )
    words = {match[0].lower() for match in _WORD.finditer(statement)}
    article = {match[0].lower(): match for match in _WORD.finditer(text)}
    for word in sorted(words - article.keys()):
        for opposite in sorted(opposites().get(word, frozenset()) & article.keys() - words):
            yield Difference(
                kind="negation", statement=word, article=_span(sentence, article[opposite])
            )


def _roles(statement: str, text: str, sentence: Sentence) -> Iterator[Difference]:
    """Two names in the other order, unless one of the two sentences is in the passive."""
    if (" by " in statement) != (" by " in text):
        return
    placed = []
    for name in [*_first_name(statement, text), *names_in(statement)]:
        words = statement[name.begin : name.end]
        for wanted in (words, words.split()[-1]):  # the whole name, else a surname
            at = re.search(rf"\b{re.escape(wanted)}\b", text)
            if at is not None:
                placed.append((name, at))
                break
    for (first, one), (second, two) in pairwise(placed):
        if two.end() <= one.start():
            yield Difference(
                kind="roles",
                statement=statement[first.begin : second.end],
                article=Span(sentence.span.begin + two.start(), sentence.span.begin + one.end()),
            )


def _first_name(statement: str, text: str) -> list[StatementName]:
    """The first word of a statement if it is a name of its own within the text."""
    word = _WORD.match(statement)
    if word is None or not word[0][0].isupper() or word[0].lower() in STOPWORDS:
        return []
    if statement[word.end() :].lstrip()[:1].isupper():
        return []  # the beginning of a longer name
    inside = re.search(rf"(?<=[a-z,] ){re.escape(word[0])}\b", text)
    return [StatementName(0, word.end(), ())] if inside else []


def _span(sentence: Sentence, place: re.Match[str] | Quantity) -> Span:
    begin, end = (
        (place.begin, place.end) if isinstance(place, Quantity) else (place.start(), place.end())
    )
    return Span(sentence.span.begin + begin, sentence.span.begin + end)
