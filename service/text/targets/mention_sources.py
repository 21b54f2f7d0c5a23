"""The ways in which a document may speak of a target.

Each source is a function of the document and the target that gives mentions with their
strength. To add a way, write a source and put it into the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from service.text.document import Document
from service.text.entities.coreference import Pronoun
from service.text.entities.demonyms import Demonyms
from service.text.entities.model import (
    ADJECTIVE,
    DEMONYM,
    EXACT,
    METONYM,
    Entity,
    EntityKind,
    Mention,
)
from service.text.gazetteers.countries import Country, is_demonym
from service.text.gazetteers.parties import party
from service.text.gazetteers.word_lists import CALENDAR, THINGS, stem
from service.text.targets.matching import Matcher
from service.text.targets.rewording import Rewordings
from service.text.targets.shorter_names import shorter_names

REWORDED = 0.9
SURNAME = 0.8
PART = 0.6  # "the North Koreans" for "North Korean troops"


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of one document, for all targets."""

    document: Document
    entities: Sequence[Entity]
    pronouns: Sequence[Pronoun]
    demonyms: Demonyms
    matcher: Matcher
    rewordings: Rewordings

    def literal(self, words: str) -> list[Mention]:
        """Mentions by these words, however they are spelled."""
        return [Mention(span, sentence, EXACT) for span, sentence in self.matcher.find(words)]

    def reworded(self, words: str) -> list[Mention]:
        """Mentions by the same stems."""
        return [Mention(span, at, REWORDED) for span, at in self.rewordings.find(words)]

    def capitalised(self, words: str, strength: float) -> list[Mention]:
        """Mentions by these words with their capitals."""
        places = self.matcher.exactly(words)
        return [Mention(span, sentence, strength) for span, sentence in places]


@dataclass(frozen=True, slots=True)
class SoughtTarget:
    """A normalized target with the entity and the country that it names."""

    text: str
    entity: Entity | None
    country: Country | None


Source = Callable[[Sources, SoughtTarget], Iterable[Mention]]


def _own_words(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Ana Duarte" for "Ana Duarte"."""
    found = sources.literal(target.text)
    entity = target.entity
    if entity is None or entity.kind is not EntityKind.PERSON or not target.text.istitle():
        return found
    # Without "a swift end" for a person of that name, unless most are in small letters.
    named = [m for m in found if not sources.document.read(m.span)[0].islower()]
    return named if 2 * len(named) >= len(found) else found


def _other_words(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "a tax on sugar" for "sugar taxes"."""
    return sources.reworded(target.text)


def _entity(_sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Duarte" for "Ana Duarte"."""
    return target.entity.mentions if target.entity is not None else []


def _pronouns(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "she" for "Ana Duarte"."""
    if target.entity is None:
        return []
    return [p.mention for p in sources.pronouns if p.entity is target.entity]


def _demonyms(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Ukrainian troops" for a Ukraine that the text itself may never name."""
    return [mention for mention, of in sources.demonyms if of is target.country]


def _metonyms(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Kyiv" for a Ukraine that the text itself may never name."""
    if target.country is None:
        return []
    seats = {m.lower() for m in target.country.metonyms}
    return [
        Mention(m.span, m.sentence, METONYM)
        for entity in sources.entities
        if entity.name.lower() in seats
        for m in entity.mentions
    ]


def _people_of(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "the North Koreans" for "North Korean troops"."""
    if target.entity is not None or target.country is not None:
        return []
    demonym = _leading_demonym(target.text.split())
    if demonym is None:
        return []
    return [
        Mention(m.span, m.sentence, PART)
        for m, of in sources.demonyms
        if m.strength == DEMONYM and demonym in {d.lower() for d in of.demonyms}
    ]


def _shorter_names(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "FBI" for "Federal Bureau of Investigation"."""
    return [
        mention
        for name in shorter_names(target.text)
        for mention in (*sources.literal(name), *sources.reworded(name))
    ]


def _party(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Republican Party", "Republicans", "the GOP" and "Republican senators" for the party."""
    known = party(target.text)
    if known is None:
        return []
    name, of = known
    words = [(name, EXACT)]
    words += [(member, DEMONYM) for member in of.members]
    words += [(other, METONYM) for other in of.names]
    words += [(adjective, ADJECTIVE) for adjective in of.adjectives]
    return [m for word, strength in words for m in sources.capitalised(word, strength)]


ALL_SOURCES: tuple[Source, ...] = (
    _own_words,
    _other_words,
    _entity,
    _pronouns,
    _demonyms,
    _metonyms,
    _people_of,
    _shorter_names,
    _party,
)


def surname(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Ovechkin" for "Alex Ovechkin", unless another first name stands before it.

    "Thomas Inglesby" may be Tom, since both begin alike.
    """
    words = target.text.split()
    if not _may_be_person(target, words) or _other_bearers(sources.entities, words):
        return []
    return sources.capitalised(words[-1], SURNAME)


def _may_be_person(target: SoughtTarget, words: list[str]) -> bool:
    """Whether a target of these words may be a person's full name."""
    if not 2 <= len(words) <= 4 or target.country is not None:
        return False
    if not words[0][0].isupper() or words[-1] == words[-1].lower():
        return False
    return not any(stem(w) in THINGS for w in words)


def _other_bearers(entities: Sequence[Entity], words: list[str]) -> set[str]:
    """First names, in small letters, of people with the same surname and another initial."""
    initial, last = words[0][0], words[-1].casefold()
    people = (e.name.split() for e in entities if e.kind is EntityKind.PERSON)
    found = {
        own[0].lower()
        for own in people
        if len(own) > 1 and own[-1].casefold() == last and own[0][0] != initial
    }
    return found - CALENDAR  # "Monday Paladino held his nose"


def _leading_demonym(words: list[str]) -> str | None:
    """The demonym of one or two words before the rest, in small letters."""
    for size in (2, 1):
        head = " ".join(words[:size])
        if len(words) > size and is_demonym(head):
            return head.lower()
    return None
