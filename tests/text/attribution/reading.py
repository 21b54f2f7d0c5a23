"""Whose words the sentences of a text are, for tests."""

from __future__ import annotations

from collections.abc import Mapping

from service.text.attribution.voices import Voice
from service.text.blocks.markup_kinds import mark
from service.text.document import Document
from service.text.html.extract import extract
from service.text.segmentation.builder import build_document
from tests.reading import read_names
from tests.real_reading import RealReader


def of_text(text: str) -> list[str | None]:
    """The speaker's name for every sentence; "" for one without, None for the author."""
    return _voices(build_document(text, language="en"))


def of_page(html: str) -> dict[str, str | None]:
    """The same by the sentence, for a page."""
    page = extract(html)
    document = mark(build_document(page.text, language="en"), page.marked)
    clean = [s.clean for s in document.sentences]
    return dict(zip(clean, _voices(document), strict=True))


def spans(text: str) -> list[str | None]:
    """The words of the text that mean the speaker, for every sentence."""
    document = build_document(text, language="en")
    voices = read_names(document).voices
    speakers = [voices[s.index].speaker for s in document.sentences]
    return [document.read(one.span) if one else None for one in speakers]


def read_by(reader: RealReader, text: str) -> list[str | None]:
    """The same as `of_text` by the real reader."""
    document = build_document(text, language="en")
    return _names_of(document, reader.names(document).voices)


def _voices(document: Document) -> list[str | None]:
    return _names_of(document, read_names(document).voices)


def _names_of(document: Document, voices: Mapping[int, Voice]) -> list[str | None]:
    found = [voices[s.index] for s in document.sentences]
    return [((v.speaker.name or "") if v.speaker else "") if v.quoted else None for v in found]
