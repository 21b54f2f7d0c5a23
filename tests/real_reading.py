"""Names and voices of documents by the real reader, without the other models."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.inference.engine import LocalEngine
from service.inference.models.registry import Registry
from service.inference.protocol import Call
from service.inference.reader.model_annotator import ModelAnnotator
from service.inference.torch_backend import TorchBackend
from service.tasks.annotations import NameAnnotations, assemble
from service.text.document import Document
from service.text.reading import TextReading
from tests.conftest import settings

_MODEL = "reader-minilm"


class RealReader:
    """Reads with the weights of the repository."""

    def __init__(self, runner: asyncio.Runner, engine: LocalEngine) -> None:
        self._runner = runner
        self._annotator = ModelAnnotator(engine)

    def reading(self, document: Document) -> TextReading:
        """What the model reads in a document."""
        return self._runner.run(self._annotator.annotate(document, Call()))

    def names(self, document: Document) -> NameAnnotations:
        """What `Annotations.names` finds in a document."""
        return assemble(document, self.reading(document))


@contextmanager
def real_reader(folder: Path) -> Iterator[RealReader]:
    """The reader, loaded once; `folder` is an empty one for its link."""
    given = settings()
    (folder / _MODEL).symlink_to((given.models_dir / _MODEL).resolve(), target_is_directory=True)
    engine = LocalEngine(TorchBackend(Registry(folder, given.cache_dir), 1), tune=False)
    with asyncio.Runner() as runner:
        runner.run(engine.start())
        try:
            yield RealReader(runner, engine)
        finally:
            runner.run(engine.stop())
