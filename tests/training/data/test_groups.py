"""Rows that say the same of people of many groups."""

from __future__ import annotations

from collections import Counter

from models.training.data import groups
from models.training.data.dataset import Row
from service.evaluation.fairness import GROUPS, SENTENCES


def test_labels_do_not_depend_on_groups() -> None:
    found = groups.rows(6_000)
    labels = Counter(row.label for row in found)
    assert labels[1] > labels[0] > 0 < labels[2]
    women = Counter(row.label for row in found if "woman" in (row.target or ""))
    men = Counter(row.label for row in found if "man" in (row.target or "").split("wo")[0])
    for label in (0, 1, 2):
        assert abs(women[label] / women.total() - men[label] / men.total()) < 0.1


def test_no_sentence_is_one_of_the_probe() -> None:
    asked = {
        sentence.format(x=group, X=group[0].upper() + group[1:])
        for group in (name for names in GROUPS.values() for name in names)
        for sentence in SENTENCES
    }
    assert not asked & {row.text for row in groups.rows(6_000)}


def test_the_target_is_in_the_text() -> None:
    for row in groups.rows(500):
        assert (row.target or "").lower() in row.text.lower()


def test_people_are_changed_in_text_and_target_alike() -> None:
    row = Row("Linda praised the French minister.", "the French minister", 1, "s", (0.1, 0.8, 0.1))
    (made,) = groups.changed([row], 1.0)
    assert made.text.startswith("Robert praised the ")
    assert (made.target or "") in made.text
    assert (made.label, made.soft, made.source) == (row.label, row.soft, row.source)


def test_rows_without_such_names_are_left_out() -> None:
    assert groups.changed([Row("The council met.", "the council", 1, "s")] * 9, 1.0) == []
