"""Targets in other wordings keep or turn the label; made rows are what they say."""

from __future__ import annotations

import pytest

from models.training.data import crossing, phrasing, synthetic
from models.training.data.dataset import Row
from models.training.fitting.teacher import mixed


@pytest.mark.parametrize(
    ("motion", "wording", "sign"),
    [
        ("We should ban telemarketing", "telemarketing", -1),
        ("We should ban telemarketing", "banning telemarketing", 1),
        ("We should ban telemarketing", "We should allow telemarketing", -1),
        ("We should legalize prostitution", "prostitution", 1),
        ("We should legalize prostitution", "We should not legalize prostitution", -1),
        ("We should fight urbanization", "urbanization", -1),
        ("We should fight for the abolition of nuclear weapons", "nuclear weapons", -1),
        ("Should we embrace globalization?", "globalization", 1),
        ("Homeschooling should be banned", "Homeschooling should not be banned", -1),
        ("This house would disband ASEAN", "The author is against ASEAN.", 1),
    ],
)
def test_motions_are_put_in_other_words(motion: str, wording: str, sign: int) -> None:
    assert phrasing.Wording(wording, sign) in phrasing.wordings(motion)


def test_a_turned_target_turns_the_label() -> None:
    row = Row("It ruins lives.", "We should ban alcohol", 2, "s")
    assert phrasing.put(row, phrasing.Wording("alcohol", -1)).label == 0
    assert phrasing.put(row, phrasing.Wording("banning alcohol", 1)).label == 2
    neutral = Row("It is brewed.", "We should ban alcohol", 1, "s")
    assert phrasing.put(neutral, phrasing.Wording("alcohol", -1)).label == 1


def test_rewording_is_repeatable_and_leaves_pronouns_alone() -> None:
    rows = [Row(f"text {i}", "We should ban alcohol", 2, "s") for i in range(50)]
    rows.append(Row("He came.", "He", 1, "s"))
    once, twice = phrasing.reword(rows, 0.5, 3), phrasing.reword(rows, 0.5, 3)
    assert once == twice
    changed = sum(a != b for a, b in zip(rows, once, strict=True))
    assert 15 < changed < 35
    assert all(r == rows[-1] for r in phrasing.reword(rows[-1:] * 20, 1.0))


def test_synthetic_rows_name_their_target() -> None:
    rows = synthetic.rows(400)
    assert len(rows) == 400
    assert {r.label for r in rows} == {0, 1, 2}
    assert all(r.target and r.target.lower() in r.text.lower() for r in rows)


def test_crossed_rows_have_a_target_that_is_not_their_own() -> None:
    rows = [Row(f"On day {i} we met Anna Bell there.", f"target {i}", 2, "s") for i in range(60)]
    made = crossing.cross(rows, 2)
    own = {r.text: r.target for r in rows}
    assert len(made) > 90
    assert all(r.target != own[r.text] and r.source == "s:crossed" for r in made)
    assert {"Anna Bell"} < {r.target for r in made}


def test_the_student_hears_label_and_teacher() -> None:
    import numpy as np

    teacher = np.array([0.2, 0.3, 0.5])
    known = mixed(Row("t", "x", 0, "s"), teacher)
    assert known.soft == pytest.approx((0.4 + 0.6 * 0.2, 0.6 * 0.3, 0.6 * 0.5))
    assert mixed(Row("t", "x", 0, "s:crossed"), teacher).soft == pytest.approx((0.2, 0.3, 0.5))
