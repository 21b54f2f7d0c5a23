"""What counts as an end of a sentence when splitters are compared."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.segmentation import Ends, compare, main

TEXT = "The town paid; nobody knew. It was wrong.\n\nHeading\nHe left. She stayed."


def test_only_ends_within_a_paragraph_count() -> None:
    semicolon, knew = TEXT.index(" nobody"), TEXT.index(" It")
    marked = [(0, semicolon), (semicolon + 1, knew), (knew + 1, 41), (43, 50), (51, len(TEXT))]
    assert compare(TEXT, marked) == Ends(both=1, ours=1, theirs=1)


def test_shares_of_ends() -> None:
    ends = Ends(3, 1, 0) + Ends(0, 0, 1)
    assert (ends.precision, ends.recall, ends.f1) == pytest.approx((0.75, 0.75, 0.75))
    assert Ends().f1 == 0


def test_the_command_prints_a_line_for_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gold.jsonl"
    row = {"text": "He left. She stayed.", "sentences": [[0, 8], [9, 20]]}
    path.write_text(json.dumps(row) + "\n")
    monkeypatch.setattr(sys, "argv", ["segmentation", str(path)])
    main()
    assert "1 documents, precision 1.000, recall 1.000, F1 1.000" in capsys.readouterr().out
