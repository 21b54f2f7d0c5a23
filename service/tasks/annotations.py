"""Annotations of a document that its tasks share, each of which is computed once.

`/v1/analyze` passes one `Annotations` to all its tasks, so that names, quotations and sentence
vectors are computed once, however many tasks need them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from service.inference.protocol import Call, Embeddings, Engine
from service.inference.reader.annotator import Annotator
from service.inference.reader.model_annotator import ModelAnnotator
from service.kit.offload import LIGHT, SHORT, offload
from service.kit.single_flight import Shared
from service.tasks.schema import Output
from service.tasks.target import TargetSpec
from service.text.attribution.first_person import heard
from service.text.attribution.own_words import is_the_authors
from service.text.attribution.quotations import find_quotes
from service.text.attribution.sources import SourceReader
from service.text.attribution.speakers import Names
from service.text.attribution.voices import AUTHOR, Voice, find_voices
from service.text.document import Document
from service.text.entities.demonyms import find_demonyms
from service.text.entities.grouping import find_entities
from service.text.entities.model import Entity
from service.text.entities.phrases import PhraseReader
from service.text.entities.references import ResolvedReference, descriptions, resolve
from service.text.entities.roles.resolution import find_roles
from service.text.reading import Reference, TextReading
from service.text.span import Span
from service.text.targets.mentions import MentionFinder
from service.text.tokens import Words, all_tokens

T = TypeVar("T")
Listener = Callable[[str, Output], None]
"""Called with the name of an event and what it is about, while a task runs."""


@dataclass(frozen=True, slots=True)
class NameAnnotations:
    """Entities, quotations and voices of a document.

    `references` are all that were read, `pronouns` those that were resolved to an entity.
    """

    entities: list[Entity]
    references: Sequence[Reference]
    pronouns: list[ResolvedReference]
    quotes: list[Span]
    voices: dict[int, Voice]
    mentions: MentionFinder
    words: Words


class Annotations:
    """Lazily computed annotations of one document within one request.

    Args:
        targets: the caller's targets, if any.
        annotator: reads names, references and attributions; by default the engine's model.
        listener: told of what a task has found before it is finished.
    """

    def __init__(
        self,
        document: Document,
        engine: Engine,
        call: Call,
        targets: Sequence[TargetSpec] = (),
        annotator: Annotator | None = None,
        listener: Listener | None = None,
    ) -> None:
        self.document = document
        self.engine = engine
        self.call = call
        self.targets = tuple(targets)
        self.annotator = annotator or ModelAnnotator(engine)
        self.content = tuple(document.content())
        self._listener = listener
        self._once: dict[Hashable, Shared[Any]] = {}

    async def once(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The result of `make()`, which is called at the first use of the key."""
        shared = self._once.get(key)
        if shared is None:
            shared = self._once[key] = Shared(make())
        found: T = await shared.result()
        return found

    def report(self, event: str, found: Output) -> None:
        """Tell the listener, if there is one."""
        if self._listener is not None:
            self._listener(event, found)

    async def aside(self, work: Callable[..., T], *arguments: object) -> T:
        """The result of light work on the document, which is offloaded if the text is long."""
        return await offload(len(self.document.text) // LIGHT, work, *arguments)

    @property
    def short(self) -> bool:
        """Whether blocking work on the document runs in the event loop."""
        return len(self.document.text) <= SHORT

    async def names(self) -> NameAnnotations:
        """Names and voices."""
        return await self.once("names", self._find_names)

    async def voices(self) -> Mapping[int, Voice]:
        """The voices of `names()`, by the sentence's index.

        No model is asked for a short text that is surely its author's, unless names were asked for.
        """
        if "names" not in self._once and is_the_authors(self.document):
            return {sentence.index: AUTHOR for sentence in self.document.sentences}
        return (await self.names()).voices

    async def vectors(self) -> Embeddings:
        """A unit vector for each sentence of `content`, shape (n, dimensions)."""
        return await self.once("vectors", self._embed)

    async def _embed(self) -> Embeddings:
        return await self.engine.embed([s.clean for s in self.content], self.call)

    async def _find_names(self) -> NameAnnotations:
        began = time.monotonic()
        reading = await self.annotator.annotate(self.document, self.call)
        names = await offload(len(self.document.text), assemble, self.document, reading)
        self.call.spend("names", time.monotonic() - began)
        return names


def assemble(document: Document, reading: TextReading) -> NameAnnotations:
    """The entities, references and voices that follow from a reading of the document."""
    words = all_tokens(document)
    demonyms = find_demonyms(words)
    entities = find_entities(document, words, demonyms, reading.names)
    roles = find_roles(document, words, entities)
    references = resolve(document, entities, reading.references, roles, reading.attributions)
    quotes = find_quotes(document)
    phrases = PhraseReader(document, entities, references)
    voices = find_voices(
        document,
        quotes,
        Names(document, entities),
        reading.attributions,
        SourceReader(document, phrases, descriptions(document, reading.references)),
    )
    references = heard(document, entities, references, reading.references, quotes, voices)
    return NameAnnotations(
        entities=entities,
        references=reading.references,
        pronouns=references,
        quotes=quotes,
        voices=voices,
        mentions=MentionFinder(document, entities, references, words, demonyms, phrases),
        words=words,
    )
