"""Analyses are the same after they were written and read."""

from __future__ import annotations

from pathlib import Path

from models.training.reader.data import analyses
from models.training.reader.data.analyses import Analysis, Complement, Entity, Word


def test_what_is_written_is_read(tmp_path: Path) -> None:
    one = Analysis(
        (Word(0, 3, 1, "PROPN"), Word(4, 8, 1, "VERB")),
        (Entity(0, 3, "PERSON"),),
        (Complement(0, 9, 11, 16),),
    )
    analyses.write(tmp_path / "a.jsonl", [("x", one), ("y", Analysis(()))])
    assert analyses.read(tmp_path / "a.jsonl") == {"x": one, "y": Analysis(())}
