"""Transcripts and interviews: labels, roles, turns over paragraphs, and lists that are neither."""

from __future__ import annotations

import pytest

from tests.real_reading import RealReader
from tests.text.attribution.reading import of_text, read_by, spans


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "ANA DUARTE: The quay is closed.\nTOM REYES: It was late. We waited.\n"
            "ANA DUARTE: Nobody came.",
            ["ANA DUARTE", "TOM REYES", "TOM REYES", "ANA DUARTE"],
        ),
        (
            "Ana Duarte: The quay is closed.\n\nWe all knew.\n\nTom Reyes: It was late, I fear.",
            ["Ana Duarte", "Ana Duarte", "Tom Reyes"],
        ),
        (
            "THE PRESIDENT: We will pay for it.\n\nQ When, sir?\n\nTHE PRESIDENT: In May, I hope.",
            ["THE PRESIDENT", "", "THE PRESIDENT"],
        ),
        (
            "Q: Why is the quay closed?\nA: It broke.\nQ: And who pays?\nA: The town does.",
            ["", "", "", ""],
        ),
        (
            "Portnews: Why is it closed?\n\nDuarte: It broke in May.\n\nPN: Who pays?\n\n"
            "Duarte: The town pays.",
            ["Portnews", "Duarte", "PN", "Duarte"],
        ),
        # Two labels in one paragraph.
        (
            "PIKE: It is late. ROWE: It is not late at all. PIKE: You are wrong.",
            ["PIKE", "ROWE", "PIKE"],
        ),
    ],
)
def test_turns(text: str, found: list[str | None]) -> None:
    assert of_text(text) == found


def test_a_label_is_the_person_whom_the_text_names_in_full() -> None:
    text = "Ana Duarte spoke on Monday about the quay.\n\nPIKE: Is it late?\n\nDUARTE: It is late."
    assert of_text(text)[-1] == "Ana Duarte"
    assert spans(text)[-1] == "DUARTE"


def test_a_role_after_a_label_is_no_part_of_the_name() -> None:
    text = (
        "JAN PIKE, NEWS ANCHOR: Is it late?\nANA ROWE (on camera): It is late.\nPIKE: Thanks all."
    )
    assert spans(text) == ["JAN PIKE", "ANA ROWE", "PIKE"]
    assert of_text(text)[2] == "jan pike".upper()


def test_after_the_last_label_the_article_goes_on() -> None:
    text = (
        "PIKE: Is the quay late?\n\nROWE: It is late.\n\nPIKE: I see.\n\n"
        "The council did not answer a request."
    )
    assert of_text(text)[-1] is None


@pytest.mark.parametrize(
    "text",
    [
        "Where: the old quay\nWhen: Monday at noon\nTickets: ten pounds at the door.",
        "Update: The quay is open again.",
        "The rule is simple: nobody pays.",
    ],
)
def test_lists_are_no_transcripts(text: str) -> None:
    assert set(of_text(text)) == {None}


@pytest.mark.models
def test_a_list_of_prizes_is_no_transcript(reader: RealReader) -> None:
    text = "Best Film: The Long Quay\nBest Director: Solveig Holm\nBest Sound: The Harbour"
    assert read_by(reader, text) == [None] * 3
