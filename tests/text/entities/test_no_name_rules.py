"""Each rule for what a run of capitals holds that is no name: one that it rejects, one that it
leaves."""

from __future__ import annotations

import pytest

from service.text.entities import names
from service.text.entities.names import NoNameRule

CASES: list[tuple[NoNameRule, str, str]] = [
    (names._is_date_or_title, "Monday", "Monday Reyes"),
    (names._is_date_or_title, "President", "President Reyes"),
    (names._is_office, "Senate Majority Leader", "Dollar General"),
    (names._is_people, "Ukrainian", "Ukraine"),
    (names._is_people, "North Koreans", "North Korea"),
    (names._is_people, "Russian Ukrainian", "Russian Duarte"),
    (names._is_party, "House Republicans", "House Reyes"),
    (names._is_letter, "X", "Xi"),
]


@pytest.mark.parametrize(("rule", "rejected", "left"), CASES)
def test_a_rule(rule: NoNameRule, rejected: str, left: str) -> None:
    assert rule(rejected.split(), rejected)
    assert not rule(left.split(), left)
