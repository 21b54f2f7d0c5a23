"""Aggregation of passage scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.tasks.targeted.verdicts.aggregate import (
    aggregate,
    of_document,
    scored,
    supported,
    with_mixed,
)

LABELS = ("against", "neutral", "favor")
ROW = st.tuples(*[st.floats(0.01, 1)] * 3).map(lambda r: tuple(v / sum(r) for v in r))


def test_a_label_with_its_distribution() -> None:
    verdict = scored(LABELS, (0.1, 0.2, 0.7))
    assert (verdict.label, verdict.confidence) == ("favor", 0.7)
    assert verdict.score == pytest.approx(0.6)


def test_nothing_to_go_by_is_neutral_and_even() -> None:
    verdict = aggregate(LABELS, [], [])
    assert verdict.label == "neutral"
    assert set(verdict.distribution.values()) == {1 / 3}


def test_one_side_among_neutrals_decides() -> None:
    rows = [(0.9, 0.1, 0.0), (0.9, 0.1, 0.0), (0.0, 1.0, 0.0), (0.0, 1.0, 0.0), (0.1, 0.9, 0.0)]
    assert aggregate(LABELS, rows, [1] * 5, discount=0.5).label == "against"


def test_one_weak_passage_does_not_make_it_sure() -> None:
    row = (0.0, 0.1, 0.9)
    alone = aggregate(LABELS, [row], [0.3])
    many = aggregate(LABELS, [row] * 5, [1.0] * 5)
    assert alone.confidence < 0.7 < many.confidence


def test_a_temperature_lowers_the_confidence_and_leaves_label_and_score() -> None:
    rows = [(0.9, 0.08, 0.02), (0.7, 0.2, 0.1), (0.1, 0.3, 0.6)]
    plain, hot = (aggregate(LABELS, rows, [1.0] * 3, temperature=t) for t in (1.0, 2.0))
    assert hot.label == plain.label == "against"
    assert 1 / 3 < hot.confidence < plain.confidence
    assert hot.score == plain.score


@given(st.lists(st.tuples(ROW, st.floats(0, 1)), max_size=30))
def test_always_a_distribution_and_a_bounded_score(
    pairs: list[tuple[tuple[float, ...], float]],
) -> None:
    verdict = aggregate(LABELS, [r for r, _ in pairs], [w for _, w in pairs])
    assert sum(verdict.distribution.values()) == pytest.approx(1)
    assert -1 <= verdict.score <= 1
    assert verdict.label in LABELS
    assert verdict.confidence == verdict.distribution[verdict.label]


@given(st.lists(ROW, min_size=1, max_size=10))
def test_swapping_the_poles_swaps_the_verdict(rows: list[tuple[float, ...]]) -> None:
    one = aggregate(LABELS, rows, [1] * len(rows))
    other = aggregate(LABELS, [r[::-1] for r in rows], [1] * len(rows))
    assert one.score == pytest.approx(-other.score)
    assert one.distribution["favor"] == pytest.approx(other.distribution["against"])


@pytest.mark.parametrize(
    ("lows", "highs", "neutrals", "label"),
    [(3, 3, 1, "mixed"), (2, 3, 3, "mixed"), (5, 1, 1, "against"), (1, 1, 9, "neutral")],
)
def test_mixed_needs_two_strong_poles(lows: int, highs: int, neutrals: int, label: str) -> None:
    rows = [(0.8, 0.1, 0.1)] * lows + [(0.1, 0.1, 0.8)] * highs + [(0.1, 0.8, 0.1)] * neutrals
    weights = [1.0] * len(rows)
    verdict = with_mixed(aggregate(LABELS, rows, weights), LABELS, rows, weights)
    assert verdict.label == label


def test_lukewarm_sentences_are_not_mixed() -> None:
    rows = [(0.3, 0.4, 0.3)] * 6
    assert with_mixed(aggregate(LABELS, rows, [1.0] * 6), LABELS, rows, [1.0] * 6).label != "mixed"


@given(ROW, st.floats(0.05, 1))
def test_a_document_of_one_sentence_says_what_the_sentence_says(
    row: tuple[float, ...], weight: float
) -> None:
    verdict = of_document(LABELS, [row], [weight])
    assert list(verdict.distribution.values()) == pytest.approx(list(row))


def test_neutral_counts_less_the_longer_a_document() -> None:
    row = (0.1, 0.6, 0.3)
    found = [of_document(LABELS, [row] * n, [1.0] * n) for n in (1, 2, 5, 20, 1000)]
    shares = [verdict.distribution["neutral"] for verdict in found]
    assert shares == sorted(shares, reverse=True)
    assert found[0].label == "neutral"
    assert shares[-1] == pytest.approx(0.24 / 0.64, abs=1e-3)


def test_a_side_that_no_passage_takes_is_not_given() -> None:
    leaning = [(0.42, 0.45, 0.13)] * 5
    verdict = aggregate(LABELS, leaning, [1.0] * 5, discount=0.5)
    assert verdict.label == LABELS[0]
    found = supported(LABELS, verdict, leaning)
    assert found.label == LABELS[1]
    assert found.confidence == found.distribution[LABELS[1]]
    assert sum(found.distribution.values()) == pytest.approx(1.0)
    assert supported(LABELS, verdict, [*leaning, (0.5, 0.4, 0.1)]) == verdict


def test_labels_without_a_neutral_one_always_give_a_side() -> None:
    verdict = aggregate(("no", "yes"), [(0.4, 0.6)], [1.0])
    assert supported(("no", "yes"), verdict, [(0.4, 0.6)]) == verdict
