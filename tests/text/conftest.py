"""The real reader, loaded once for all tests of the text layer that ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real_reading import RealReader, real_reader


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealReader]:
    """The reader with the weights of the repository."""
    with real_reader(tmp_path_factory.mktemp("reader")) as found:
        yield found
