"""The proper names that a document's entities are made of.

Titles that stand before a person's name ("president Volodymyr Zelensky") are not part of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.text.document import BlockKind, Document
from service.text.entities.titles import is_office, titles_before
from service.text.gazetteers.countries import is_demonym
from service.text.gazetteers.parties import party_word
from service.text.gazetteers.word_lists import CALENDAR, TITLES, bare
from service.text.reading import NameKind, NameSpan
from service.text.span import Span
from service.text.whitespace import trim

_NEVER_ALONE = CALENDAR | TITLES
_NEXT_WORD = re.compile(r"\s(\w+)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text, without titles and possessive ending."""

    span: Span
    text: str
    sentence: int
    kind: NameKind

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name, as posted."""
        return tuple(self.text.split())


def names_of(document: Document, read: Sequence[NameSpan]) -> list[Name]:
    """The names that an annotator read in a document, in text order.

    The same name is of the same kind everywhere: the one that it is taken for most often.
    """
    found = [own for name in read if (own := _name_of(document, name)) is not None]
    # In a text with capitals a name has one: "council" of "the city council" is none.
    capitals = [name for name in found if not name.text.islower()]
    found = capitals or found
    kinds: dict[str, Counter[NameKind]] = {}
    for name in found:
        kinds.setdefault(name.text, Counter())[name.kind] += 1
    return [replace(n, kind=kinds[n.text].most_common(1)[0][0]) for n in found]


def _name_of(document: Document, name: NameSpan) -> Name | None:
    words = document.read(name.span).split()
    if not _may_name(document, name, len(words)):
        return None
    lead = titles_before(words) if name.kind is NameKind.PERSON else 0
    begin = name.span.begin
    for word in words[:lead]:
        begin = document.text.index(word, begin) + len(word)
    span = trim(document.text, Span(begin, name.span.end))
    text = " ".join(document.read(span).split())
    words = words[lead:]
    if not words or any(rule(words, text) for rule in _NO_NAME_RULES):
        return None
    following = _NEXT_WORD.match(document.text, span.end)
    if following is not None and is_demonym(f"{text} {following[1]}"):
        return None  # "North" of "North Koreans"
    return Name(span, text, name.sentence, name.kind)


def _may_name(document: Document, name: NameSpan, words: int) -> bool:
    """Whether it stands in the text; of headings only the full names of people count."""
    sentence = document.sentences[name.sentence]
    if sentence.is_content:
        return True
    person = name.kind is NameKind.PERSON and words > 1
    return person and sentence.kind is BlockKind.HEADING


# What may be read as a name and is none of its own. A rule is given the words as they stand in
# the text, at least one, and the name with single blanks.

NoNameRule = Callable[[list[str], str], bool]


def _is_date_or_title(words: list[str], _text: str) -> bool:
    """ "Monday", "President"."""
    return all(bare(word).lower() in _NEVER_ALONE for word in words)


def _is_office(words: list[str], _text: str) -> bool:
    """ "Senate Majority Leader"."""
    return is_office(words)


def _is_people(_words: list[str], text: str) -> bool:
    """ "Ukrainian", "North Koreans"."""
    return is_demonym(text) or all(is_demonym(word) for word in text.split())


def _is_party(_words: list[str], text: str) -> bool:
    """ "House Republicans", "Democratic": the party, which `find_party_words` finds."""
    return party_word(text.split()[-1]) is not None


def _is_letter(_words: list[str], text: str) -> bool:
    """ "X"."""
    return len(text) == 1


_NO_NAME_RULES: tuple[NoNameRule, ...] = (
    _is_date_or_title,
    _is_office,
    _is_people,
    _is_party,
    _is_letter,
)
