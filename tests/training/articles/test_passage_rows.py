"""Passages as training rows."""

from __future__ import annotations

from typing import Any

import pytest

from models.training.articles.passage_rows import Context, around, dev_rows, passage_rows

MARKED = "Quay stays shut | It met. » The quay is a ruin."
ALL = Context(plain=0.0, unlisted=1.0, names=1.0, denied=0.0)


def target(label: str | None, kind: str = "topic", **more: Any) -> dict[str, Any]:
    passage = {"plain": "The quay is a ruin.", "marked": MARKED, "label": label, "related": True}
    return {
        "target": "The quay is a ruin" if kind == "claim" else "the quay",
        "kind": kind,
        "source": "gum",
        "overall": "against",
        "whole": None,
        "passages": [passage],
    } | more


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (Context(), MARKED),
        (Context(headline=False), "It met. » The quay is a ruin."),
        (Context(before=False), "Quay stays shut |  » The quay is a ruin."),
        (Context(headline=False, before=False), "» The quay is a ruin."),
    ],
)
def test_what_is_left_around_a_passage(context: Context, expected: str) -> None:
    assert around(MARKED, context) == expected
    assert around("» Quay stays shut", context) == "» Quay stays shut"


def test_a_passage_that_was_not_listed_is_neutral_or_left_out() -> None:
    (row,) = passage_rows([target(None)], ALL)
    assert (row.text, row.target, row.label) == (MARKED, "the quay", 1)
    assert passage_rows([target(None)], Context(unlisted=0.0)) == []


def test_a_passage_may_be_read_alone() -> None:
    (row,) = passage_rows([target("against")], Context(plain=1.0))
    assert (row.text, row.label) == ("The quay is a ruin.", 0)


def test_the_denial_of_a_claim_has_the_other_label() -> None:
    (row,) = passage_rows([target("favor", "claim")], Context(denied=1.0))
    assert row.label == 0
    assert row.target in (
        "It is not true that the quay is a ruin.",
        "The author disagrees that the quay is a ruin.",
    )


def test_a_short_text_is_a_row_with_its_own_verdict_unless_annotators_differ() -> None:
    (_, whole) = passage_rows([target("against", whole="It met. The quay is a ruin.")], ALL)
    assert (whole.text, whole.label) == ("It met. The quay is a ruin.", 0)
    differ = target("against", whole="It met. The quay is a ruin.", overall=None)
    assert len(passage_rows([differ], ALL)) == 1


def test_dev_rows_are_the_listed_passages() -> None:
    (row,) = dev_rows([target("favor"), target(None)])
    assert (row.text, row.label, row.source) == (MARKED, 2, "topic")
