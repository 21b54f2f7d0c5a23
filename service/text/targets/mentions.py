"""Where a document speaks of a target that a caller named.

In falling strength: the words themselves, another name of the same entity, a rewording
with the same stems ("troops from North Korea"), a demonym for its country, members for their
party, a government's seat, a pronoun, an adjective ("Ukrainian troops" for Ukraine). Where
none of these is there, a person's surname.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.text.document import Document
from service.text.entities.coreference import Pronoun
from service.text.entities.demonyms import Demonyms
from service.text.entities.model import Entity, Mention
from service.text.gazetteers.countries import country
from service.text.normalization.normalize import normalized
from service.text.targets.entity_lookup import EntityLookup
from service.text.targets.matching import Matcher
from service.text.targets.mention_sources import ALL_SOURCES, SoughtTarget, Sources, surname
from service.text.targets.rewording import Rewordings
from service.text.tokens import Words


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
        self._lookup = EntityLookup(entities)
        self._sources = Sources(
            document=document,
            entities=entities,
            pronouns=pronouns,
            demonyms=demonyms,
            matcher=Matcher(document),
            rewordings=Rewordings(document, words),
        )
        self._found: dict[str, list[Mention]] = {}

    def find(self, target: str) -> list[Mention]:
        """Mentions in text order, none overlapping a stronger one; headings included."""
        if target not in self._found:
            self._found[target] = self._find(" ".join(normalized(target).split()))
        return self._found[target]

    def entity(self, target: str) -> Entity | None:
        """The entity that the target names, by its full form, an alias or a surname."""
        return self._lookup.find(target)

    def _find(self, text: str) -> list[Mention]:
        target = SoughtTarget(text, self.entity(text), country(text))
        found = [m for source in ALL_SOURCES for m in source(self._sources, target)]
        found = found or surname(self._sources, target)
        return _strongest(found, len(self._sources.document.text))


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
