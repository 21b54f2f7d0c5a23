"""The fitted table."""

from __future__ import annotations

from service.tasks.targeted.discovery.weights import ENTITY, HEADS, ISSUE, probability


def test_a_probability_is_between_zero_and_one() -> None:
    assert probability({}, {"bias": 1.0}) == 0.5
    assert probability({"bias": 1e9}, {"bias": 1.0}) <= 1.0
    assert probability({"bias": -1e9}, {"bias": 1.0}) >= 0.0


def test_more_mentions_and_the_heading_count_for_an_entity() -> None:
    assert ENTITY["mentions"] > 0
    assert ENTITY["heading"] > 0
    assert ENTITY["outlet"] < 0


def test_heads_of_issues_count_more_than_other_nouns() -> None:
    assert ISSUE["head_value"] > 0
    assert HEADS["inquiry"] > 0 > HEADS["company"]
