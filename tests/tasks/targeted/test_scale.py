"""Labels in order, however many a model has."""

from __future__ import annotations

import pytest

from service.tasks.targeted.scale import expected, is_neutral, neutral_of, positions
from service.tasks.targeted.verdicts.aggregate import aggregate, of_document, scored

TWO = ("against", "favor")
FIVE = ("very against", "against", "neutral", "favor", "very favor")


def test_labels_lie_evenly_from_pole_to_pole() -> None:
    assert positions(("a", "b", "c")) == (-1.0, 0.0, 1.0)
    assert positions(FIVE) == (-1.0, -0.5, 0.0, 0.5, 1.0)
    assert positions(TWO) == (-1.0, 1.0)
    assert positions(("only",)) == (0.0,)


@pytest.mark.parametrize(("labels", "neutral"), [(FIVE, "neutral"), (TWO, None)])
def test_an_even_number_of_labels_has_no_neutral_one(
    labels: tuple[str, ...], neutral: str | None
) -> None:
    assert [label for label in labels if is_neutral(labels, label)] == (
        [neutral] if neutral else []
    )
    assert neutral_of(labels) in labels


def test_the_score_is_the_expected_position() -> None:
    assert expected((0.0, 0.0, 0.0, 1.0, 0.0)) == 0.5
    assert scored(FIVE, (0.1, 0.1, 0.1, 0.2, 0.5)).score == pytest.approx(0.45)
    assert scored(TWO, (0.2, 0.8)).score == pytest.approx(0.6)


def test_passages_are_weighed_over_any_number_of_labels() -> None:
    verdict = aggregate(FIVE, [(0.0, 0.1, 0.5, 0.4, 0.0)] * 3, [1.0] * 3, discount=0.4)
    assert verdict.label == "favor"
    assert sum(verdict.distribution.values()) == pytest.approx(1)
    assert aggregate(TWO, [], []).distribution == {"against": 0.5, "favor": 0.5}


def test_mixed_is_asked_of_all_labels_on_either_side() -> None:
    rows = [(0.0, 0.9, 0.1, 0.0, 0.0), (0.9, 0.1, 0.0, 0.0, 0.0), (0.0, 0.0, 0.1, 0.9, 0.0)]
    rows.append((0.0, 0.0, 0.0, 0.1, 0.9))
    assert of_document(FIVE, rows, [1.0] * 4).label == "mixed"
