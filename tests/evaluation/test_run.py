"""Evaluation runs the test sets it finds through the engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.evaluation import report, run
from service.inference.fake import FakeEngine


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one small test set in it."""
    folder = tmp_path / "open" / "sentiment" / "newsmtsc"
    folder.mkdir(parents=True)
    rows = [
        ("The mayor was praised for the great plan.", "mayor", "positive"),
        ("The mayor lied in the crisis.", "mayor", "negative"),
        ("The mayor came by train.", "mayor", "neutral"),
        ("The mayor did a terrible thing.", "mayor", "positive"),  # the word list errs here
    ]
    with (folder / "test.jsonl").open("w") as file:
        for text, target, label in rows:
            file.write(json.dumps({"text": text, "target": target, "label": label}) + "\n")
    return tmp_path


async def test_figures_of_the_sets_that_are_there(data: Path) -> None:
    (figures,) = await run.evaluate(data, ["sentiment"], FakeEngine())
    assert (figures.name, figures.rows, figures.accuracy) == ("NewsMTSC test", 4, 0.75)
    assert figures.majority_macro_f1 == pytest.approx((2 * 2 / 6) / 3)
    assert figures.low <= figures.macro_f1 <= figures.high


async def test_a_limit_takes_the_first_rows(data: Path) -> None:
    (figures,) = await run.evaluate(data, ["sentiment"], FakeEngine(), limit=3)
    assert (figures.rows, figures.accuracy) == (3, 1.0)


async def test_the_report_is_a_table_and_json(data: Path) -> None:
    figures = await run.evaluate(data, ["sentiment", "stance"], FakeEngine())
    assert [f.task for f in figures] == ["sentiment", "stance"]
    assert report.table(figures).row_count == 2
    assert json.loads(report.to_json(figures))[0]["accuracy"] == 0.75
