"""A clock that can be set for one process tree, by libfaketime; the monotonic one goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs import require


class WallClock:
    """What time the services think it is that are started after this."""

    def __init__(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        library = require("libfaketime")
        self._file = file
        self.jump(0)
        monkeypatch.setenv("LD_PRELOAD", library)
        monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(file))
        monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        monkeypatch.setenv("FAKETIME_NO_CACHE", "1")

    def jump(self, seconds: int) -> None:
        """Be so far ahead of the true time, or behind it."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+d}\n")
        new.replace(self._file)
