"""The score of the layout counts sentences by what most of them lies in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.evaluation.layout import evaluate, figures

_PARTS = [
    "Council closes harbour road",
    "The council voted on Monday to close the harbour road to cars, after a debate of four hours.",
    "Read more about the ban here.",
    "Traders on the quay fear that customers will stay away until the end of the summer.",
    "A line that the labels call a caption and nothing tells.",
]


def row(boilerplate: list[int]) -> dict[str, object]:
    """A labelled text, as a line of a set has it."""
    text = "\n\n".join(_PARTS)
    spans = [[text.index(part), text.index(part) + len(part)] for part in _PARTS]
    return {"text": text, "sentences": spans, "boilerplate": boilerplate}


def test_what_is_told_is_counted_against_the_labels() -> None:
    found = figures("x", [row([2, 4])])
    assert (found.texts, found.sentences, found.marked) == (1, 5, 2)
    assert (found.precision, found.recall, found.lost) == (1.0, 0.5, 0.0)
    assert found.f1 == pytest.approx(2 / 3)


def test_an_article_sentence_that_is_told_is_lost() -> None:
    found = figures("x", [row([])])
    assert (found.precision, found.f1) == (0.0, 0.0)
    assert found.lost == pytest.approx(1 / 5)


def test_no_texts_are_no_figures() -> None:
    with pytest.raises(ValueError, match="no labelled text"):
        figures("x", [])


def test_the_command_reads_every_set_of_the_folder(tmp_path: Path) -> None:
    for part in ("open", "unclear"):
        folder = tmp_path / part / "news" / "labelled"
        folder.mkdir(parents=True)
        (folder / "dev.jsonl").write_text(json.dumps(row([2])) + "\n", encoding="utf-8")
    assert [f.set for f in evaluate(tmp_path)] == [
        "open",
        "unclear",
    ]
    answer = CliRunner().invoke(app, ["layout", "--data", str(tmp_path), "--json"])
    assert answer.exit_code == 0
    assert [f["f1"] for f in json.loads(answer.stdout)] == [1.0, 1.0]
    answer = CliRunner().invoke(app, ["layout", "--data", str(tmp_path)])
    assert "1.000" in answer.stdout


def test_a_folder_without_sets_fails_and_says_how_one_looks(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["layout", "--data", str(tmp_path)])
    assert answer.exit_code == 1
    assert "news/labelled/dev.jsonl" in answer.stderr
