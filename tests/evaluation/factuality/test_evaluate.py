"""Summaries and statements are scored as people judged them, beside baselines."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from service.evaluation import run
from service.evaluation.catalogue import SETS, Metric
from service.evaluation.factuality.evaluate import auc, balanced_accuracy
from service.evaluation.factuality.gold import STATEMENTS, read
from service.evaluation.reporting import tables
from tests.tasks.verify.overlap import OverlapEngine

ARTICLE = "The council voted to close the road. Traders did not welcome it. Two buses will run."
SUMMARIES = [
    ("The council voted to close the road.", "consistent", "cnndm"),
    ("Two buses will run. The council voted.", "consistent", "cnndm"),
    ("The council opened a school.", "inconsistent", "cnndm"),
    ("Two buses will run. A ship sank in the bay.", "inconsistent", "cnndm"),
    ("A ship sank.", "inconsistent", "bbc"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "research" / "factuality" / "frank"
    folder.mkdir(parents=True)
    with (folder / "test.jsonl").open("w") as file:
        for summary, label, genre in SUMMARIES:
            row = {"article": ARTICLE, "summary": summary, "label": label}
            file.write(json.dumps(row | {"meta": {"dataset": genre}}) + "\n")
    return tmp_path


async def test_each_part_of_frank_has_its_figures(data: Path) -> None:
    found = await run.evaluate(data, ["verify"], ["fast", "accurate"], OverlapEngine())
    assert [(row.set, row.rows) for row in found.figures] == [
        ("FRANK CNN/DM", 4),
        ("FRANK XSum", 1),
    ]
    first = found.figures[0]
    assert first.value == 1.0
    assert first.interval[0] <= first.value <= first.interval[1]
    assert first.measures is not None
    assert first.measures["ours"]["balanced accuracy"] == 1.0
    assert set(first.baselines) == {"words", "word pairs", "cosine", "sentence by sentence"}
    assert "FRANK CNN/DM" in tables.markdown(found.figures)


async def test_own_statements_have_three_labels(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in STATEMENTS.read_text().splitlines()]
    chosen = {line["id"] for line in lines if line["set"] == "open/news/wikinews"}
    folder = tmp_path / "open" / "news" / "wikinews"
    folder.mkdir(parents=True)
    rows = [{"id": name, "text": ARTICLE} for name in sorted(chosen)[:2]]
    (folder / "raw.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = await run.evaluate(tmp_path, ["verify"], ["fast"], OverlapEngine())
    (figures,) = found.figures
    assert (figures.set, figures.rows) == ("own statements", 14)
    assert figures.f1 is not None
    assert set(figures.f1) == {"contradicted", "not_in_text", "supported"}


def test_a_folder_without_the_texts_has_no_statements(tmp_path: Path) -> None:
    part = next(part for part in SETS if part.metric is Metric.STATEMENTS)
    assert read(tmp_path, part) == []


def test_the_area_is_the_share_of_pairs_in_the_right_order() -> None:
    rng = np.random.default_rng(3)
    gold = rng.random(80) > 0.4
    scores = np.round(rng.random(80) + 0.3 * gold, 1).astype(np.float64)  # with ties
    true, false = scores[gold][:, None], scores[~gold][None, :]
    pairs = (true > false).mean() + (true == false).mean() / 2
    assert auc(scores, gold) == pytest.approx(float(pairs))


def test_balanced_accuracy_counts_both_classes_alike() -> None:
    gold = np.array([True, True, True, False])
    assert balanced_accuracy(np.array([True, True, False, False]), gold) == pytest.approx(5 / 6)


def test_a_set_of_one_class_tells_nothing() -> None:
    ones = np.ones(3, dtype=bool)
    assert auc(np.array([0.1, 0.2, 0.3]), ones) == 0.5
    assert balanced_accuracy(ones, ones) == 1.0
