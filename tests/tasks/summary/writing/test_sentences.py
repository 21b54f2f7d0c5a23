"""Sentences of generated text: without the frame that chat models give it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.tasks.summary.writing.sentences import draft_sentences, finished_sentences

CLOSED, ANGRY = "The council closed the road.", "Traders are angry."


@pytest.mark.parametrize(
    "text",
    [
        f"{CLOSED} {ANGRY}",
        f"{CLOSED}\n{ANGRY}",
        f"Here is a summary of the article:\n\n{CLOSED} {ANGRY}",
        f"Sure! Here's a summary: {CLOSED} {ANGRY}",
        f"**Summary:**\n- {CLOSED}\n- {ANGRY}",
        f"Summary: {CLOSED} {ANGRY}",
        f"# Key points:\n1. {CLOSED}\n2) **{ANGRY}**",
        "The council closed\nthe road.\nTraders are angry.",
    ],
)
def test_the_sentences_are_those_of_the_summary(text: str) -> None:
    assert draft_sentences(text) == [CLOSED, ANGRY]


@pytest.mark.parametrize("text", ["", "\n \n", "Here is a summary:", "---"])
def test_a_frame_alone_has_no_sentences(text: str) -> None:
    assert draft_sentences(text) == []


def test_a_summary_that_begins_like_a_frame_is_kept() -> None:
    text = "Here are the traders who are angry about the road."
    assert draft_sentences(text) == [text]


@given(st.integers(min_value=0, max_value=200))
def test_finished_sentences_are_a_beginning_of_the_final_ones(length: int) -> None:
    text = (
        f"{CLOSED} Mr. Reyes of the U.S. firm paid $3.5 million for it on Nov. 9. {ANGRY}\n"
        "“It is over,” said Reyes. The mayor did not answer!"
    )
    final = draft_sentences(text)
    begun = finished_sentences(text[:length])
    assert begun == final[: len(begun)]
