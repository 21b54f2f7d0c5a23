"""Where a document speaks of a target that a caller named.

In falling strength: the words themselves, another name of the same entity, a rewording
with the same stems ("troops from North Korea"), a people for its country, members for their
party, a government's seat, a pronoun, an adjective ("Ukrainian troops" for Ukraine). Where
nothing of these is there, a person's surname.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from service.text.document import Document
from service.text.entities.acronyms import is_ordinary, letters_of
from service.text.targets.shorter_names import initials, shorter_names
from service.text.entities.coreference import Pronoun
from service.text.entities.demonyms import Demonyms
from service.text.entities.model import (
    ADJECTIVE,
    EXACT,
    METONYM,
    DEMONYM,
    Entity,
    EntityKind,
    Mention,
)
from service.text.folding import fold_letters
from service.text.gazetteers.countries import Country, country, is_demonym
from service.text.gazetteers.parties import Party, party
from service.text.gazetteers.word_lists import CALENDAR, THINGS, TITLES, stem
from service.text.normalization.normalize import normalized
from service.text.targets.matching import Matcher
from service.text.targets.rewording import Rewordings
from service.text.tokens import Words

REWORDED = 0.9
SURNAME = 0.8
PART = 0.6


class MentionFinder:
    """Finds mentions in one document; its parts are read once and shared by all targets."""

    def __init__(
        self,
        document: Document,
        entities: Sequence[Entity],
        pronouns: Sequence[Pronoun],
        words: Words,
        demonyms: Demonyms,
    ) -> None:
        self._document = document
        self._entities = entities
        self._pronouns = pronouns
        self._demonyms = demonyms
        self._found: dict[str, list[Mention]] = {}
        self._matcher = Matcher(document)
        self._rewordings = Rewordings(document, words)

    # Made for the first target: many a text is asked about without any.

    @cached_property
    def _plain(self) -> list[list[str]]:
        return [_plain(e.name).split() for e in self._entities]

    @cached_property
    def _named(self) -> dict[str, Entity]:
        found: dict[str, Entity] = {}
        for entity, name in zip(self._entities, self._plain, strict=True):
            for alias in {" ".join(name), *map(_plain, entity.aliases)}:
                found.setdefault(alias, entity)
        return found

    def find(self, target: str) -> list[Mention]:
        """Mentions in text order, none overlapping a stronger one; headings included."""
        if target not in self._found:
            self._found[target] = self._find(" ".join(normalized(target).split()))
        return self._found[target]

    def _find(self, target: str) -> list[Mention]:
        literal = self._literal(target)
        entity = self.entity(target)
        if entity is not None and entity.kind is EntityKind.PERSON and target.istitle():
            literal = self._named_so(literal)
        found = [*literal, *self._reworded(target)]
        if entity is not None:
            found += entity.mentions
            found += [p.mention for p in self._pronouns if p.entity is entity]
        land = country(target)
        if land is not None:
            found += self._country(land)
        if entity is None and land is None:
            found += self._people_of(target)
        for form in shorter_names(target):
            found += [*self._literal(form), *self._reworded(form)]
        if (of := party(target)) is not None:
            found += self._party(*of)
        return _strongest(found or self._surname(target), len(self._document.text))

    def entity(self, target: str) -> Entity | None:
        """The entity that the target names, by its full form, an alias or a surname."""
        wanted = _plain(target)
        if not wanted:
            return None
        land = country(target)
        key = land.name.lower() if land else wanted
        if (named_so := self._named.get(key)) is not None:
            return named_so if land or self._is_as_loud(target, named_so) else None
        if target.isupper() and len(target) > 2:
            for entity in self._entities:
                if initials(entity.name) == target:
                    return entity
        words = wanted.split()
        for entity, named in zip(self._entities, self._plain, strict=True):
            person = entity.kind is EntityKind.PERSON
            if person and len(words) > 1 and named[-1] == words[-1] and named[0] == words[0]:
                return entity
            # "Volodymyr Zelensky" asked for, only "Zelensky" in the text
            if len(named) == 1 and len(words) > 1 and named[0] == words[-1] and len(words) < 4:
                return entity if target[:1].isupper() else None
        return None

    @staticmethod
    def _is_as_loud(target: str, entity: Entity) -> bool:
        """Whether both are acronyms or neither is: "WHO" is not "The Who"."""
        if not is_ordinary(target.lower().removeprefix("the ")):
            return True
        own = {letters_of(alias) is not None for alias in entity.aliases}
        return (letters_of(target) is not None) in own

    def _literal(self, target: str) -> list[Mention]:
        """The target's own words, however they are spelled."""
        return [Mention(span, sentence, EXACT) for span, sentence in self._matcher.find(target)]

    def _named_so(self, literal: list[Mention]) -> list[Mention]:
        """Without "a swift end" for a person of that name, unless most are in small letters."""
        named = [m for m in literal if not self._document.read(m.span)[0].islower()]
        return named if 2 * len(named) >= len(literal) else literal

    def _reworded(self, target: str) -> list[Mention]:
        return [Mention(span, at, REWORDED) for span, at in self._rewordings.find(target)]

    def _matches(self, words: str, strength: float) -> list[Mention]:
        """The words with their capitals."""
        places = self._matcher.exactly(words)
        return [Mention(span, sentence, strength) for span, sentence in places]

    def _party(self, name: str, of: Party) -> list[Mention]:
        """A party's full name, its members, other names and adjectives."""
        found = self._matches(name, EXACT)
        found += [m for member in of.members for m in self._matches(member, DEMONYM)]
        found += [m for other in of.names for m in self._matches(other, METONYM)]
        return found + [m for word in of.adjectives for m in self._matches(word, ADJECTIVE)]

    def _surname(self, target: str) -> list[Mention]:
        """ "Ovechkin" for "Alex Ovechkin", unless another first name stands before it.

        "Thomas Inglesby" may be Tom, for they begin alike.
        """
        words = target.split()
        if not 2 <= len(words) <= 4 or not (
            words[0][0].isupper() and words[-1] != words[-1].lower()
        ):
            return []
        if country(target) is not None or any(stem(w) in THINGS for w in words):
            return []
        first, last = words[0][0], words[-1].casefold()
        others = {
            named[0].lower()
            for entity in self._entities
            if entity.kind is EntityKind.PERSON
            for named in (entity.name.split(),)
            if len(named) > 1 and named[-1].casefold() == last and named[0][0] != first
        }
        if others - CALENDAR:
            return []
        return self._matches(words[-1], SURNAME)

    def _country(self, land: Country) -> list[Mention]:
        """Demonyms and seats of a country that the text itself may never name."""
        found = [mention for mention, of in self._demonyms if of is land]
        seats = {m.lower() for m in land.metonyms}
        for entity in self._entities:
            if entity.name.lower() in seats:
                found += [Mention(m.span, m.sentence, METONYM) for m in entity.mentions]
        return found

    def _people_of(self, target: str) -> list[Mention]:
        """ "the North Koreans" for "North Korean troops"."""
        words = target.split()
        for size in (2, 1):
            head = " ".join(words[:size])
            if len(words) > size and is_demonym(head):
                want = head.lower()
                return [
                    Mention(m.span, m.sentence, PART)
                    for m, land in self._demonyms
                    if m.strength == DEMONYM and want in {d.lower() for d in land.demonyms}
                ]
        return []


def _plain(name: str) -> str:
    """As it is compared, without article, titles and the stops of "St." and the like."""
    words = [w.rstrip(".,") for w in fold_letters(normalized(name)).split()]
    while len(words) > 1 and (words[0] in TITLES or words[0] == "the" or is_demonym(words[0])):
        words.pop(0)
    return " ".join(words)


def _strongest(found: list[Mention], length: int) -> list[Mention]:
    """Mentions in a text of that length, without those that overlap a stronger one."""
    taken = bytearray(length)
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (-m.strength, -len(m.span), m.span)):
        begin, end = mention.span.begin, mention.span.end
        if taken.find(1, begin, end) < 0:
            taken[begin:end] = b"\x01" * (end - begin)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.span)
