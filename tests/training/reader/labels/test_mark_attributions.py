"""Which source each marked content belongs to."""

from __future__ import annotations

import pytest

from models.training.reader.labels import marks
from models.training.reader.labels.mark_attributions import attributions_of

CASES = {
    "before": ("{s Ana s} {q said q} {c she won c}.", [("Ana", "said", "she won")]),
    "after": ("{c “We won,” c} {q said q} {s Ana s}.", [("Ana", "said", "“We won,”")]),
    "split": (
        "{c “We won,” c} {q said q} {s Ana s}. {c “All of us.” c}",
        [("Ana", "said", "“We won,” “All of us.”")],
    ),
    "two-speakers": (
        "{s Ana s} {q said q} {c it is late c}. {c “Not at all,” c} {q said q} {s Bo s}.",
        [("Ana", "said", "it is late"), ("Bo", "said", "“Not at all,”")],
    ),
    "no-cue": ("{s ANA s}: {c I won. c}", [("ANA", "", "I won.")]),
    "cue-alone": ("{s Ana s} {q protested q}.", [("Ana", "protested", "")]),
    "no-source": ("{c “We won” c}, it was heard.", [("", "", "“We won”")]),
    "next-paragraph": (
        "{s Ana s} {q said q} {c it rained c}.\n\n{s Bo s} {q agreed q}: {c so it did c}.",
        [("Ana", "said", "it rained"), ("Bo", "agreed", "so it did")],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_parts_are_joined(text: str, wanted: list[tuple[str, str, str]]) -> None:
    marked = marks.read(text)
    found = [
        tuple(" ".join(marked.text[b:e] for b, e in part) for part in parts)
        for parts in attributions_of(marked)
    ]
    assert found == wanted


def test_a_source_too_far_away_is_not_joined() -> None:
    text = "{s Ana s} sat." + " Rain fell." * 200 + " {c “We won” c} was heard."
    (found,) = attributions_of(marks.read(text))
    assert found.source == []
