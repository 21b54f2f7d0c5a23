"""What the sources of mentions share: one document as it is known, and the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.text.document import Document
from service.text.entities.demonyms import Demonyms
from service.text.entities.model import EXACT, Entity, Mention, MentionForm
from service.text.entities.references import ResolvedReference
from service.text.gazetteers.countries import Country
from service.text.targets.matching import Matcher
from service.text.targets.rewording import Rewordings

REWORDED = 0.9
SURNAME = 0.8
PART = 0.6  # "the North Koreans" for "North Korean troops"


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of one document, for all targets."""

    document: Document
    entities: Sequence[Entity]
    references: Sequence[ResolvedReference]
    demonyms: Demonyms
    matcher: Matcher
    rewordings: Rewordings

    def literal(self, words: str, how: MentionForm = MentionForm.NAME) -> list[Mention]:
        """Mentions by these words, however they are spelled."""
        return [Mention(span, sentence, EXACT, how) for span, sentence in self.matcher.find(words)]

    def reworded(self, words: str, how: MentionForm = MentionForm.REWORDING) -> list[Mention]:
        """Mentions by the same stems."""
        return [Mention(span, at, REWORDED, how) for span, at in self.rewordings.find(words)]

    def capitalised(self, words: str, strength: float, how: MentionForm) -> list[Mention]:
        """Mentions by these words with their capitals."""
        places = self.matcher.exactly(words)
        return [Mention(span, sentence, strength, how) for span, sentence in places]


@dataclass(frozen=True, slots=True)
class SoughtTarget:
    """A normalized target with the entity and the country that it names."""

    text: str
    entity: Entity | None
    country: Country | None
