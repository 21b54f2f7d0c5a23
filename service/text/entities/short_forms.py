"""Whose a single word is: a surname's or a forename's person, initials' body."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from service.text.entities.model import Entity
from service.text.folding import unaccented
from service.text.gazetteers.first_names import is_forename


class Owners:
    """Finds the entity that a word is short for; to be asked in text order.

    Where several could be meant ("Kennedy" after Robert and John Kennedy) it is the one
    named last before the place, failing that the first one named at all.
    """

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._heirs: dict[str, _Heirs] = {}
        self._of: dict[int, list[_Heirs]] = {}
        for order, entity in enumerate(entities):
            for form in _short_forms(entity):
                heirs = self._heirs.setdefault(unaccented(form), _Heirs((order, entity)))
                heirs.mentioned.extend((m.span.begin, order, entity) for m in entity.mentions)
                self._of.setdefault(id(entity), []).append(heirs)
        for heirs in self._heirs.values():
            heirs.mentioned.sort(key=lambda m: m[:2])

    def of(self, word: str, begin: int) -> Entity | None:
        """The entity that `word` at `begin` stands for, which is then mentioned there."""
        word = unaccented(word)
        forms = (word if len(word) > 2 else "", _INITIALS + word.replace(".", ""))
        found = [h for f in forms if len(word) > 1 and (h := self._heirs.get(f)) is not None]
        if not found:
            return None
        named = [last for h in found if (last := h.last(begin)) is not None]
        if named:
            _, entity = max(named, key=lambda m: m[0])
        else:
            _, entity = min((h.first for h in found), key=lambda f: f[0])
        for heirs in self._of[id(entity)]:
            heirs.latest = (begin, entity)
        return entity


_INITIALS = "."  # no word begins so: keeps the initials "ABC" apart from a name "ABC"


def _short_forms(entity: Entity) -> Iterator[str]:
    words = entity.name.split()
    if len(words) < 2:
        return
    if entity.kind == "person":
        # "Ana" for Ana Duarte; of other first words nobody knows whether they are his alone.
        yield from {words[0], words[-1]} if is_forename(words[0]) else {words[-1]}
    else:
        yield _INITIALS + "".join(w[0] for w in words if w[0].isupper())


class _Heirs:
    """The entities of one short form, with where they are mentioned."""

    def __init__(self, first: tuple[int, Entity]) -> None:
        self.first = first
        self.mentioned: list[tuple[int, int, Entity]] = []
        self.latest: tuple[int, Entity] | None = None  # by a short form, so far

    def last(self, begin: int) -> tuple[int, Entity] | None:
        """The last mention before `begin`."""
        at = bisect_left(self.mentioned, begin, key=lambda m: m[0]) - 1
        full = (self.mentioned[at][0], self.mentioned[at][2]) if at >= 0 else None
        if self.latest is None or self.latest[0] >= begin:
            return full
        return self.latest if full is None or self.latest[0] > full[0] else full
