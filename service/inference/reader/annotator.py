"""The protocol of annotators, which read names, references and attributions in a document."""

from __future__ import annotations

from typing import Protocol

from service.inference.protocol import Call
from service.text.document import Document
from service.text.reading import TextReading


class Annotator(Protocol):
    """Rules, a parser or a network may stand behind it."""

    async def annotate(self, document: Document, call: Call) -> TextReading:
        """What can be read in a document. Raises `EngineError` if a model cannot be asked."""
        ...
