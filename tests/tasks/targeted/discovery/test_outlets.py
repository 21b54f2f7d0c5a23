"""Names of outlets."""

from __future__ import annotations

import pytest

from service.tasks.targeted.discovery.outlets import is_outlet


@pytest.mark.parametrize("name", ["Portvale Courier", "Reuters", "CNN", "BBC Radio", "The Hill"])
def test_outlets(name: str) -> None:
    assert is_outlet(name)


@pytest.mark.parametrize("name", ["Ana Duarte", "Harbour Board", "Hill", ""])
def test_others(name: str) -> None:
    assert not is_outlet(name)
