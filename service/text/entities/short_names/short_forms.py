"""The short forms of names: a person's surname or forename, a body's initials."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from service.text.entities.model import Entity, EntityKind
from service.text.folding import unaccented
from service.text.gazetteers.word_lists import THINGS, stem

_INITIALS = "."  # no word begins so: distinguishes the initials "ABC" from a name "ABC"
_SHORTEST_NAME = 3  # letters of a surname or forename

Numbered = tuple[int, Entity]  # an entity with its place in the text or in the order of entities


class ShortForms:
    """Finds the entity that a word is short for; words must be looked up in text order.

    Where several could be meant ("Kennedy" after Robert and John Kennedy) it is the one
    named last before the place; where none is named before, the one that is named first. But
    who was called by the word before keeps it, unless the other is named in full more often
    than the first in any form: news calls its subject by the surname, and relatives in full.
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
        named = [last for s in found if (last := s.bearer_at(begin)) is not None]
        if named:
            _, entity = max(named, key=lambda m: m[0])
        else:
            _, entity = min((s.first for s in found), key=lambda f: f[0])
        for sharing in self._of[id(entity)]:
            sharing.called(begin, entity)
        return entity


class _Sharing:
    """The entities that share one short form, with where they are mentioned."""

    def __init__(self, first: Numbered) -> None:
        self.first = first
        self.mentioned: list[tuple[int, int, Entity]] = []
        self._latest: Numbered | None = None  # by a short form, so far
        self._short: Counter[int] = Counter()  # how often, by the entity's `id`

    def called(self, begin: int, entity: Entity) -> None:
        """Note that the entity is called by a short form at `begin`."""
        self._latest = (begin, entity)
        self._short[id(entity)] += 1

    def bearer_at(self, begin: int) -> Numbered | None:
        """Who is meant at `begin`, with the place where it was named last."""
        at = bisect_left(self.mentioned, begin, key=lambda m: m[0]) - 1
        full = (self.mentioned[at][0], self.mentioned[at][2]) if at >= 0 else None
        latest = self._latest
        if latest is None or latest[0] >= begin:
            return full
        if full is None or full[0] < latest[0] or full[1] is latest[1]:
            return latest if full is None or full[0] < latest[0] else full
        kept = self._full[id(latest[1])] + self._short[id(latest[1])]
        return full if self._full[id(full[1])] > kept else latest

    @cached_property
    def _full(self) -> Counter[int]:
        """How often each entity is named in full in the whole text, by its `id`."""
        return Counter(id(entity) for _, _, entity in self.mentioned)


def _short_forms(entity: Entity) -> Iterator[str]:
    """The keys under which an entity of several words is found."""
    words = entity.name.split()
    if len(words) < 2:
        return
    if entity.kind is EntityKind.PERSON:
        yield from {words[0], words[-1]}
    else:
        if all(stem(word) in THINGS for word in words[1:]):
            yield words[0]  # "Harvard" for Harvard University
        yield _INITIALS + "".join(w[0] for w in words if w[0].isupper())


def _forms_of(word: str) -> Iterator[str]:
    """The keys of a word, as a name and as initials; none for a single letter."""
    word = unaccented(word)
    if len(word) >= _SHORTEST_NAME:
        yield word
    if len(word) > 1:
        yield _INITIALS + word.replace(".", "")
