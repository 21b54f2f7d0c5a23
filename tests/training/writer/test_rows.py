"""Rows of the writer: whole sentences, no held-out text, and no abstract that says more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from models.training.writer.rows import SETS, beginning, dev_rows, train_rows

SENTENCES = [f"Road number {i} in Portvale was closed on Monday by the council." for i in range(60)]
TEXT = " ".join(SENTENCES)


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def data(root: Path, *train: dict[str, Any], held: str = "Something else.") -> Path:
    """A data folder with these train rows, and a held-out text in another set."""
    for name in SETS:
        write(root / name / "dev.jsonl", [{"id": "d", "text": "A dev text.", "abstract": "It is."}])
        write(root / name / "train.jsonl", train if name.startswith("open") else [])
    write(root / "research/summarisation/frank/test.jsonl", [{"article": held}])
    return root


def row(name: str, abstract: str | None, text: str = TEXT) -> dict[str, Any]:
    return {"id": name, "text": text, "abstract": abstract}


def test_the_beginning_is_of_whole_sentences() -> None:
    assert beginning(TEXT, 25) == " ".join(SENTENCES[:2])
    assert beginning(TEXT, 3) == SENTENCES[0]  # at least one


def test_an_abstract_that_says_more_than_the_beginning_is_left_out(tmp_path: Path) -> None:
    rows = [
        row("good", "The council closed road number 3 in Portvale."),
        row("more", "The council and Tom Reyes closed 999 roads in Berlin."),
        row("none", None),
    ]
    found = train_rows(data(tmp_path, *rows))
    assert [one.id for one in found] == ["good"]
    assert found[0].tier == "open"


def test_a_text_of_any_test_part_is_left_out(tmp_path: Path) -> None:
    rows = [row("held", "The council closed road number 3."), row("free", "It is.", "A free text.")]
    found = train_rows(data(tmp_path, *rows, held=TEXT.upper()))
    assert [one.id for one in found] == ["free"]


def test_dev_rows_are_those_of_both_sets(tmp_path: Path) -> None:
    assert [one.tier for one in dev_rows(data(tmp_path))] == ["open", "unclear"]
