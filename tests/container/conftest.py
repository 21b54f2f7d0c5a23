"""The image, built once for all tests of it."""

from __future__ import annotations

import pytest

from tests.container.tool import TAG, tool


@pytest.fixture(scope="session")
def image() -> None:
    """What runs is this code."""
    tool("setup")
    tool("build", ".", TAG)
