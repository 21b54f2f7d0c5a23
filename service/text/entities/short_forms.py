"""The short forms of names: a person's surname or forename, a body's initials."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from service.text.entities.model import Entity, EntityKind
from service.text.folding import unaccented
from service.text.gazetteers.first_names import is_forename

_INITIALS = "."  # no word begins so: distinguishes the initials "ABC" from a name "ABC"
_SHORTEST_NAME = 3  # letters of a surname or forename

Numbered = tuple[int, Entity]  # an entity with its place in the text or in the order of entities


class ShortForms:
    """Finds the entity that a word is short for; words must be looked up in text order.

    Where several could be meant ("Kennedy" after Robert and John Kennedy) it is the one
    named last before the place; where none is named before, the one that is named first.
    """

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._sharing: dict[str, _Sharing] = {}
        self._of: dict[int, list[_Sharing]] = {}
        for order, entity in enumerate(entities):
            for form in _short_forms(entity):
                sharing = self._sharing.setdefault(unaccented(form), _Sharing((order, entity)))
                sharing.mentioned.extend((m.span.begin, order, entity) for m in entity.mentions)
                self._of.setdefault(id(entity), []).append(sharing)
        for sharing in self._sharing.values():
            sharing.mentioned.sort(key=lambda m: m[:2])

    def entity_of(self, word: str, begin: int) -> Entity | None:
        """The entity that `word` at `begin` stands for, which then counts as mentioned there."""
        found = [s for form in _forms_of(word) if (s := self._sharing.get(form)) is not None]
        if not found:
            return None
        named = [last for s in found if (last := s.last_before(begin)) is not None]
        if named:
            _, entity = max(named, key=lambda m: m[0])
        else:
            _, entity = min((s.first for s in found), key=lambda f: f[0])
        for sharing in self._of[id(entity)]:
            sharing.latest = (begin, entity)
        return entity


class _Sharing:
    """The entities that share one short form, with where they are mentioned."""

    def __init__(self, first: Numbered) -> None:
        self.first = first
        self.mentioned: list[tuple[int, int, Entity]] = []
        self.latest: Numbered | None = None  # by a short form, so far

    def last_before(self, begin: int) -> Numbered | None:
        """The last mention before `begin`."""
        at = bisect_left(self.mentioned, begin, key=lambda m: m[0]) - 1
        full = (self.mentioned[at][0], self.mentioned[at][2]) if at >= 0 else None
        if self.latest is None or self.latest[0] >= begin:
            return full
        return self.latest if full is None or self.latest[0] > full[0] else full


def _short_forms(entity: Entity) -> Iterator[str]:
    """The keys under which an entity of several words is found."""
    words = entity.name.split()
    if len(words) < 2:
        return
    if entity.kind is EntityKind.PERSON:
        # "Ana" for Ana Duarte; another first word may be common to many people.
        yield from {words[0], words[-1]} if is_forename(words[0]) else {words[-1]}
    else:
        yield _INITIALS + "".join(w[0] for w in words if w[0].isupper())


def _forms_of(word: str) -> Iterator[str]:
    """The keys of a word, as a name and as initials; none for a single letter."""
    word = unaccented(word)
    if len(word) >= _SHORTEST_NAME:
        yield word
    if len(word) > 1:
        yield _INITIALS + word.replace(".", "")
