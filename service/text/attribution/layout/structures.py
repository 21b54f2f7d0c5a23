"""Speakers whom the layout of a text tells: labels, block quotations, signatures, headlines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.text.attribution.layout.block_quotes import Own, find_block_quotes
from service.text.attribution.layout.headlines import headline_speaker
from service.text.attribution.layout.people import People
from service.text.attribution.layout.signatures import find_letters, signed_after_quotation
from service.text.attribution.layout.transcripts import find_turns
from service.text.attribution.speakers import Names, Speaker
from service.text.document import Document
from service.text.span import Span


def find_structures(
    document: Document, quotes: Sequence[Span], names: Names, own: Own
) -> Mapping[int, Speaker | None]:
    """The speaker of every sentence that the layout gives to one, by its index.

    None stands for a speaker who is not named. `own` are the attributions that sentences show
    by themselves.
    """
    people = People(names)
    found: dict[int, Speaker | None] = {}
    for sentence in document.sentences:
        if own.get(sentence.index) is None:
            speaker = headline_speaker(document, people, sentence)
            speaker = speaker or signed_after_quotation(document, people, quotes, sentence)
            if speaker is not None:
                found[sentence.index] = speaker
    found.update(find_letters(document, people, quotes))
    found.update(find_block_quotes(document, people, own))
    found.update(find_turns(document, people))
    return found
