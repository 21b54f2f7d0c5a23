"""Structure of posted text: nothing lost, nothing moved, every line told for what it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from service.text.document import BlockKind, Document
from service.text.segmentation.builder import build_document
from service.text.whitespace import is_blank
from tests.reading import read_names
from tests.text.messy import TEXTS

PASTE = (
    "Local\n"
    "Council closes harbour road to cars, angering traders\n"
    "Portvale Courier November 9, 2026\n"
    "The council voted on Monday to close the road, ending a dispute. (Lena Okafor/Courier)\n"
    "PORTVALE - A narrow vote ended the town's longest quarrel on Monday night.\n"
    "The council voted on Monday to close the road, ending a dispute.\n"
    "Air monitors on the quay recorded illegal levels of dirt on 112 days last year, and they "
    "expect the ban to prevent 40 admissions a\n"
    "Year after year of complaints came before.\n"
    "Read more: How the buses will run\n"
    "The court will hear the case, the mayor said\n"
)
EMAIL = (
    "Hello all,\n\n"
    "the board met on Thursday evening and decided, after a long debate,\n"
    "that the clubhouse will be sold in spring. Nobody was happy about it\n"
    "but the roof cannot be repaired for the money that is left.\n\n"
    "The keys have to be handed in by the end of the month, and lockers\n"
    "must be empty by then.\n\n"
    "Sent from my phone\n"
)


def kinds(document: Document) -> list[tuple[str, str]]:
    """(kind, start of the text) of every block."""
    return [(b.kind.value, document.read(b.span)[:24]) for b in document.blocks]


def sentences(text: str) -> list[str]:
    """The sentences as models read them."""
    return [s.clean for s in build_document(text).sentences]


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_blocks_and_sentences_hold_all_that_is_visible(text: str) -> None:
    document = build_document(text)
    text = document.text
    covered = [False] * len(text)
    end = 0
    for block in document.blocks:
        assert end <= block.span.begin < block.span.end <= len(text)
        end = block.span.end
    end = 0
    for sentence in document.sentences:
        span = sentence.span
        assert end <= span.begin < span.end
        assert span in document.blocks[sentence.block].span
        assert not is_blank(text[span.begin])
        assert not is_blank(text[span.end - 1])
        assert not re.search(r"[\x00-\x1f]|  ", sentence.clean)
        end = span.end
        for i in range(span.begin, span.end):
            covered[i] = True
    for block in document.blocks:
        for i in range(block.span.begin, block.span.end):
            assert covered[i] or is_blank(text[i])


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_names_quotes_and_voices_lie_in_the_text(text: str) -> None:
    document = build_document(text)
    names = read_names(document)
    spans = [m.span for e in names.entities for m in e.mentions]
    spans += [p.mention.span for p in names.pronouns] + names.quotes
    spans += [v.speaker.span for v in names.voices.values() if v.speaker]
    for target in ("Ana Duarte", "Russia", "harbour road", "x"):
        spans += [m.span for m in names.mentions.find(target)]
    assert all(0 <= s.begin < s.end <= len(document.text) for s in spans)
    posted = [document.posted_span(s) for s in spans]
    assert all(0 <= s.begin < s.end <= len(text) for s in posted)
    assert set(names.voices) == {s.index for s in document.sentences}


def test_a_newspaper_paste() -> None:
    found = kinds(build_document(PASTE))
    assert [kind for kind, _ in found] == [
        "heading", "heading", "byline", "caption", "dateline", "body", "body", "body",
        "boilerplate", "body",
    ]  # fmt: skip
    assert found[4][1] == "PORTVALE -"


def test_the_first_sentence_starts_after_the_dateline() -> None:
    document = build_document(PASTE)
    first = next(document.content())
    assert first.clean.startswith("A narrow vote")


def test_a_sentence_wrapped_over_a_line_break_is_one() -> None:
    document = build_document(PASTE)
    (wrapped,) = [s for s in document.sentences if "\n" in document.read(s.span)]
    assert wrapped.clean.endswith("Year after year of complaints came before.")


def test_hard_wrapped_mail_is_joined_and_its_footer_left_out() -> None:
    document = build_document(EMAIL)
    body = [s.clean for s in document.content()]
    (joined,) = [s for s in body if s.startswith("Nobody")]
    assert joined.endswith("about it but the roof cannot be repaired for the money that is left.")
    assert document.blocks[-1].kind is BlockKind.BOILERPLATE


@pytest.mark.parametrize("text", ["The president lied about the deal", "it rained", "Fire!"])
def test_one_line_is_the_text_not_its_heading(text: str) -> None:
    assert [b.kind for b in build_document(text).blocks] == [BlockKind.BODY]


def test_bullets_are_body_without_their_marks() -> None:
    document = build_document("What to do now:\n• Stop riding\n• Ask for a refund\nThat is all.")
    assert [document.read(s.span) for s in document.content()][1:3] == [
        "Stop riding",
        "Ask for a refund",
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028"])
def test_all_line_ends_count(end: str) -> None:
    document = build_document(f"It rained all day.{end}The road was closed.")
    assert len(document.blocks) == 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Gen. Lee left the U.S. at 3 p.m. Eastern. Then it rained.", 2),
        ("J. K. Rowling wrote No. 5. It sold.", 2),
        ("“Is it over?” he asked. Nobody knew.", 2),
        ("“We lost. It hurts,” said Ruslan. “Badly.”", 3),
        ("He had “strong … allies.” They left.", 2),
    ],
)
def test_sentences(text: str, wanted: int) -> None:
    assert len(sentences(text)) == wanted


def test_closing_quotes_stay_with_their_sentence() -> None:
    assert sentences("“A plan. It failed.” The mayor left.") == [
        "“A plan.",
        "It failed.”",
        "The mayor left.",
    ]


@pytest.mark.parametrize("piece", ["word and ", "x", "“", "( ", ", A", "A. ", "said ", "\r"])
def test_a_wall_of_text_is_read_whole(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    document = build_document(text)
    visible = len(text) - sum(text.count(c) for c in " \r")
    assert sum(len(document.read(s.span).replace(" ", "")) for s in document.sentences) == visible
    assert all(len(s.span) <= 2000 for s in document.sentences)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Kiel (AFP) – Thousands came to the quay.", "Thousands came to the quay."),
        ("St. Ives, Corn. (AP) — The quay is closed.", "The quay is closed."),
        ("(CNN)The quay is closed.", "The quay is closed."),
        ("Ana Duarte (AP) left the quay.", "Ana Duarte (AP) left the quay."),
        ("By the end of the week he had left.", "By the end of the week he had left."),
    ],
)
def test_datelines_with_an_agency_and_no_bylines_that_are_sentences(text: str, first: str) -> None:
    document = build_document(f"{text}\nNobody knows why it was closed at all.", language="en")
    assert next(document.content()).clean == first


@pytest.mark.parametrize(
    "text",
    [
        "That ' s how it appears. Nobody came.",
        "The owners' road broke. Nobody came.",
        "It was a close call.'' Nobody came.",
    ],
)
def test_single_marks_keep_no_sentences_together(text: str) -> None:
    assert len(build_document(text, language="en").sentences) == 2
