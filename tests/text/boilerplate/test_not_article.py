"""What is round an article is told by sentence and by block; what only looks so is kept."""

from __future__ import annotations

import pytest

from models.training.layout import WRITTEN, lines
from service.text.document import CONTENT_KINDS, BlockKind
from service.text.segmentation.builder import build_document

_OTHERS = "# Other wordings"
_HEADLINE = "Harbour road closed after narrow vote"
_FIRST = (
    "The council voted on Monday to close the harbour road to cars after a debate that lasted "
    "four hours and split both parties."
)
_SECOND = (
    "Traders on the quay fear that customers will stay away, while residents have asked for "
    "quiet streets for more than a decade now."
)
_LAST = (
    "The ban begins in May. Two of the three judges who heard the case had asked for a delay, "
    "a spokesman for the court said on Friday."
)
# Where a line may stand. In the last two it is one sentence of a paragraph, or opens the text.
_PLACES = {
    "between": [_HEADLINE, _FIRST, _SECOND, "{}", _LAST],
    "last": [_HEADLINE, _FIRST, _SECOND, _LAST, "{}"],
    "sentence": [_HEADLINE, _FIRST, "The ban lasts for a year. {}", _SECOND, _LAST],
    "first": ["{}", _FIRST, _SECOND, _LAST],
}


def cases(name: str) -> list[str]:
    """The usual wordings of a file of written lines, without its remarks."""
    usual = (WRITTEN / name).read_text(encoding="utf-8").split(_OTHERS)[0]
    return [line for line in usual.splitlines() if line and not line.startswith("# ")]


def kinds(line: str, place: str, joint: str = "\n\n") -> set[BlockKind]:
    """The kinds of the blocks that `line` has in an article."""
    text = joint.join(_PLACES[place]).format(line)
    begin = text.index(line)
    end = begin + len(line)
    blocks = build_document(text, language="en").blocks
    return {b.kind for b in blocks if b.span.begin < end and b.span.end > begin}


@pytest.mark.parametrize("place", ["between", "last"])
@pytest.mark.parametrize("line", cases("layout_beside.txt"))
def test_a_line_beside_the_article_is_told(line: str, place: str) -> None:
    found = kinds(line, place) | kinds(line, place, "\n")
    assert not found & {*CONTENT_KINDS, BlockKind.HEADING}


@pytest.mark.parametrize("line", [c for c in cases("layout_beside.txt") if c.endswith((".", "!"))])
def test_a_sentence_beside_the_article_is_told_within_a_paragraph(line: str) -> None:
    assert not kinds(line, "sentence") & CONTENT_KINDS


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("line", cases("layout_article.txt"))
def test_what_only_looks_like_it_stays(line: str, place: str) -> None:
    assert kinds(line, place) <= CONTENT_KINDS
    assert kinds(line, place, "\n") <= CONTENT_KINDS


def test_the_files_hold_enough_of_both() -> None:
    assert len(cases("layout_beside.txt")) >= 200
    assert len(cases("layout_article.txt")) >= 200


def share(name: str, wanted: set[BlockKind]) -> float:
    """How many of a file's lines have only kinds of `wanted`, in any place below the first."""
    found = [
        kinds(line, place) <= wanted
        for line in lines(WRITTEN / name)
        for place in ("between", "last", "sentence")
    ]
    return sum(found) / len(found)


def test_other_wordings_are_mostly_told_too() -> None:
    beside = set(BlockKind) - CONTENT_KINDS
    assert share("layout_beside.txt", beside) >= 0.85
    # No rule and no weight was made from these.
    assert share("layout_unseen_beside.txt", beside) >= 0.65


def test_hardly_any_sentence_of_an_article_is_lost() -> None:
    assert share("layout_article.txt", set(CONTENT_KINDS)) >= 0.98
    assert share("layout_unseen_article.txt", set(CONTENT_KINDS)) >= 0.98


def test_a_paragraph_is_divided_at_sentences_and_nothing_is_lost() -> None:
    text = "\n\n".join(_PLACES["sentence"]).format("Read more about the ban here.")
    document = build_document(text, language="en")
    (part,) = [b for b in document.blocks if b.kind is BlockKind.BOILERPLATE]
    assert document.read(part.span) == "Read more about the ban here."
    before = document.blocks[part.index - 1]
    assert (before.kind, document.read(before.span)) == (
        BlockKind.BODY,
        "The ban lasts for a year.",
    )
    assert all(document.blocks[s.block].kind is s.kind for s in document.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to our newsletter.",
        "Please donate to our newsroom today.",
        "By Ana Duarte",
        "The views expressed are my own. All rights reserved.",
    ],
)
def test_where_nothing_else_is_posted_it_is_the_text(text: str) -> None:
    assert any(build_document(text, language="en").content())
