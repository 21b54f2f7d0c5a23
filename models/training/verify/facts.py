"""What the service reads in a text, as the corruptions of its sentences need it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.inference.protocol import Call, Engine
from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.verify.check import index_of
from service.tasks.verify.lookup import SentenceIndex
from service.text.document import Document, Sentence
from service.text.entities.model import EntityKind, MentionForm
from service.text.segmentation.builder import build_document

_NAMED = frozenset({MentionForm.NAME, MentionForm.SHORT_FORM, MentionForm.PRONOUN})


@dataclass(frozen=True, slots=True)
class NamedPart:
    """`[begin, end)` of a sentence's text that means somebody; `form` is how."""

    begin: int
    end: int
    name: str
    kind: EntityKind
    form: MentionForm


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """A sentence of an article. `speaker` is a part of it, where it is somebody's words.

    `heard` names whose words it is, also where another sentence says so.
    """

    place: int
    text: str
    parts: tuple[NamedPart, ...]
    speaker: NamedPart | None
    heard: str | None


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """A text with its sentences; `names` are those of its people, bodies and places."""

    id: str
    set: str
    sentences: Sequence[SentenceFacts]
    names: dict[EntityKind, tuple[str, ...]]
    index: SentenceIndex

    def others(self, part: NamedPart, sentence: SentenceFacts) -> list[str]:
        """Names of the same kind that the sentence does not have."""
        here = {own.name for own in sentence.parts}
        low = sentence.text.lower()
        return [
            name
            for name in self.names.get(part.kind, ())
            if name not in here and name.split()[-1].lower() not in low
        ]


async def facts_of(text: str, name: str, source: str, engine: Engine) -> ArticleFacts:
    """The facts of a text. Raises `EngineError`."""
    document = build_document(text, language="en")
    annotations = Annotations(document, engine, Call())
    index = await index_of(annotations)
    names = await annotations.names()
    places = {sentence.index: place for place, sentence in enumerate(index.sentences)}
    sentences = [
        _sentence(document, names, sentence, places[sentence.index])
        for sentence in annotations.content
    ]
    kinds: dict[EntityKind, list[str]] = {}
    for entity in names.entities:
        kinds.setdefault(entity.kind, []).append(entity.name)
    return ArticleFacts(name, source, sentences, {k: tuple(v) for k, v in kinds.items()}, index)


def _sentence(
    document: Document, names: NameAnnotations, sentence: Sentence, place: int
) -> SentenceFacts:
    # One blank for each line break, so that spans of the document stay those of the sentence.
    text = "".join(" " if c.isspace() else c for c in document.read(sentence.span))
    parts = _named_parts(names, sentence)
    voice = names.voices[sentence.index]
    speaker = None
    if voice.speaker is not None and voice.speaker.span in sentence.span:
        at = voice.speaker.span.begin - sentence.span.begin
        speaker = next((part for part in parts if part.begin <= at < part.end), None)
    heard = voice.speaker.name if voice.speaker is not None and voice.speaker.named else None
    return SentenceFacts(place, text, tuple(parts), speaker, heard)


def _named_parts(names: NameAnnotations, sentence: Sentence) -> list[NamedPart]:
    """What a sentence names, by spans within it; of two that overlap the first and longest."""
    start = sentence.span.begin
    meant = [(m, entity) for entity in names.entities for m in entity.mentions if m.how in _NAMED]
    meant += [(r.mention, r.entity) for r in names.pronouns if r.mention.how in _NAMED]
    found = {
        NamedPart(m.span.begin - start, m.span.end - start, entity.name, entity.kind, m.how)
        for m, entity in meant
        if m.span in sentence.span
    }
    parts: list[NamedPart] = []
    for part in sorted(found, key=lambda part: (part.begin, -part.end)):
        if not parts or part.begin >= parts[-1].end:
            parts.append(part)
    return parts
