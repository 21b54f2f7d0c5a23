"""Where a document speaks of a target that a caller named.

In falling strength: the words themselves, another name of the same entity, a rewording
with the same stems ("troops from North Korea"), a demonym for its country, members for their
party, a government's seat, a pronoun, an adjective ("Ukrainian troops" for Ukraine). Where
none of these is there, a person's surname.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.text.document import Document
from service.text.entities.demonyms import Demonyms
from service.text.entities.model import Entity, Mention
from service.text.entities.phrases import PhraseReader
from service.text.entities.references import ResolvedReference
from service.text.gazetteers.countries import country
from service.text.gazetteers.word_lists import bare
from service.text.normalization.normalize import normalized
from service.text.span import Span
from service.text.targets.entity_lookup import EntityLookup
from service.text.targets.matching import Matcher
from service.text.targets.mention_sources import ALL_SOURCES
from service.text.targets.people import surname
from service.text.targets.rewording import Rewordings
from service.text.targets.sources import SoughtTarget, Sources
from service.text.tokens import Words

_MOST_PLACES = 8  # at which a description is looked up


class MentionFinder:
    """Finds mentions in one document; its parts are read once and shared by all targets."""

    def __init__(
        self,
        document: Document,
        entities: Sequence[Entity],
        references: Sequence[ResolvedReference],
        words: Words,
        demonyms: Demonyms,
        phrases: PhraseReader,
    ) -> None:
        self._phrases = phrases
        self._lookup = EntityLookup(entities)
        self._sources = Sources(
            document=document,
            entities=entities,
            references=references,
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
        """The entity that the target names, or that the text describes in the target's words.

        "The mayor of Lisbon" is whom these words mean where they stand in the text.
        """
        return self.named(target) or self._described(" ".join(normalized(target).split()))

    def named(self, target: str) -> Entity | None:
        """The entity that the target names, by its full form, an alias or a surname."""
        return self._lookup.find(target) or self._lookup.find(bare(target))

    def _described(self, words: str) -> Entity | None:
        """The entity that a description of several words means where the text has it."""
        if " " not in words:
            return None
        for span, _ in self._sources.matcher.find(words)[:_MOST_PLACES]:
            if (meant := self._phrases.entity(span)) is not None:
                return meant[1]
        return None

    def _without_possessive(self, text: str) -> str:
        """ "Reyes" for "Reyes's", if the text has it alone; but "McDonald's" is a name."""
        own = bare(text)
        if own == text or not own:
            return text
        places = self._sources.matcher.find(own)
        document = self._sources.document.text
        alone = any(_stands_alone(document, span) for span, _ in places)
        return own if alone else text

    def _find(self, text: str) -> list[Mention]:
        text = self._without_possessive(text)
        target = SoughtTarget(text, self.entity(text), country(text))
        found = [m for source in ALL_SOURCES for m in source(self._sources, target)]
        found = found or surname(self._sources, target)
        return _strongest(found, len(self._sources.document.text))


def _stands_alone(text: str, span: Span) -> bool:
    """Whether a name has no possessive ending, and no other name goes on from it."""
    if text.startswith(("'s", "’s"), span.end):
        return False
    return not text[span.end + 1 : span.end + 2].isupper() or text[span.end] != " "


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
