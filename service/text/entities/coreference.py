"""Simple co-reference: "he" and "she" right after a person was named.

A pronoun stands for the person of its own sentence named before it, else for the one the
sentence before is about. Two candidates of which none is clearly meant give no mention: a
wrong mention puts words into somebody's mouth, a missing one only loses a passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.text.document import Document, Sentence
from service.text.entities.model import EXACT, PRONOUN, Entity, EntityKind, Mention
from service.text.gazetteers.first_names import is_woman
from service.text.span import Span

# By its first letter, which lets the search skip; whether a word starts there is seen later.
_PRONOUN = re.compile(r"[HhSs](?i:e|im|is|imself|er|ers|erself|he)\b")
_FEMININE = frozenset({"she", "her", "hers", "herself"})
_MASCULINE = frozenset({"he", "him", "his", "himself"})
# "Though he didn’t know what would happen next, Oleksandr said": the name comes after.
_AHEAD = re.compile(r"(?:though|although|while|when|as|after|before|if|because|since)\b", re.I)
_SPEAKS = re.compile(r"[,.!?…]?[”\"’']\s$")
_MALE = frozenset({"mr", "king", "prince", "sir", "lord", "spokesman", "chairman", "congressman"})
_FEMALE = frozenset(
    {"mrs", "ms", "miss", "queen", "princess", "dame", "lady", "spokeswoman", "chairwoman"}
    | {"congresswoman"}
)


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun and the person it stands for."""

    mention: Mention
    entity: Entity


def resolve(document: Document, entities: Sequence[Entity]) -> list[Pronoun]:
    """Pronouns that can be told, in text order."""
    people = [e for e in entities if e.kind is EntityKind.PERSON]
    sexes = {e.name: _sex(document, e) for e in people}
    named: dict[int, list[tuple[Span, Entity]]] = {}
    for entity in people:
        for mention in entity.mentions:
            if mention.strength == EXACT:
                named.setdefault(mention.sentence, []).append((mention.span, entity))
    found: list[Pronoun] = []
    focus: list[Entity] = []
    for sentence in document.content():
        here = sorted(named.get(sentence.index, []), key=lambda pair: pair[0])
        resolved: list[Entity] = []
        for match in _PRONOUN.finditer(document.text, sentence.span.begin, sentence.span.end):
            word = match[0].lower()
            female = word in _FEMININE
            if not (female or word in _MASCULINE) or _inside_word(document.text, match.start()):
                continue
            before = _distinct([e for span, e in here if span.end <= match.start()])
            if _SPEAKS.search(document.text, max(0, match.start() - 3), match.start()):
                before = []  # “Ana Duarte won,” he said: nobody within his own words
            if not before and _AHEAD.match(sentence.clean):
                before = _distinct([e for _, e in here])[:1]
            near = [e for e in before if sexes[e.name] in (None, female)]
            fits = near or [e for e in focus if sexes[e.name] in (None, female)]
            if not fits or len(near) > 1:
                continue
            entity = fits[0]
            sexes[entity.name] = female
            resolved.append(entity)
            span = Span(match.start(), match.end())
            found.append(Pronoun(Mention(span, sentence.index, PRONOUN), entity))
        focus = _next_focus(document, sentence, [e for _, e in here], resolved, focus)
    return found


def _next_focus(
    document: Document,
    sentence: Sentence,
    here: list[Entity],
    resolved: list[Entity],
    before: list[Entity],
) -> list[Entity]:
    """Whom the next sentence's pronoun may mean, the likeliest first."""
    if here or resolved:
        return _distinct([*here, *resolved])
    # A quotation between two sentences about a speaker does not change the subject.
    inside = document.text[sentence.span.begin : sentence.span.begin + 1] in {"“", '"'}
    return before if inside else []


def _inside_word(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")


def _distinct(entities: Sequence[Entity]) -> list[Entity]:
    return list({e.name: e for e in entities}.values())


def _sex(document: Document, entity: Entity) -> bool | None:
    """True for a woman, False for a man, by title or first name; None if unknown."""
    for mention in entity.mentions:
        before = document.text[max(0, mention.span.begin - 16) : mention.span.begin].split()
        title = before[-1].lower().rstrip(".") if before else ""
        if title in _MALE or title in _FEMALE:
            return title in _FEMALE
    first, *rest = entity.name.split()
    return is_woman(first) if rest else None
