"""The gist is a short sentence of the article without its asides."""

from __future__ import annotations

import time

import numpy as np
import pytest

from service.tasks.summary.candidates import Candidate, Form
from service.tasks.summary.gist import _ASIDES, find_gist, text_of
from service.tasks.summary.needs import Needs
from service.text.segmentation.builder import build_document


def gist_of(text: str, ranks: list[float] | None = None) -> str:
    """The gist of a text whose sentences have these ranks."""
    document = build_document(text)
    content = list(document.content())
    candidates = [
        Candidate(i, len(s.clean.split()), 0.0, Form.WHOLE, Needs()) for i, s in enumerate(content)
    ]
    found = find_gist(document, content, candidates, np.array(ranks or [0.0] * len(content)))
    return text_of(document, found)


@pytest.mark.parametrize(
    ("sentence", "gist"),
    [
        (
            "The council (which met on Monday) closed the road.",
            "The council closed the road.",
        ),
        (
            "The mayor, who was elected in May, closed the harbour road.",
            "The mayor closed the harbour road.",
        ),
        (
            "The mayor — her voice shaking — closed the harbour road.",
            "The mayor closed the harbour road.",
        ),
        (
            "The road was closed, officials said, after the storm.",
            "The road was closed, officials said, after the storm.",
        ),
        (
            "He named the mayor, who was elected in May.",
            "He named the mayor, who was elected in May.",
        ),
        (
            "The parliament of New South Wales (NSW), Australia voted for the bill (see below).",
            "The parliament of New South Wales, Australia voted for the bill.",
        ),
        (
            "((Tom Reyes)) The suspect(s) fled from the harbour road.",
            "((Tom Reyes)) The suspect(s) fled from the harbour road.",
        ),
        (
            "They had sent a plan, which police rejected, approving only a vigil.",
            "They had sent a plan, which police rejected, approving only a vigil.",
        ),
        (
            "Students who fail, who cheat, and who lie, are expelled.",
            "Students who fail, who cheat, and who lie, are expelled.",
        ),
        (
            "Ana Duarte, the mayor, who was elected in May, said Tom Reyes had lied.",
            "Ana Duarte, the mayor, who was elected in May, said Tom Reyes had lied.",
        ),
    ],
)
def test_asides_are_left_out_and_sources_of_claims_are_not(sentence: str, gist: str) -> None:
    assert gist_of(sentence) == gist


def test_a_shorter_sentence_of_nearly_the_same_rank_is_taken() -> None:
    long = "The council voted after a " + "very " * 40 + "long debate to close the road."
    short = "The council closed the harbour road to cars."
    assert gist_of(f"{long} {short}", [1.0, 0.5]) == short
    assert gist_of(f"{long} {short}", [9.0, 0.5]) == long


def test_a_sentence_that_needs_a_name_or_another_sentence_is_no_gist() -> None:
    document = build_document("He died of his injuries on Friday. The council closed the road.")
    content = list(document.content())
    needs = (Needs(sentences=frozenset({-1})), Needs())
    candidates = [Candidate(i, 6, 0.0, Form.WHOLE, one) for i, one in enumerate(needs)]
    found = find_gist(document, content, candidates, np.array([9.0, 0.0]))
    assert text_of(document, found) == "The council closed the road."


@pytest.mark.parametrize("filler", [" ", "(", "\t \n", ", who lied", " — "])
def test_a_long_run_of_anything_takes_no_time(filler: str) -> None:
    text = "The council" + filler * (200_000 // len(filler)) + "closed the harbour road."
    began = time.process_time()
    for aside in _ASIDES:
        aside.sub("", text)
    assert time.process_time() - began < 2.0
