"""The entity of a document that a caller's target names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from service.text.entities.acronyms import is_ordinary, letters_of
from service.text.entities.model import Entity, EntityKind
from service.text.folding import fold_letters
from service.text.gazetteers.countries import country, is_demonym
from service.text.gazetteers.word_lists import TITLES
from service.text.normalization.normalize import normalized
from service.text.targets.shorter_names import initials

_SHORTEST_INITIALS = 3
_LONGEST_NAME = 3  # words of a person's name that may be known by its surname alone


class EntityLookup:
    """Finds entities of one document by full form, alias, initials or surname."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = entities

    # Made for the first target: many a text is asked about without any.

    @cached_property
    def _words(self) -> list[list[str]]:
        """The words of each entity's name, as they are compared."""
        return [_comparable(e.name).split() for e in self._entities]

    @cached_property
    def _named(self) -> dict[str, Entity]:
        """The first entity of each name and alias."""
        found: dict[str, Entity] = {}
        for entity, words in zip(self._entities, self._words, strict=True):
            for alias in {" ".join(words), *map(_comparable, entity.aliases)}:
                found.setdefault(alias, entity)
        return found

    def find(self, target: str) -> Entity | None:
        """The entity that `target` names; None where there is none, or the case differs."""
        wanted = _comparable(target)
        if not wanted:
            return None
        land = country(target)
        entity = self._named.get(land.name.lower() if land else wanted)
        if entity is not None:
            return entity if land or _agrees_in_case(target, entity) else None
        return self._by_initials(target) or self._by_surname(target, wanted.split())

    def _by_initials(self, target: str) -> Entity | None:
        """ "FBI" for "Federal Bureau of Investigation"."""
        if not target.isupper() or len(target) < _SHORTEST_INITIALS:
            return None
        return next((e for e in self._entities if initials(e.name) == target), None)

    def _by_surname(self, target: str, words: list[str]) -> Entity | None:
        """The first person with the same surname, and forename where both have one."""
        if len(words) < 2:
            return None
        for entity, own in zip(self._entities, self._words, strict=True):
            if _has_same_ends(entity, own, words):
                return entity
            # "Volodymyr Zelensky" asked for, only "Zelensky" in the text
            if len(own) == 1 and own[0] == words[-1] and len(words) <= _LONGEST_NAME:
                return entity if target[:1].isupper() else None
        return None


def _has_same_ends(entity: Entity, own: list[str], words: list[str]) -> bool:
    """ "Robert F. Kennedy" and "Robert Kennedy"."""
    person = entity.kind is EntityKind.PERSON
    return person and own[-1] == words[-1] and own[0] == words[0]


def _agrees_in_case(target: str, entity: Entity) -> bool:
    """Whether both are acronyms or neither is: "WHO" is not "The Who"."""
    if not is_ordinary(target.lower().removeprefix("the ")):
        return True
    own = {letters_of(alias) is not None for alias in entity.aliases}
    return (letters_of(target) is not None) in own


def _comparable(name: str) -> str:
    """A name as it is compared, without article, titles and the stops of "St." and the like."""
    words = [w.rstrip(".,") for w in fold_letters(normalized(name)).split()]
    while len(words) > 1 and (words[0] in TITLES or words[0] == "the" or is_demonym(words[0])):
        words.pop(0)
    return " ".join(words)
