"""Annotations of a document that its tasks share, each of which is computed once.

`/v1/analyze` passes one `Annotations` to all its tasks, so that names, quotations and sentence
vectors are computed once, however many tasks need them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from service.inference.protocol import Call, Embeddings, Engine
from service.kit.offload import LIGHT, SHORT, offload
from service.kit.single_flight import Shared
from service.tasks.target import TargetSpec
from service.text.attribution.quotations import find_quotes, quotes_over
from service.text.attribution.speakers import SpeakerFinder
from service.text.attribution.voices import Voice, find_voices
from service.text.document import Document
from service.text.entities.coreference import Pronoun, resolve
from service.text.entities.demonyms import find_demonyms
from service.text.entities.grouping import find_entities
from service.text.entities.model import Entity
from service.text.span import Span
from service.text.targets.mentions import MentionFinder
from service.text.tokens import Words, all_tokens

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NameAnnotations:
    """Entities, quotations and voices of a document."""

    entities: list[Entity]
    pronouns: list[Pronoun]
    quotes: list[Span]
    voices: dict[int, Voice]
    mentions: MentionFinder
    words: Words


class Annotations:
    """Lazily computed annotations of one document within one request.

    Args:
        targets: the caller's targets, if any.
    """

    def __init__(
        self,
        document: Document,
        engine: Engine,
        call: Call,
        targets: Sequence[TargetSpec] = (),
    ) -> None:
        self.document = document
        self.engine = engine
        self.call = call
        self.targets = tuple(targets)
        self.content = tuple(document.content())
        self._names: NameAnnotations | None = None
        self._once: dict[Hashable, Shared[Any]] = {}

    async def once(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The result of `make()`, which is called at the first use of the key."""
        shared = self._once.get(key)
        if shared is None:
            shared = self._once[key] = Shared(make())
        found: T = await shared.result()
        return found

    async def aside(self, work: Callable[..., T], *arguments: object) -> T:
        """The result of light work on the document, which is offloaded if the text is long."""
        return await offload(len(self.document.text) // LIGHT, work, *arguments)

    @property
    def short(self) -> bool:
        """Whether blocking work on the document runs in the event loop."""
        return len(self.document.text) <= SHORT

    async def names(self) -> NameAnnotations:
        """Names and voices."""
        if not self.short:
            return await self.once("names", self._find_names)
        if self._names is None:  # without an `await`, so that no other task can start the same work
            self._names = await self._find_names()
        return self._names

    async def vectors(self) -> Embeddings:
        """A unit vector for each sentence of `content`, shape (n, dimensions)."""
        return await self.once("vectors", self._embed)

    async def _embed(self) -> Embeddings:
        return await self.engine.embed([s.clean for s in self.content], self.call)

    async def _find_names(self) -> NameAnnotations:
        began = time.monotonic()
        names = await offload(len(self.document.text), read_names, self.document)
        self.call.spend("names", time.monotonic() - began)
        return names


def read_names(document: Document) -> NameAnnotations:
    """All annotations of names and voices, which need no model."""
    words = all_tokens(document)
    demonyms = find_demonyms(words)
    entities = find_entities(document, words, demonyms)
    pronouns = resolve(document, entities)
    quotes = find_quotes(document)
    finder = SpeakerFinder(document, entities, pronouns)
    voices = find_voices(document, quotes, finder)
    pronouns = [p for p in pronouns if not _own_words(p, quotes, voices)]
    return NameAnnotations(
        entities=entities,
        pronouns=pronouns,
        quotes=quotes,
        voices=voices,
        mentions=MentionFinder(document, entities, pronouns, words, demonyms),
        words=words,
    )


def _own_words(pronoun: Pronoun, quotes: list[Span], voices: dict[int, Voice]) -> bool:
    """Whether a pronoun in a quotation was resolved to the quotation's own speaker.

    This is wrong: in `"She has killed this street," said Reyes`, "she" is not Reyes.
    """
    speaker = voices[pronoun.mention.sentence].speaker
    if speaker is None or speaker.name != pronoun.entity.name:
        return False
    return any(pronoun.mention.span in q for q in quotes_over(quotes, pronoun.mention.span))
