"""Segments of documents, and readings by an engine."""

from __future__ import annotations

from dataclasses import replace

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.inference.reader.model_annotator import ModelAnnotator, segments_of, sentences_read
from service.text.document import BlockKind
from service.text.reading import TextReading
from tests.inference.reader.tables import document_of


def test_segments_have_the_length_of_their_sentences() -> None:
    document = document_of("It broke\nin May. Nobody came.\n\nThe quay is late.")
    segments = segments_of(document, document.sentences)
    assert [len(s.text) for s in segments] == [len(s.span) for s in document.sentences]
    assert not any("\n" in s.text for s in segments)
    blocks = [s.block for s in document.sentences]
    opens = [i == 0 or blocks[i] != blocks[i - 1] for i in range(len(blocks))]
    assert [s.opens_block for s in segments] == opens


def test_boilerplate_is_not_read() -> None:
    document = document_of("Nobody came. The quay is late.")
    first, *rest = document.sentences
    marked = replace(document, sentences=(replace(first, kind=BlockKind.BOILERPLATE), *rest))
    assert sentences_read(marked) == rest


async def test_the_engine_reads() -> None:
    document = document_of("Tom Reyes said it broke.")
    reading = await ModelAnnotator(FakeEngine()).annotate(document, Call())
    assert [document.read(n.span) for n in reading.names] == ["Tom Reyes"]
    assert len(reading.attributions) == 1


async def test_nothing_to_read() -> None:
    assert await ModelAnnotator(FakeEngine()).annotate(document_of(""), Call()) == TextReading()
