"""The gist is a short sentence of the article without its asides."""

from __future__ import annotations

import numpy as np
import pytest

from service.tasks.summary.candidates import Candidate, Form
from service.tasks.summary.gist import find_gist
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
    return " ".join(document.read(part) for part in found.parts)


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
    ],
)
def test_asides_are_left_out_and_sources_of_claims_are_not(sentence: str, gist: str) -> None:
    assert gist_of(sentence) == gist


def test_a_shorter_sentence_of_nearly_the_same_rank_is_taken() -> None:
    long = "The council voted after a " + "very " * 40 + "long debate to close the road."
    short = "The council closed the harbour road to cars."
    assert gist_of(f"{long} {short}", [1.0, 0.5]) == short
    assert gist_of(f"{long} {short}", [9.0, 0.5]) == long
