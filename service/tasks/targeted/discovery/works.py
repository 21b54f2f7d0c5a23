"""Titles of works in quotation marks: “Moth-Man and the Hornet” is a film, not two people."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.text.document import Document
from service.text.entities.model import EXACT, Entity, EntityKind, Mention
from service.text.gazetteers.word_lists import STOPWORDS
from service.text.span import Span

_MOST_WORKS = 12  # titles that are looked for
_MOST_WORDS = 8
_LONGEST = 90  # code points of a title
_WORD = re.compile(r"[\w’'-]+")
_MARKS = " “”\"‘’'"
_SMALL = STOPWORDS | {"vs", "a", "an", "the"}


def split_works(
    document: Document, quotes: Sequence[Span], entities: Sequence[Entity]
) -> tuple[list[Entity], list[Entity]]:
    """The works whose title the text quotes, and the entities without what is within a title."""
    titles = list(dict.fromkeys(_titles(document, quotes)))[:_MOST_WORKS]
    works = [Entity(title, EntityKind.OTHER, {title}) for title in titles]
    for work in works:
        for sentence in document.content():
            text = document.read(sentence.span)
            for at in _places(text, work.name):
                begin = sentence.span.begin + at
                span = Span(begin, begin + len(work.name))
                work.mentions.append(Mention(span, sentence.index, EXACT))
    works = [work for work in works if work.mentions]
    taken = sorted(m.span for work in works for m in work.mentions)
    return works, list(_outside(entities, taken))


def _titles(document: Document, quotes: Sequence[Span]) -> Iterator[str]:
    for quote in quotes:
        if len(quote) > _LONGEST:
            continue
        title = document.read(quote).strip(_MARKS).rstrip(",.")
        words = _WORD.findall(title)
        if 2 <= len(words) <= _MOST_WORDS and _is_title(words) and "\n" not in title:
            if not any(mark in title for mark in '.!?;“”"'):
                yield title


def _is_title(words: Sequence[str]) -> bool:
    """Whether all words but the small ones within have a capital."""
    if not (words[0][:1].isupper() and words[-1][:1].isupper()):
        return False
    return all(w[:1].isupper() or w.lower() in _SMALL or w.isdigit() for w in words)


def _places(text: str, title: str) -> Iterator[int]:
    at = text.find(title)
    while at >= 0:
        end = at + len(title)
        if not text[max(0, at - 1) : at].isalnum() and not text[end : end + 1].isalnum():
            yield at
        at = text.find(title, end)


def _outside(entities: Sequence[Entity], taken: Sequence[Span]) -> Iterator[Entity]:
    """The entities that stand mostly outside the titles, with the mentions there."""
    begins = [span.begin for span in taken]
    for entity in entities:
        outside = [m for m in entity.mentions if not _is_inside(m, begins, taken)]
        if len(outside) == len(entity.mentions):
            yield entity
        elif 2 * len(outside) > len(entity.mentions):
            yield replace(entity, mentions=outside)


def _is_inside(mention: Mention, begins: Sequence[int], taken: Sequence[Span]) -> bool:
    at = bisect_right(begins, mention.span.begin) - 1
    return at >= 0 and mention.span.begin < taken[at].end
