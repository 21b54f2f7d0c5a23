"""Texts with the sentences that readers chose for a summary, as candidates with their features.

The sets `news/labelled` have one choice a text; `written/summaries` has that of a second reader,
and refers to the texts by set and id.
"""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.articles.labelled import SETS, WRITTEN, held_texts, read
from models.training.data.engines import recipe_engine
from models.training.data.readings import AT_ONCE, read_all
from models.training.reader.data import leaks
from service.evaluation.each import of_each
from service.inference.protocol import Call, Embeddings
from service.tasks.annotations import assemble
from service.tasks.headline import headline_of
from service.tasks.summary.candidates import Candidate, find_candidates
from service.tasks.summary.choose import SentenceWords
from service.tasks.summary.features import Features, sentence_features
from service.text.document import Document
from service.text.headlines import bounded
from service.text.reading import TextReading
from service.text.segmentation.builder import build_document
from service.text.span import Span

CHOICES = WRITTEN.with_name("summaries")


@dataclass(frozen=True, slots=True)
class ChosenText:
    """A text, and the sentences that each of its readers chose, in code points as posted."""

    set: str
    genre: str
    text: str
    choices: tuple[tuple[Span, ...], ...]


@dataclass(slots=True)
class RankedText:
    """The sentences of a text as the service sees them, with what readers chose of them.

    Attributes:
        chosen: for each reader the positions of the sentences.
        wanted: how many the first reader chose.
    """

    genre: str
    candidates: list[Candidate]
    wordings: list[SentenceWords]
    vectors: Embeddings
    features: Features
    chosen: list[frozenset[int]]
    wanted: int
    texts: list[str] = field(default_factory=list)

    @property
    def target(self) -> NDArray[np.float64]:
        """The share of the choices that fell on each sentence; its sum is 1, or 0 without any."""
        found = np.zeros(len(self.candidates))
        own = [one for one in self.chosen if one]
        for one in own:
            found[list(one)] += 1 / (len(one) * len(own))
        return found


def train_texts(data: Path) -> list[ChosenText]:
    """The texts to fit to, none of which is in a dev or test part of any set."""
    held = leaks.HeldOut(held_texts(data))
    found = _labelled(data, "train", _further(CHOICES / "second_reader_train.jsonl"))
    return [text for text in found if not held.contains(text.text)]


def dev_texts(data: Path) -> list[ChosenText]:
    """The dev part; of some a second reader's choice, too."""
    return list(_labelled(data, "dev", _further(CHOICES / "second_reader_dev.jsonl")))


Further = Mapping[tuple[str, str], tuple[Span, ...]]


def _further(path: Path) -> dict[tuple[str, str], tuple[Span, ...]]:
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return {(r["set"], r["id"]): tuple(Span(*span) for span in r["summary"]) for r in rows}


def _labelled(data: Path, part: str, further: Further) -> Iterable[ChosenText]:
    for name in SETS:
        for text in read(data / name / f"{part}.jsonl"):
            if not text.summary:
                continue
            own = tuple(text.sentences[i] for i in text.summary)
            others = further.get((name, text.id))
            yield ChosenText(name, text.genre, text.text, (own, others) if others else (own,))


def ranked_texts(texts: Sequence[ChosenText], cache: Path | None = None) -> list[RankedText]:
    """The texts as the service's own reader and encoder read them, those without content left out.

    `cache` is a pickle of what was read, which must be one's own and of the same models. It is
    used for the texts that it has and gets the others.
    """
    known: dict[str, _Reading] = {}
    if cache is not None and cache.exists():
        known = pickle.loads(cache.read_bytes())
    documents = [build_document(text.text, language="en") for text in texts]
    missing = [document for document in documents if document.posted not in known]
    if missing:
        known |= asyncio.run(_read(missing))
        if cache is not None:
            cache.write_bytes(pickle.dumps(known))
    return [
        _ranked(text, document, *known[document.posted])
        for text, document in zip(texts, documents, strict=True)
        if any(True for _ in document.content())
    ]


_Reading = tuple[TextReading, Embeddings]


async def _read(documents: Sequence[Document]) -> dict[str, _Reading]:
    engine = recipe_engine()
    await engine.start()
    try:
        readings = await read_all(engine, documents)

        async def embedded(document: Document) -> Embeddings:
            headline = headline_of(document)
            own = [s.clean for s in document.content()]
            return await engine.embed(own + ([bounded(headline.text)] if headline else []), Call())

        vectors = await of_each(documents, embedded, AT_ONCE)
    finally:
        await engine.stop()
    return {
        document.posted: (reading, own)
        for document, reading, own in zip(documents, readings, vectors, strict=True)
    }


def _ranked(
    text: ChosenText, document: Document, reading: TextReading, vectors: Embeddings
) -> RankedText:
    content = list(document.content())
    names = assemble(document, reading)
    candidates = find_candidates(document, content, names)
    n = len(content)
    heading = vectors[n] if len(vectors) > n else None
    places = [document.posted_span(s.span) for s in content]
    return RankedText(
        text.genre,
        candidates,
        [SentenceWords.of(s.clean) for s in content],
        vectors[:n],
        sentence_features(content, candidates, names, vectors[:n], heading),
        [_positions(places, choice) for choice in text.choices],
        len(text.choices[0]),
        [s.clean for s in content],
    )


def _positions(places: Sequence[Span], choice: Sequence[Span]) -> frozenset[int]:
    """The sentences that hold most of those chosen."""
    found = set()
    for span in choice:
        shared = [min(p.end, span.end) - max(p.begin, span.begin) for p in places]
        best = int(np.argmax(shared))
        if shared[best] > 0.5 * len(span):
            found.add(best)
    return frozenset(found)
