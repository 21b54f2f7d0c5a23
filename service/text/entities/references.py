"""References (pronouns, roles) that are resolved to the entities of a document.

An annotator scores the antecedents of each reference. A reference joins the entity of its best
antecedent, unless that is less likely than none, or is itself a reference to somebody whom the
text does not name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.text.document import Document
from service.text.entities.gender import is_female
from service.text.entities.model import PRONOUN, Entity, EntityKind, Mention, MentionForm
from service.text.entities.roles.resolution import Role
from service.text.reading import Attribution, Reference, ReferenceForm
from service.text.span import Span

_FORMS = {
    ReferenceForm.PRONOUN: MentionForm.PRONOUN,
    ReferenceForm.NOMINAL: MentionForm.ROLE,
}
_HE, _SHE = (
    frozenset({"he", "him", "his", "himself"}),
    frozenset({"she", "her", "hers", "herself"}),
)
_NOT_DESCRIBED = frozenset("who whose you your i me my we us our".split())
_DEFINITE = frozenset({"the", "this", "that"})
_ARTICLE = 4  # code points of "the "
_IT = frozenset({"it", "its", "itself"})
# Log odds above which a reference is resolved: a wrong mention puts words about one person on
# another, a missing one only loses a passage. One that means a reference without a name ("her
# mother") joins an entity only if that is nearly as likely, and likely in itself.
_SURE, _CLOSE = 3.0, 2.0
LEAST = {ReferenceForm.PRONOUN: 0.0, ReferenceForm.NOMINAL: 2.0}


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """A reference and the entity that it stands for."""

    mention: Mention
    entity: Entity
    form: ReferenceForm


def resolve(
    document: Document,
    entities: Sequence[Entity],
    references: Sequence[Reference],
    roles: Sequence[Role] = (),
    attributions: Sequence[Attribution] = (),
    least: Mapping[ReferenceForm, float] = LEAST,
) -> list[ResolvedReference]:
    """The references that can be resolved, in text order.

    A pronoun that is the source of an attribution does not mean anybody of its content: in "“Ana
    Duarte won,” she said", "she" is another woman.
    `roles` are those whose bearer the text states; these are certain, and later references may
    mean them.
    """
    resolver = _Resolver(document, entities, roles)
    contents = {a.source[0]: a.content for a in attributions if a.source}
    stated = {role.mention.span.end for role in roles}
    found = [ResolvedReference(r.mention, r.entity, ReferenceForm.NOMINAL) for r in roles]
    for reference in references:
        if reference.span.end in stated:
            continue
        reference = _outside(reference, contents.get(reference.span, ()))
        entity = resolver.entity_of(reference, least[reference.form])
        if entity is not None and not resolver.follows_name(reference, entity):
            mention = Mention(reference.span, reference.sentence, PRONOUN, _FORMS[reference.form])
            found.append(ResolvedReference(mention, entity, reference.form))
    return sorted(found, key=lambda resolved: resolved.mention.span)


def _outside(reference: Reference, contents: Sequence[Span]) -> Reference:
    """The reference without its antecedents within these spans."""
    if not contents:
        return reference
    kept = [a for a in reference.antecedents if not any(a.span in c for c in contents)]
    return replace(reference, antecedents=tuple(kept))


def descriptions(document: Document, references: Sequence[Reference]) -> dict[Span, Span]:
    """The noun phrase that each pronoun stands for, of those that stand for one: "the driver".

    Pronouns whose likeliest antecedent is a name, or none at all, are left out.
    """
    phrases: dict[int, Span] = {}  # by the end of the reference
    found: dict[Span, Span] = {}
    for reference in references:
        if reference.form is ReferenceForm.NOMINAL:
            phrases[reference.span.end] = reference.span
            continue
        best = reference.antecedents[0] if reference.antecedents else None
        if best is None or best.score <= LEAST[ReferenceForm.PRONOUN]:
            continue
        if document.read(reference.span).lower() not in _NOT_DESCRIBED and best.span.end in phrases:
            found[reference.span] = phrases[reference.span.end] = phrases[best.span.end]
    return found


class _Resolver:
    """Reads references in text order and remembers who each mention is."""

    def __init__(
        self, document: Document, entities: Sequence[Entity], roles: Sequence[Role]
    ) -> None:
        self._text = document.text
        self._female = {id(e): is_female(document, e) for e in entities}
        # Whose mention ends where: an antecedent may be a part of it ("Reyes" of "Ana Reyes").
        self._entity_at: dict[int, Entity] = {
            m.span.end: entity for entity in entities for m in entity.mentions
        } | {role.mention.span.end: role.entity for role in roles}
        self._described: dict[str, Entity | None] = {}  # by the noun that describes them

    def follows_name(self, reference: Reference, entity: Entity) -> bool:
        """Whether it goes on a name of the entity: "region" of "the Tresund region"."""
        return self._entity_at.get(reference.span.begin - 1) is entity

    def entity_of(self, reference: Reference, least: float) -> Entity | None:
        """The entity that a reference stands for; None for nobody with a name."""
        word = self._text[reference.span.begin : reference.span.end].lower()
        if reference.form is ReferenceForm.PRONOUN:
            return self._by_score(reference, word, least)
        head = word.split()[-1]
        if self._is_definite(reference.span) and head in self._described:
            # "The soldier" is the one of before: the named one, or him who has no name.
            entity = self._described[head]
            if entity is not None:
                self._entity_at[reference.span.end] = entity
        else:
            entity = self._by_score(reference, word, least)
        self._described[head] = entity
        return entity

    def _is_definite(self, phrase: Span) -> bool:
        """Whether it has a definite article, which may stand just before what was read."""
        before = self._text[max(0, phrase.begin - _ARTICLE) : phrase.begin]
        own = self._text[phrase.begin : phrase.end]
        return any(words.lower() in _DEFINITE for words in (before.strip(), own.split()[0]))

    def _by_score(self, reference: Reference, word: str, least: float) -> Entity | None:
        nobody: float | None = None  # the score of the best antecedent without a name
        for antecedent in reference.antecedents:
            floor = least if nobody is None else max(_SURE, nobody - _CLOSE)
            if antecedent.score <= floor:
                return None
            entity = self._entity_at.get(antecedent.span.end)
            if entity is None:
                nobody = antecedent.score if nobody is None else nobody
            elif self._may_be(entity, word):
                self._entity_at[reference.span.end] = entity
                self._learn(entity, word)
                return entity
        return None

    def _may_be(self, entity: Entity, word: str) -> bool:
        if word in _HE or word in _SHE:
            return entity.kind is EntityKind.PERSON and self._female[id(entity)] in (
                None,
                word in _SHE,
            )
        return not (word in _IT and entity.kind is EntityKind.PERSON)

    def _learn(self, entity: Entity, word: str) -> None:
        if word in _HE or word in _SHE:
            self._female[id(entity)] = word in _SHE
