"""Names before which much news plays."""

from __future__ import annotations

import pytest

from service.tasks.targeted.discovery.backdrop import is_backdrop


@pytest.mark.parametrize(
    ("name", "backdrop"),
    [
        ("United States", True),
        ("the White House", True),
        ("Congress", True),
        ("Portvale", False),
        ("House of Cards", False),
        ("", False),
    ],
)
def test_a_backdrop_is_known_by_its_name(name: str, backdrop: bool) -> None:
    assert is_backdrop(name) is backdrop
