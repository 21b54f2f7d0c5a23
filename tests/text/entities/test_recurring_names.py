"""Names that were read in part are made whole by the capitals that always stand beside them."""

from __future__ import annotations

import pytest

from service.text.document import Document
from service.text.entities.recurring_names import join_recurring
from service.text.reading import NameKind, NameSpan
from service.text.segmentation.builder import build_document
from service.text.span import Span
from service.text.tokens import Words, all_tokens
from tests.linear.growth import too_steep

PERSON, ORGANIZATION, PLACE = NameKind.PERSON, NameKind.ORGANIZATION, NameKind.PLACE


def joined(text: str, *parts: tuple[str, NameKind]) -> list[tuple[str, NameKind]]:
    """The names of a text in which all places of each part were read as names."""
    document = build_document(text, language="en")
    read = []
    for sentence in document.sentences:
        for words, kind in parts:
            at = document.text.find(words, sentence.span.begin, sentence.span.end)
            if at >= 0:
                read.append(NameSpan(Span(at, at + len(words)), sentence.index, kind))
    read.sort(key=lambda name: name.span)
    found = join_recurring(document, all_tokens(document), read)
    return [(document.read(name.span), name.kind) for name in found]


OPEN = (
    "Nine Keep Harbours Open marchers were fined on Friday. Keep Harbours Open paid for all. "
    "The mayor had met Keep Harbours Open before."
)


@pytest.mark.parametrize(
    "parts",
    [
        [("Harbours", ORGANIZATION)],
        [("Harbours Open", ORGANIZATION)],
        [("Keep Harbours", ORGANIZATION), ("Open", PLACE)],
        [("Keep", PERSON), ("Harbours Open", ORGANIZATION)],
    ],
    ids=str,
)
def test_a_name_is_as_long_as_its_capitals(parts: list[tuple[str, NameKind]]) -> None:
    assert joined(OPEN, *parts) == [("Keep Harbours Open", ORGANIZATION)] * 3


def test_parts_that_overlap_are_one_name() -> None:
    text = "He has the Golden Medal of Merit. Nine had a Golden Medal of Merit before."
    parts = ("Golden", PERSON), ("Medal of Merit", ORGANIZATION)
    assert joined(text, *parts) == [("Golden Medal of Merit", ORGANIZATION)] * 2


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Nine Harbour marchers were fined. One left.", ("Harbour", ORGANIZATION)),
        ("Then Duarte left. Then Duarte came back.", ("Duarte", PERSON)),
        ("We met Mayor Duarte. He met Mayor Duarte too.", ("Duarte", PERSON)),
        ("We met Mayor Duarte. He met Mayor Duarte too.", ("Mayor", PERSON)),
        ("On Monday Duarte left. On Monday Duarte was ill.", ("Duarte", PERSON)),
        ("We saw French Duarte fans. He saw French Duarte fans.", ("Duarte", PERSON)),
        ("I met Big Ana Duarte. He met Big Ana Duarte too.", ("Ana Duarte", PERSON)),
        ("We like Old Portvale. They like Old Portvale. Portvale is far.", ("Portvale", PLACE)),
        ("We like Old, Portvale. They like Old, Portvale.", ("Portvale", PLACE)),
        ("We read The Portvale. They read The Portvale.", ("Portvale", ORGANIZATION)),
        ("OLD PORTVALE VOTES. WE LIKE OLD PORTVALE.", ("PORTVALE", PLACE)),
    ],
    ids=range(11),
)
def test_what_is_beside_a_name_by_chance_is_no_part(text: str, part: tuple[str, NameKind]) -> None:
    found = joined(text, part)
    assert found
    assert set(found) == {part}


@pytest.mark.parametrize(
    "line",
    ["We like Old Big Quay {n}. ", "We like Old {n} Big Quay Road and "],
    ids=["sentences", "one"],
)
def test_the_time_grows_with_the_text(line: str) -> None:
    def make(size: int) -> tuple[Document, Words, list[NameSpan]]:
        text = "".join(line.format(n=f"N{n}") for n in range(size // len(line)))
        document = build_document(text, language="en")
        words = all_tokens(document)
        read = [
            NameSpan(Span(token.begin, token.end), index, ORGANIZATION)
            for index, own in words.items()
            for token in own
            if token.word == "Quay"
        ]
        return document, words, read

    assert too_steep(make, lambda given: join_recurring(*given), 60_000) is None
