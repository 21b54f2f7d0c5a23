"""What news shortens a name to."""

from __future__ import annotations

import pytest

from service.text.targets.shorter_names import initials, shorter_names


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("World Health Organization (WHO)", ["World Health Organization", "WHO", "WHO"]),
        ("World Health Organization (agency)", ["World Health Organization", "WHO"]),
        ("United States Department of Justice", ["Department of Justice", "DOJ"]),
        ("United States Senate", []),
        ("Centers for Disease Control and Prevention", ["CDCP", "CFDCAP", "CDC"]),
        ("a tax on sugar", []),
        ("Ana Duarte", []),
    ],
)
def test_shorter_names(target: str, names: list[str]) -> None:
    assert shorter_names(target) == names


def test_initials_are_the_capitals() -> None:
    assert initials("Bank of England") == "BE"
