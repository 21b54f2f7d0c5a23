"""Each rule for what may stand between two parts: what it matches and what it does not."""

from __future__ import annotations

import pytest

from service.text.folding import fold_letters
from service.text.targets.patterns.target_pattern import compile_target


def matches(target: str, text: str) -> bool:
    pattern = compile_target(target)
    assert pattern is not None
    return pattern.pattern.fullmatch(fold_letters(text)) is not None


@pytest.mark.parametrize(
    ("target", "other", "another_thing"),
    [
        ("Barnes & Noble", "Barnes and Noble", "Barnes Noble"),
        ("9/11", "9-11", "911"),
        ("5%", "5 per cent", "5 of"),
        ("C++ 20", "C++ 20", "C++20"),
        ("J.K. Rowling", "J. K. Rowling", "J Rowling"),
        ("Booking.com", "Bookingcom", "Booking-com"),
        ("Mt. Everest", "Mount Everest", "M Everest"),
        ("Covid-19", "Covid19", "Covid-20"),
        ("2020-21", "2020 - 21", "202021"),
        ("data centre", "datacentre", "data, centre"),
        ("the rapist", "the rapist", "therapist"),
        ("St Ives", "St. Ives", "S Ives"),
        ("Paris, France", "Paris France", "Paris; France"),
        ("Ana: Duarte", "Ana; Duarte", "Ana of Duarte"),
    ],
)
def test_a_gap(target: str, other: str, another_thing: str) -> None:
    assert matches(target, target)
    assert matches(target, other)
    assert not matches(target, another_thing)
