"""The headline of a document."""

from __future__ import annotations

import pytest

from service.tasks.headline import headline_of
from service.text.segmentation.builder import build_document

BODY = "The council met on Monday. It closed the quay for a year."


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        (f"Quay stays shut\n\n{BODY}", None, "Quay stays shut"),
        (f"Local\n\nQuay stays shut for a year\n\n{BODY}", None, "Quay stays shut for a year"),
        (BODY, " Quay  stays shut ", "Quay stays shut"),
        (BODY, None, None),
        (f"{BODY}\n\nWhat comes next\n\n{BODY}", None, None),
    ],
)
def test_the_longest_heading_before_the_body(
    text: str, title: str | None, expected: str | None
) -> None:
    found = headline_of(build_document(text, title=title))
    assert (found.text if found else None) == expected


def test_a_posted_title_has_no_block() -> None:
    found = headline_of(build_document(BODY, title="Quay stays shut"))
    assert found is not None
    assert found.block is None
