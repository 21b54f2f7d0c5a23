"""Names and voices of a document by the fake engine's reader, without an engine."""

from __future__ import annotations

from service.inference.reader import fake_reader
from service.inference.reader.model_annotator import decode, segments_of, sentences_read
from service.tasks.annotations import NameAnnotations, assemble
from service.text.document import Document


def read_names(document: Document) -> NameAnnotations:
    """What `Annotations.names` finds with the fake engine."""
    outputs = fake_reader.read(segments_of(document, sentences_read(document)))
    return assemble(document, decode(document, outputs, fake_reader.HEADS))
