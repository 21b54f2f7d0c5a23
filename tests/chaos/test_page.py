"""The page that is made from what was recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.chaos import record
from tests.chaos.page import page


def test_rows_are_kept_and_shown_by_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(record.FILE, str(tmp_path / "rows"))
    record.keep("Kills", "a worker", "4 kills", record.tally([200, "cut off", 200]), 0)
    record.keep("Clock", "a | b", "1", "200 × 1", 2)
    rows = [json.loads(row) for row in (tmp_path / "rows").read_text().splitlines()]
    made = page(rows, "here and now")
    assert "| a worker | 4 kills | 200 × 2, cut off × 1 | 0 |" in made
    assert "| a \\| b | 1 | 200 × 1 | 2 |" in made
    assert made.index("## Clock") < made.index("## Kills")
    assert "Conditions: here and now" in made
