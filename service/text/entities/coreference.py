"""Simple coreference: resolves "he" and "she" right after a person was named.

The antecedent of a pronoun is the person named before it in its own sentence; where there is
none, the person that the sentence before is about. A pronoun with two candidates is not
resolved: a wrong mention attributes words to the wrong person, a missing one only loses a
passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.document import Document, Sentence
from service.text.entities.gender import is_female
from service.text.entities.model import EXACT, PRONOUN, Entity, EntityKind, Mention
from service.text.span import Span

# By its first letter, which lets the search skip; whether a word starts there is seen later.
_PRONOUN = re.compile(r"[HhSs](?i:e|im|is|imself|er|ers|erself|he)\b")
_GENDERED = {  # whether the pronoun is a woman's
    **dict.fromkeys(("she", "her", "hers", "herself"), True),
    **dict.fromkeys(("he", "him", "his", "himself"), False),
}
# "Though he didn’t know what would happen next, Oleksandr said": the name comes after.
_SUBORDINATE = re.compile(
    r"(?:though|although|while|when|as|after|before|if|because|since)\b", re.I
)
_QUOTE_ENDS = re.compile(r"[,.!?…]?[”\"’']\s$")


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun and the person it stands for."""

    mention: Mention
    entity: Entity


# A person's exact mentions in one sentence, in text order.
Named = Sequence[tuple[Span, Entity]]


def resolve(document: Document, entities: Sequence[Entity]) -> list[Pronoun]:
    """The pronouns that can be resolved, in text order."""
    people = [e for e in entities if e.kind is EntityKind.PERSON]
    named = _exact_mentions(people)
    resolver = _Resolver(document, people)
    return [
        pronoun
        for sentence in document.content()
        for pronoun in resolver.read(sentence, named.get(sentence.index, []))
    ]


def _exact_mentions(people: Sequence[Entity]) -> dict[int, list[tuple[Span, Entity]]]:
    """Where people are named, by the sentence's index."""
    named: dict[int, list[tuple[Span, Entity]]] = {}
    for entity in people:
        for mention in entity.mentions:
            if mention.strength == EXACT:
                named.setdefault(mention.sentence, []).append((mention.span, entity))
    for pairs in named.values():
        pairs.sort(key=lambda pair: pair[0])
    return named


class _Resolver:
    """Reads the sentences of one document in order and keeps track of their subjects."""

    def __init__(self, document: Document, people: Sequence[Entity]) -> None:
        self._text = document.text
        self._female = {e.name: is_female(document, e) for e in people}
        self._focus: list[Entity] = []  # candidates for the next pronoun, the likeliest first

    def read(self, sentence: Sentence, named: Named) -> list[Pronoun]:
        """The resolved pronouns of a sentence in which those people are `named`."""
        found: list[Pronoun] = []
        for span, female in _gendered_pronouns(self._text, sentence.span):
            entity = self._antecedent(sentence, named, span.begin, female)
            if entity is not None:
                self._female[entity.name] = female
                found.append(Pronoun(Mention(span, sentence.index, PRONOUN), entity))
        self._move_focus(sentence, [e for _, e in named], [p.entity for p in found])
        return found

    def _antecedent(
        self, sentence: Sentence, named: Named, begin: int, female: bool
    ) -> Entity | None:
        """The person that the pronoun at `begin` stands for."""
        near = [e for e in self._nearby(sentence, named, begin) if self._may_be(e, female)]
        if len(near) > 1:
            return None
        candidates = near or [e for e in self._focus if self._may_be(e, female)]
        return candidates[0] if candidates else None

    def _nearby(self, sentence: Sentence, named: Named, begin: int) -> list[Entity]:
        """The people of the sentence that a pronoun at `begin` may mean."""
        before: list[Entity] = []
        # “Ana Duarte won,” he said: a speaker is not a person of the quotation.
        if not _QUOTE_ENDS.search(self._text, max(0, begin - 3), begin):
            before = _distinct([e for span, e in named if span.end <= begin])
        if not before and _SUBORDINATE.match(sentence.clean):
            return [e for _, e in named[:1]]
        return before

    def _may_be(self, entity: Entity, female: bool) -> bool:
        return self._female[entity.name] in (None, female)

    def _move_focus(
        self, sentence: Sentence, named: Sequence[Entity], resolved: Sequence[Entity]
    ) -> None:
        if named or resolved:
            self._focus = _distinct([*named, *resolved])
        # A quotation between two sentences about a speaker does not change the subject.
        elif not self._text.startswith(("“", '"'), sentence.span.begin):
            self._focus = []


def _gendered_pronouns(text: str, span: Span) -> Iterator[tuple[Span, bool]]:
    """Where "he" and "she" stand in any case, and whether it is a woman's pronoun."""
    for match in _PRONOUN.finditer(text, span.begin, span.end):
        female = _GENDERED.get(match[0].lower())
        if female is not None and not _is_inside_word(text, match.start()):
            yield Span(match.start(), match.end()), female


def _is_inside_word(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")


def _distinct(entities: Sequence[Entity]) -> list[Entity]:
    return list({e.name: e for e in entities}.values())
