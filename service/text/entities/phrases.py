"""The entity that a noun phrase of a document means: by a name in it, or as a role.

"The mayor Ana Duarte" and "Duarte, a native of Lisbon" mean Duarte; "Duarte’s aide" does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from service.text.document import Document
from service.text.entities.model import METONYM, Entity, EntityKind, Mention
from service.text.entities.references import ResolvedReference
from service.text.reading import ReferenceForm
from service.text.span import Span
from service.text.whitespace import trim

# Where the head of a noun phrase ends, though the phrase goes on: "Reyes, a baker", "the mayor of
# Lisbon", "a man who saw it".
_ENDS = re.compile(
    r",(?!\d)|[;:(\[—–“\"]|\s-\s|\b(?:who|whom|whose|which|that|of|in|at|from|with|for|on|to|by|near|"
    r"including|like|as|about|against|after|before|during|under|over|into)\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[,;:(\[—–“\"]|\s-\s|\b(?:who|whom|whose|which|that)\b", re.IGNORECASE)
_ARTICLE = 4  # code points of "the "
_COMMA = re.compile(r",\s*(?:and\s+)?")
_AFTER_NAME = re.compile(r"(?:[’']s?)?[\s.)\]]*")
# Between the first and the last of two names: "Ana Lund and Mr. Reyes", but not "Ana Lund, who".
_LISTED = re.compile(r"\s+(?:and|or|&)\s+(?:[^\W\d_a-z]\S*\s+){0,4}")
_COORDINATED = re.compile(r"\s+and\b")

Mentioned = tuple[Mention, Entity]


class PhraseReader:
    """Reads noun phrases of one document, given who is named and meant in it."""

    def __init__(
        self,
        document: Document,
        entities: Sequence[Entity],
        references: Sequence[ResolvedReference],
    ) -> None:
        self._text = document.text
        named = [(m, e) for e in entities for m in e.mentions if m.strength >= METONYM]
        self._named = _sorted(named)
        self._roles = _sorted(
            [(r.mention, r.entity) for r in references if r.form is ReferenceForm.NOMINAL]
        )
        self._pronouns = {
            r.mention.span: r.entity for r in references if r.form is ReferenceForm.PRONOUN
        }

    def entity(self, phrase: Span) -> tuple[Span, Entity] | None:
        """The entity that a phrase means, and the name or role that says so; None for nobody."""
        pronoun = self._pronouns.get(phrase)
        if pronoun is not None:
            return phrase, pronoun
        head = self.head(phrase)
        return (
            self._by_name(head)
            or self._by_last_name(phrase)
            or self._by_apposition(head, phrase)
            or self._by_role(head)
        )

    def head(self, phrase: Span) -> Span:
        """The words up to the noun of a phrase: "the mayor" of "the mayor of Lisbon"."""
        begin = phrase.begin
        match = _ENDS.search(self._text, begin, phrase.end)
        while match and match.start() == begin:  # "of those asked": nothing is before it
            begin = match.end()
            match = _ENDS.search(self._text, begin, phrase.end)
        return trim(self._text, Span(begin, match.start() if match else phrase.end))

    def _by_name(self, head: Span) -> tuple[Span, Entity] | None:
        """The name that it ends with; of several that are coordinated, the first."""
        names = list(_within(self._named, head))
        if not names:
            return None
        mention, entity = names[-1]
        first, other = names[0]
        alike = (entity.kind is EntityKind.PERSON) == (other.kind is EntityKind.PERSON)
        if alike and _LISTED.fullmatch(self._text, first.span.end, mention.span.begin):
            return first.span, other
        if not _AFTER_NAME.fullmatch(self._text, mention.span.end, head.end):
            mention, entity = names[0]
            if not _COORDINATED.match(self._text, mention.span.end, head.end):
                return None
        return mention.span, entity

    def _by_last_name(self, phrase: Span) -> tuple[Span, Entity] | None:
        """ "Secretary of State Ana Duarte", but not "a spokesman for Ana Duarte"."""
        match = _CLAUSE_ENDS.search(self._text, phrase.begin, phrase.end)
        end = match.start() if match else phrase.end
        names = list(_within(self._named, Span(phrase.begin, end)))
        if not names or names[-1][1].kind is not EntityKind.PERSON:
            return None
        span = names[-1][0].span
        before = self._text[phrase.begin : span.begin].split()
        if not before or not before[-1][:1].isupper() or before[-1].endswith(("’s", "'s", "’")):
            return None
        return (span, names[-1][1]) if _AFTER_NAME.fullmatch(self._text, span.end, end) else None

    def _by_apposition(self, head: Span, phrase: Span) -> tuple[Span, Entity] | None:
        """ "the mayor, Ana Duarte"."""
        comma = _COMMA.match(self._text, head.end, phrase.end)
        if comma is None:
            return None
        found = next(_within(self._named, Span(comma.end(), phrase.end)), None)
        if found is None or found[1].kind is not EntityKind.PERSON:
            return None
        between = self._text[comma.end() : found[0].span.begin]
        if any(word.islower() for word in between.split()):
            return None
        return found[0].span, found[1]

    def _by_role(self, head: Span) -> tuple[Span, Entity] | None:
        """ "the minister", where it is known who that is."""
        for mention, entity in _within(self._roles, head):
            whole = mention.span.begin - head.begin <= _ARTICLE
            if whole and mention.span.end == head.end:
                return mention.span, entity
        return None


def _sorted(pairs: list[Mentioned]) -> list[Mentioned]:
    return sorted(pairs, key=lambda pair: pair[0].span)


def _within(pairs: Sequence[Mentioned], span: Span) -> Iterator[Mentioned]:
    """The mentions that are part of `span`; a name's mentions do not overlap."""
    at = bisect_left(pairs, span.begin, key=lambda pair: pair[0].span.begin)
    while at < len(pairs) and pairs[at][0].span.begin < span.end:
        if pairs[at][0].span.end <= span.end:
            yield pairs[at]
        at += 1
