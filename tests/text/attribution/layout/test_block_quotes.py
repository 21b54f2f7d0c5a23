"""Block quotations: never the author's, and whose by the line before, within or after."""

from __future__ import annotations

import pytest

from tests.text.attribution.reading import of_page, of_text

_BEFORE = "<p>The council met on Monday to talk about the quay, which broke in two last May.</p>"
_AFTER = "<p>The council meets again on Friday to vote on the quay and on the mayor's pay.</p>"


@pytest.mark.parametrize(
    ("quotation", "speaker"),
    [
        ("<blockquote><p>It is a shame.</p><footer>— Ana Rowe</footer></blockquote>", "Ana Rowe"),
        ("<blockquote>It is a shame. <cite>— Ana Rowe</cite></blockquote>", "Ana Rowe"),
        ("<p>Ana Rowe wrote:</p><blockquote><p>It is a shame.</p></blockquote>", "Ana Rowe"),
        ("<p>And from Ana Rowe:</p><blockquote><p>It is a shame.</p></blockquote>", "Ana Rowe"),
        ("<blockquote><p>It is a shame.</p></blockquote><p>— Ana Rowe, mayor</p>", "Ana Rowe"),
        ("<blockquote><p>It is a shame.</p></blockquote>", ""),
        ("<p><q>It is a shame.</q> said Ana Rowe.</p>", "Ana Rowe"),
    ],
    ids=["footer", "cite", "wrote", "colon", "line-below", "nobody", "inline"],
)  # fmt: skip
def test_markup(quotation: str, speaker: str) -> None:
    found = of_page(f"<article>{_BEFORE}{quotation}{_AFTER}</article>")
    (voice,) = [v for clean, v in found.items() if "shame" in clean]
    assert voice == speaker
    assert [v for clean, v in found.items() if clean.startswith("The council")] == [None, None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ana Rowe wrote:\n\n> It broke. We wept.\n\nIt rained.", ["Ana Rowe"] * 3 + [None]),
        ("In a letter, Ana Rowe was blunt:\n\n> It broke.\n\nIt rained.", [None, "Ana Rowe", None]),
        ("It rained all day.\n\n> The quay broke.\n\nIt was late.", [None, "", None]),
        ("It rained.\n\n> The quay broke.\n\nwrote Ana Rowe.", [None, "Ana Rowe", "Ana Rowe"]),
    ],
)  # fmt: skip
def test_lines_with_a_mark(text: str, found: list[str | None]) -> None:
    assert of_text(text) == found


def test_a_line_with_a_colon_introduces_a_quotation() -> None:
    text = "And from Councillor Ruth Holm:\n\n“The quay is a shame for all who use the port.”"
    assert of_text(text)[-1] == "Ruth Holm"
