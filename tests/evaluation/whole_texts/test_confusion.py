"""Counts of pairs of labels, and their F1."""

from __future__ import annotations

from collections import Counter

import pytest

from service.evaluation.counts import Counts
from service.evaluation.whole_texts.confusion import macro_f1, note, sided
from service.evaluation.whole_texts.gold import STANCES


def counts(*pairs: tuple[str | None, str]) -> Counts:
    found: Counts = Counter()
    for gold, guess in pairs:
        note(found, "stance", gold, guess)
    return found


def test_macro_f1_is_over_the_labels_that_annotators_gave() -> None:
    found = counts(("favor", "favor"), ("favor", "neutral"), ("neutral", "neutral"))
    # favor: 2 of 2 + 1; neutral: 2 of 1 + 2; against is no annotator's.
    assert macro_f1(found, "stance", STANCES) == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_a_label_that_only_we_give_is_an_error_of_the_other() -> None:
    found = counts(("favor", "favor"), ("favor", "against"))
    assert macro_f1(found, "stance", STANCES) == pytest.approx(2 / 3)


def test_where_annotators_differ_there_is_nothing_to_count() -> None:
    assert macro_f1(counts((None, "favor")), "stance", STANCES) is None


def test_neutral_ones_that_are_given_a_side() -> None:
    found = counts(("neutral", "favor"), ("neutral", "neutral"), ("favor", "against"))
    assert sided(found, "stance") == (1, 2)
