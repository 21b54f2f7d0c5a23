"""Reads texts with the service's own reader, for recipes that fit what comes after it."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path

from models.training.data.engines import recipe_engine
from service.evaluation.each import of_each
from service.inference.protocol import Call, Engine
from service.inference.reader.model_annotator import ModelAnnotator
from service.tasks.annotations import NameAnnotations, assemble
from service.text.document import Document
from service.text.reading import TextReading
from service.text.segmentation.builder import build_document

AT_ONCE = 8  # documents
Read = tuple[Document, NameAnnotations]


def read_with_models(
    texts: Sequence[str],
    models: Path,
    cache: Path | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Read]:
    """Documents and names of English texts, in their order, by the reader of a models folder.

    Args:
        texts: the texts.
        models: the folder of model folders.
        cache: a file of readings, which is used for the texts that it has and gets the others. It
            is a pickle, so it must be one's own, and of the same reader.
        progress: is told how many texts were read.
    """
    known: dict[str, TextReading] = {}
    if cache is not None and cache.exists():
        known = pickle.loads(cache.read_bytes())
    documents = [build_document(text, language="en") for text in texts]
    missing = {d.posted: d for d in documents if d.posted not in known}
    if missing:
        engine = recipe_engine(models=models)
        readings = asyncio.run(_started(engine, list(missing.values()), progress))
        known |= dict(zip(missing, readings, strict=True))
        if cache is not None:
            cache.write_bytes(pickle.dumps(known))
    return [(d, assemble(d, known[d.posted])) for d in documents]


async def read_all(
    engine: Engine, documents: Sequence[Document], progress: Callable[[int], None] = lambda _: None
) -> list[TextReading]:
    """What a started engine reads in each document. Raises `EngineError`."""
    annotator = ModelAnnotator(engine)

    async def one(document: Document) -> TextReading:
        return await annotator.annotate(document, Call())

    return await of_each(documents, one, AT_ONCE, progress)


async def _started(
    engine: Engine, documents: Sequence[Document], progress: Callable[[int], None]
) -> list[TextReading]:
    await engine.start()
    try:
        return await read_all(engine, documents, progress)
    finally:
        await engine.stop()
