"""Within a speaker's words "I" is the speaker, and "she" somebody else."""

from __future__ import annotations

from service.text.attribution.first_person import heard
from service.text.attribution.speakers import Speaker
from service.text.attribution.voices import Voice
from service.text.entities.model import PRONOUN, Entity, EntityKind, Mention
from service.text.entities.references import ResolvedReference
from service.text.reading import Reference, ReferenceForm
from service.text.segmentation.builder import build_document
from service.text.span import Span

TEXT = "“I saw that she fell,” said Ana Duarte."
DOCUMENT = build_document(TEXT, language="en")
ANA, KARI = Entity("Ana Duarte", EntityKind.PERSON), Entity("Kari Moe", EntityKind.PERSON)


def words(meant: Entity, *, speaker: str | None = "Ana Duarte") -> dict[str, str]:
    """Whom "I" and "she" mean, where "she" was resolved to `meant`."""
    at = {word: Span(TEXT.index(word), TEXT.index(word) + len(word)) for word in ("I", "she")}
    references = [Reference(span, 0, ReferenceForm.PRONOUN) for span in at.values()]
    mention = Mention(at["she"], 0, PRONOUN)
    resolved = [ResolvedReference(mention, meant, ReferenceForm.PRONOUN)]
    who = Speaker(speaker, Span(28, 38)) if speaker else None
    voices = {0: Voice(quoted=True, speaker=who)}
    found = heard(DOCUMENT, [ANA, KARI], resolved, references, [Span(0, 22)], voices)
    return {DOCUMENT.read(r.mention.span): r.entity.name for r in found}


def test_i_is_the_speaker_and_she_is_not() -> None:
    assert words(ANA) == {"I": "Ana Duarte"}
    assert words(KARI) == {"I": "Ana Duarte", "she": "Kari Moe"}


def test_without_a_speaker_nothing_is_corrected() -> None:
    assert words(ANA, speaker=None) == {"she": "Ana Duarte"}
