"""Lines that only say who spoke or wrote, by what stands around them."""

from __future__ import annotations

import pytest

from service.text.blocks.signatures import mark_signatures
from service.text.document import BlockKind
from service.text.segmentation.builder import divide

TEXT = "The council should open the harbour road to cars again before the summer."


def kinds(*lines: str) -> list[BlockKind]:
    """The kinds of paragraphs after signatures are marked."""
    paragraphs = divide("\n\n".join(lines))
    mark_signatures(paragraphs)
    return [p.kind for p in paragraphs]


@pytest.mark.parametrize(
    "line",
    ["— Solheim Reyes, Portvale", "@anaduarte", "Anna Duarte", "Solheim Reyes, Portvale Courier"],
)
def test_a_signature_under_a_text(line: str) -> None:
    assert kinds(TEXT, line) == [BlockKind.BODY, BlockKind.BYLINE]


@pytest.mark.parametrize("line", ["Solheim Harbour", "The quay", "- Anna Duarte left", "Portvale"])
def test_a_line_that_is_no_signature(line: str) -> None:
    assert kinds(TEXT, line) == [BlockKind.BODY, BlockKind.BODY]


def test_a_name_at_the_top_is_no_signature() -> None:
    assert kinds("Anna Duarte", TEXT) == [BlockKind.BODY, BlockKind.BODY]


def test_the_name_and_the_place_of_a_letter() -> None:
    assert kinds(TEXT, "Solheim Harbour", "Portvale, Maine", TEXT) == [
        BlockKind.BODY,
        BlockKind.BYLINE,
        BlockKind.BYLINE,
        BlockKind.BODY,
    ]


def test_a_place_under_a_name_ends_the_text() -> None:
    assert kinds(TEXT, "Anna Duarte", "Portvale")[-1] is BlockKind.BYLINE
    assert kinds(TEXT, "Anna Duarte", "Portvale", TEXT)[2] is BlockKind.BODY
