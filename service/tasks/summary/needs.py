"""What a sentence needs of the text before it, so that a reader of it alone knows what is meant.

A pronoun or a noun phrase for somebody whom the text names can be replaced by the name. Anything
else that points back ("they", "the couple", "this", "however") needs the sentence that it points
to.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from service.tasks.annotations import NameAnnotations
from service.tasks.summary.pointing_words import leans_on_the_last, link_of
from service.text.document import Document, Sentence
from service.text.entities.model import Entity, EntityKind, MentionForm
from service.text.reading import Reference, ReferenceForm
from service.text.span import Span
from service.text.whitespace import fold

# Of pronouns inside of a sentence only these are looked at. What "it" and "they" mean there is
# mostly in the sentence, and which name it would be is read too badly.
_PERSONAL = frozenset("he she him her his hers".split())
_DEFINITE = frozenset("the this that these those".split())
_NAMED = frozenset({MentionForm.NAME, MentionForm.SHORT_FORM})
# Log odds of the antecedent above which a name is inserted, and above which a sentence is said to
# need another: an inserted name that is wrong is worse than a sentence left out.
_SURE = {ReferenceForm.PRONOUN: 1.5, ReferenceForm.NOMINAL: 3.0}
_LIKELY = 1.0
_AHEAD = 3.0  # log odds by which a name's best antecedent is ahead of those of other people
_REPLACED = frozenset({EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.OTHER})
_EARLY = 48  # code points from the beginning of a sentence within which a noun phrase matters
_ARTICLE = 6  # code points of "these "
_MOST_WORDS = 6  # of a name


@dataclass(frozen=True, slots=True)
class NamedReference:
    """Words at `span` that mean `entity`, which the sentence does not name itself."""

    span: Span
    entity: Entity


@dataclass(frozen=True, slots=True)
class Needs:
    """What a sentence needs: names instead of references, and other sentences of the content.

    `sentences` are positions in the content; -1 stands for one that the content does not have.
    `named` are the entities that the sentence names itself. `link` is a word at its beginning
    ("However,") that is left out if the sentence before is not there.
    """

    names: tuple[NamedReference, ...] = ()
    sentences: frozenset[int] = frozenset()
    named: tuple[Entity, ...] = ()
    link: Span | None = None


def find_needs(
    document: Document, content: Sequence[Sentence], names: NameAnnotations
) -> list[Needs]:
    """The needs of each sentence of the content, in their order."""
    return list(_NeedsFinder(document, content, names).all())


@dataclass(slots=True)
class _Settled:
    """What the references of a sentence need so far; `entities` are named there, or will be."""

    entities: list[Entity]
    names: list[NamedReference] = field(default_factory=list)
    sentences: set[int] = field(default_factory=set)


class _NeedsFinder:
    def __init__(
        self, document: Document, content: Sequence[Sentence], names: NameAnnotations
    ) -> None:
        self._document, self._content = document, content
        self._position = {s.index: i for i, s in enumerate(content)}
        self._begins = {s.index: s.span for s in content}
        self._meant = {r.mention.span: r.entity for r in names.pronouns}
        self._references: Mapping[int, list[Reference]] = defaultdict(list)
        for reference in names.references:
            self._references[reference.sentence].append(reference)
        self._named: Mapping[int, list[Entity]] = defaultdict(list)
        for entity in names.entities:
            for sentence in {m.sentence for m in entity.mentions if m.how in _NAMED}:
                self._named[sentence].append(entity)
        self._people = self._meant | {
            m.span: entity for entity in names.entities for m in entity.mentions
        }

    def all(self) -> Iterator[Needs]:
        for position, sentence in enumerate(self._content):
            yield self._of(position, sentence)

    def _of(self, position: int, sentence: Sentence) -> Needs:
        own = _Settled(list(self._named[sentence.index]))
        opening = False  # whether it begins with a reference whose meaning is settled
        for reference in self._pointing_back(sentence):
            if self._settle(reference, sentence, own):
                opening |= self._opens(reference, sentence)
        link = link_of(sentence, self._document.text)
        begin = link.end if link else sentence.span.begin
        if leans_on_the_last(fold(self._document.text[begin : sentence.span.end]), opening):
            own.sentences.add(position - 1)
        named = tuple(self._named[sentence.index])
        return Needs(tuple(own.names), frozenset(own.sentences), named, link)

    def _pointing_back(self, sentence: Sentence) -> Iterator[Reference]:
        """Its references that may mean somebody of another sentence, in text order.

        After a description ("the nominee") a pronoun means whom that describes.
        """
        described = False
        for reference in self._references[sentence.index]:
            if self._points_back(reference, sentence) and not (
                described and _is_pronoun(reference)
            ):
                described |= not _is_pronoun(reference)
                yield reference

    def _settle(self, reference: Reference, sentence: Sentence, own: _Settled) -> bool:
        """Note what a reference needs; whether its meaning is clear with that."""
        entity = self._meant.get(reference.span)
        if entity is not None and any(entity is one for one in own.entities):
            return True
        if entity is not None and self._is_sure(reference, entity) and _is_a_name(entity):
            own.entities.append(entity)
            own.names.append(NamedReference(reference.span, entity))
            return True
        if (other := self._antecedent(reference, sentence)) is not None:
            own.sentences.add(other)
        return False

    def _points_back(self, reference: Reference, sentence: Sentence) -> bool:
        """Whether it is "he" or "she", or a definite noun phrase at the beginning."""
        words = self._document.read(reference.span).lower().split()
        if _is_pronoun(reference):
            return words[0] in _PERSONAL
        before = self._document.text[
            max(sentence.span.begin, reference.span.begin - _ARTICLE) : reference.span.begin
        ].lower()
        definite = words[0] in _DEFINITE or before.split()[-1:] in (["the"], ["this"], ["that"])
        return definite and reference.span.begin < sentence.span.begin + _EARLY

    def _opens(self, reference: Reference, sentence: Sentence) -> bool:
        link = link_of(sentence, self._document.text)
        begin = link.end if link else sentence.span.begin
        return not self._document.text[begin : reference.span.begin].strip("“\"'‘(")

    def _is_sure(self, reference: Reference, entity: Entity) -> bool:
        """Whether its meaning is; one without antecedents is a role whose bearer the text states.

        "He" is unsure as well where somebody else is nearly as likely.
        """
        own = reference.antecedents
        if not own or own[0].score <= _SURE[reference.form]:
            return not own
        if not _is_pronoun(reference):
            return True
        others = (a.score for a in own if self._is_somebody_else(a.span, entity))
        return own[0].score - max(others, default=-math.inf) > _AHEAD

    def _is_somebody_else(self, span: Span, entity: Entity) -> bool:
        other = self._people.get(span)
        return other is not None and other is not entity and other.kind is EntityKind.PERSON

    def _antecedent(self, reference: Reference, sentence: Sentence) -> int | None:
        """The position of the sentence that has its likeliest antecedent, if that is another."""
        best = reference.antecedents[0] if reference.antecedents else None
        if best is None or best.score < _LIKELY or best.span.begin >= sentence.span.begin:
            return None
        if reference.form is ReferenceForm.NOMINAL:
            own, other = map(self._document.read, (reference.span, best.span))
            if own.lower().split()[-1] == other.lower().split()[-1]:
                return None  # "the driver" after "the driver" says as much as the first one did
        for index in range(sentence.index - 1, -1, -1):
            span = self._begins.get(index)
            if span is not None and span.begin <= best.span.begin:
                return self._position[index] if best.span in span else -1
        return -1


def _is_pronoun(reference: Reference) -> bool:
    return reference.form is ReferenceForm.PRONOUN


def _is_a_name(entity: Entity) -> bool:
    """Whether the entity's fullest form can stand for "he" or "the company" in a sentence."""
    short = len(entity.name.split()) <= _MOST_WORDS
    return short and entity.kind in _REPLACED and entity.name[:1].isupper()
