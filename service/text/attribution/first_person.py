"""References within a speaker's words: "I" is the speaker, "he" and "she" are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.text.attribution.quotations import is_quoted
from service.text.attribution.voices import Voice
from service.text.document import Document
from service.text.entities.model import PRONOUN, Entity, Mention, MentionForm
from service.text.entities.references import ResolvedReference
from service.text.reading import Reference, ReferenceForm
from service.text.span import Span

_I = frozenset({"i", "me", "my", "mine", "myself"})
_THIRD = frozenset("he him his himself she her hers herself".split())


def heard(
    document: Document,
    entities: Sequence[Entity],
    resolved: Sequence[ResolvedReference],
    references: Sequence[Reference],
    quotes: Sequence[Span],
    voices: Mapping[int, Voice],
) -> list[ResolvedReference]:
    """The resolved references, corrected by who speaks where; in text order.

    `references` are all that were read, also those that could not be resolved.
    """
    by_name = {entity.name: entity for entity in entities}
    known = {r.mention.span: r for r in resolved}
    read = {reference.span for reference in references}
    found = [r for r in resolved if r.mention.span not in read]
    for reference in references:
        speaker = voices[reference.sentence].speaker
        entity = by_name.get(speaker.name or "") if speaker is not None else None
        quoted = is_quoted(quotes, reference.span.begin)
        word = document.read(reference.span).lower()
        heard_as = _corrected(reference, word, known.get(reference.span), entity, quoted=quoted)
        if heard_as is not None:
            found.append(heard_as)
    return sorted(found, key=lambda resolved: resolved.mention.span)


def _corrected(
    reference: Reference,
    word: str,
    meant: ResolvedReference | None,
    speaker: Entity | None,
    *,
    quoted: bool,
) -> ResolvedReference | None:
    """What a reference means in the words of a speaker."""
    if speaker is not None and word in _I:
        mention = Mention(reference.span, reference.sentence, PRONOUN, MentionForm.PRONOUN)
        return ResolvedReference(mention, speaker, ReferenceForm.PRONOUN)
    # In "She has killed this street,” said Reyes, "she" is not Reyes.
    if meant is not None and meant.entity is speaker and word in _THIRD and quoted:
        return None
    return meant
