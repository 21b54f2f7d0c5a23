"""Roles in the place of names: "the prime minister" for Arvid Lund, "the union" for Quay Union.

A role joins whoever the text says bears it. Where several do, a bare role ("the minister")
means the one who was named last, and one with more words ("the foreign minister") nobody.
This module is all that resolves roles: `find_roles` gives what another resolver would.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.document import Document
from service.text.entities.model import EXACT, ROLE, Entity, EntityKind, Mention, MentionForm
from service.text.entities.roles.stated import ROLE_NOUNS, StatedRole, stated_roles
from service.text.gazetteers.word_lists import ORGANISATION, stem
from service.text.span import Span
from service.text.tokens import Token, Words

# Bodies that are called by the last word of their name: "the union" for Quay Union.
_BODIES = (ORGANISATION | {"airline", "brewery", "hospital", "company", "firm", "charity"}) - {
    *"war act bill law treaty agreement summit motors fire cup games revolution day".split(),
    *"award prize series show trial plan deal memo crisis region house state states".split(),
    *"times inc corp ltd".split(),
}
_COMPANIES = frozenset({"company", "firm", "corporation", "group"})
_COMPANY_NAMES = frozenset("inc corp ltd group motors airlines company corporation plc llc".split())
# A noun after a role makes it a part of another: "the union members".
_HEADS_AFTER = ROLE_NOUNS | frozenset(
    "member members leaders officials official staff workers spokespeople rules contract".split()
)
# They change who is meant: "the former president" is not the president.
_TELLING = frozenset("former ex vice deputy acting shadow assistant first late".split())
_MOST_MODIFIERS = 2  # words between "the" and the role


@dataclass(frozen=True, slots=True)
class Role:
    """A role and whom it stands for."""

    mention: Mention
    entity: Entity


@dataclass(frozen=True, slots=True)
class _Phrase:
    """ "the foreign minister": its words in small letters, and what follows "of"."""

    span: Span
    sentence: int
    head: str
    modifiers: frozenset[str]
    of: str | None


def find_roles(document: Document, words_of: Words, entities: Sequence[Entity]) -> list[Role]:
    """The roles whose bearer is known, in text order."""
    bearers = _Bearers(document, entities)
    found = []
    for index, words in words_of.items():
        for phrase in _phrases(document, index, words):
            entity = bearers.of(phrase)
            if entity is not None:
                mention = Mention(phrase.span, index, ROLE, MentionForm.ROLE)
                found.append(Role(mention, entity))
    return found


class _Bearers:
    """Who bears which role in one document."""

    def __init__(self, document: Document, entities: Sequence[Entity]) -> None:
        self._stated: dict[str, list[tuple[StatedRole, Entity]]] = {}
        self._named: dict[str, list[tuple[int, int, Entity]]] = {}  # by the last word of names
        self._begins: dict[int, list[int]] = {}  # where each entity is named, by its `id`
        for order, entity in enumerate(entities):
            exact = [m for m in entity.mentions if m.strength == EXACT]
            self._begins[id(entity)] = [m.span.begin for m in exact]
            if entity.kind is EntityKind.PERSON:
                for role in stated_roles(document, exact):
                    self._stated.setdefault(role.head, []).append((role, entity))
            elif entity.kind in (EntityKind.ORGANIZATION, EntityKind.OTHER):
                for head in _heads_of(entity):
                    places = self._named.setdefault(head, [])
                    places.extend((m.span.begin, order, entity) for m in exact)
        for places in self._named.values():
            places.sort(key=lambda place: place[:2])

    def of(self, phrase: _Phrase) -> Entity | None:
        """Whom the phrase means."""
        if phrase.head in self._stated:
            return self._person(phrase)
        places = self._named.get(phrase.head)
        if not places or phrase.modifiers or phrase.of is not None:
            return None
        at = bisect_left(places, phrase.span.begin, key=lambda place: place[0])
        return places[at - 1][2] if at else None

    def _person(self, phrase: _Phrase) -> Entity | None:
        fitting = {id(e): e for r, e in self._stated[phrase.head] if _fits(phrase, r)}
        if len(fitting) == 1:
            return next(iter(fitting.values()))
        if phrase.modifiers:
            return None
        named = [(self._last(e, phrase.span.begin), i, e) for i, e in enumerate(fitting.values())]
        named = [place for place in named if place[0] >= 0]
        return max(named, key=lambda place: place[:2])[2] if named else None

    def _last(self, entity: Entity, begin: int) -> int:
        """Where an entity was named last before `begin`; -1 where it was not."""
        begins = self._begins[id(entity)]
        at = bisect_left(begins, begin)
        return begins[at - 1] if at else -1


def _fits(phrase: _Phrase, role: StatedRole) -> bool:
    if phrase.modifiers & _TELLING != role.modifiers & _TELLING:
        return False
    if phrase.of is not None and phrase.of != role.of:
        return False
    return phrase.modifiers <= role.modifiers


def _heads_of(entity: Entity) -> Iterator[str]:
    """The words by which a body may be called: "union" for Quay Union or Union of Dockers."""
    last = entity.name.partition(" of ")[0].split()[-1].lower()
    head = stem(last)
    if head in _BODIES:
        yield head
    if last in _COMPANY_NAMES:
        yield from _COMPANIES - {head}


def _phrases(document: Document, index: int, words: Sequence[Token]) -> Iterator[_Phrase]:
    """The phrases of a sentence that "the" and a noun for a role or a body make."""
    for i, token in enumerate(words):
        if token.word not in {"the", "The", "THE"}:
            continue
        for at in range(i + 1, min(i + 2 + _MOST_MODIFIERS, len(words))):
            head = stem(words[at].word)
            if (head in ROLE_NOUNS or head in _BODIES) and not _goes_on(document, words, at):
                modifiers = frozenset(w.word.lower() for w in words[i + 1 : at])
                span = Span(token.begin, words[at].begin + len(_bare(words[at].word)))
                yield _Phrase(span, index, head, modifiers, _complement(words, at))
                break


def _goes_on(document: Document, words: Sequence[Token], at: int) -> bool:
    """Whether the phrase does not end with word `at`: "the union leader", "the mayor, Reyes"."""
    if words[at].word.lower() != stem(words[at].word) and not _is_possessive(words[at].word):
        return True  # "the ministers"
    if at + 1 == len(words) or _is_possessive(words[at].word):
        return False
    following = words[at + 1]
    gap = document.text[words[at].end : following.begin].strip()
    if gap == "," or not gap:
        named = following.word[:1].isupper() and following.word.lower() not in ROLE_NOUNS
        return named or (not gap and following.word.lower() in _HEADS_AFTER)
    return False


def _complement(words: Sequence[Token], at: int) -> str | None:
    """The word after "of", in small letters: "portvale" of "the mayor of Portvale"."""
    if at + 2 >= len(words) or words[at + 1].word != "of":
        return None
    rest = words[at + 2].word
    return _bare(rest).lower() if rest.lower() != "the" else "the"


def _is_possessive(word: str) -> bool:
    return _bare(word) != word


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")
