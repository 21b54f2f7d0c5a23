"""Roles that a text states of a person: "Prime Minister Lund", "Lund, the mayor of Portvale"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.document import Document
from service.text.entities.model import Mention
from service.text.gazetteers.word_lists import ATTRIBUTES, TITLES, stem

_NO_ROLES = frozenset("mr mrs ms miss dr prof sir lord rev st king prince".split())
# What people are called by with "the"; a relation ("the daughter") says too little.
ROLE_NOUNS = (TITLES - ATTRIBUTES - _NO_ROLES - {"defense", "defence", "general", "chief"}) | {
    *"chief king queen prince general boss banker nurse doctor lawyer teacher pilot".split(),
    *"actor actress singer writer novelist journalist reporter editor scientist engineer".split(),
    *"millionaire billionaire tycoon lawmaker prosecutor manager treasurer farmer artist".split(),
    *"publisher historian comedian striker goalkeeper captain nominee incumbent monarch".split(),
    *"congressman congresswoman chairperson chief ceo magnate politician physicist".split(),
}
_REACH = 64  # code points before and after a name in which its role may be stated
_MOST_MODIFIERS = 3
_WORD = re.compile(r"[^\W_][\w.’'-]*")
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their", "our"})
_ENDS = _ARTICLES | frozenset(
    """and or but of to in on at by for with from as that who said says told when while not no is
    was are were then after before against between""".split()
)
# What may stand between a name and its role.
_LINK = re.compile(
    r"(?:,\s+(?:(?:who|now)\s+(?:is|was|became)\s+)?|\s+(?:is|was|became|remains)\s+|\s+has\s+been\s+"
    r"|\s+(?:is|was|has\s+been)\s+(?:re-?)?(?:elected|appointed|named|made|chosen|sworn\s+in)\s+)"
    r"(?:as\s+)?(?:(?:the|an?|its|their|our|his|her)\s+)?"
)


@dataclass(frozen=True, slots=True)
class StatedRole:
    """A role in small letters: "minister" with "foreign", and the first word after "of"."""

    head: str
    modifiers: frozenset[str]
    of: str | None


def stated_roles(document: Document, mentions: Sequence[Mention]) -> Iterator[StatedRole]:
    """The roles that are stated right before or after the mentions of a person."""
    for mention in mentions:
        yield from _before(document.text, mention)
        yield from _after(document.text, mention)


def _before(text: str, mention: Mention) -> Iterator[StatedRole]:
    """ "Prime Minister Lund", "the prime minister, Lund"."""
    begin = mention.span.begin
    context = text[max(0, begin - _REACH) : begin]
    words = list(_WORD.finditer(context))
    if not words or context[words[-1].end() :].strip() not in {"", ","}:
        return
    head = words[-1][0].lower().rstrip(".")
    if head not in ROLE_NOUNS:
        return
    if context[words[-1].end() :].strip() == "," and not _has_article(words):
        return
    modifiers = []
    for i in range(len(words) - 2, max(-1, len(words) - 2 - _MOST_MODIFIERS), -1):
        gap = context[words[i].end() : words[i + 1].start()]
        low = words[i][0].lower()
        if gap.strip() or low in _ENDS:
            break
        modifiers.append(low)
    yield StatedRole(head, frozenset(modifiers), None)


def _has_article(words: Sequence[re.Match[str]]) -> bool:
    """ "the prime minister, Lund", but not "a visit by Mayor Duarte, Reyes"."""
    return any(w[0].lower() == "the" for w in words[-2 - _MOST_MODIFIERS : -1])


def _after(text: str, mention: Mention) -> Iterator[StatedRole]:
    """ "Lund, the prime minister," and "Lund was elected president"."""
    end = mention.span.end
    link = _LINK.match(text, end, end + _REACH)
    if link is None:
        return
    modifiers: list[str] = []
    at = link.end()
    while len(modifiers) <= _MOST_MODIFIERS:
        word = _WORD.match(text, at)
        if word is None or word[0].lower() in _ENDS:
            return
        head = stem(word[0])
        following = text[word.end() : word.end() + 2]
        if head in ROLE_NOUNS and head == word[0].lower():
            if not _names_next(following):
                yield StatedRole(head, frozenset(modifiers), _complement(text, word.end()))
                return
        modifiers.append(word[0].lower())
        if not following.startswith(" "):
            return
        at = word.end() + 1


def _names_next(following: str) -> bool:
    """Whether a name follows, which then bears the role: "Lund, mayor Ana Duarte"."""
    return following[:1] == " " and following[1:].isupper()


def _complement(text: str, at: int) -> str | None:
    if not text.startswith(" of ", at):
        return None
    word = _WORD.match(text, at + 4)
    return word[0].lower() if word else None
