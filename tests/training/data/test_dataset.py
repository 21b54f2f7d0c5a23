"""Training rows: leaks are dropped, neutrals thinned, off-topic pairs made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.training.data import dataset


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set whose test part repeats a train text under another target."""
    parts = {
        "train": [("A  leak here", "x", "against"), ("Only in train", "y", "neutral")],
        "dev": [("Something else", "x", "favor")],
        "test": [("a leak here", "z", "favor")],
    }
    for name, rows in parts.items():
        with (tmp_path / f"{name}.jsonl").open("w") as file:
            for text, target, label in rows:
                file.write(json.dumps({"text": text, "target": target, "label": label}) + "\n")
    return tmp_path


def test_texts_of_dev_and_test_are_dropped_whatever_their_target(folder: Path) -> None:
    assert [r.text for r in dataset.train_part(folder)] == ["Only in train"]


def test_labels_of_both_kinds_map_to_the_same_poles(folder: Path) -> None:
    assert [r.label for r in dataset.read(folder / "train.jsonl", "s")] == [0, 1]


def test_a_limit_is_a_sample_and_the_same_each_time(tmp_path: Path) -> None:
    rows = "".join(
        json.dumps({"text": f"text {i}", "target": None, "label": "neutral"}) + "\n"
        for i in range(50)
    )
    (tmp_path / "train.jsonl").write_text(rows)
    first = dataset.train_part(tmp_path, limit=10)
    assert len(first) == 10
    assert first == dataset.train_part(tmp_path, limit=10)
    assert first != dataset.train_part(tmp_path, limit=10, seed=1)


def test_neutrals_are_thinned_and_others_kept() -> None:
    rows = [dataset.Row(str(i), None, i % 3, "s") for i in range(30)]
    thin = dataset.thin_neutral(rows, 4)
    assert [r.label for r in thin].count(1) == 4
    assert len(thin) == 24


def test_off_topic_pairs_are_neutral_and_never_the_own_target() -> None:
    rows = [dataset.Row(f"text {i}", f"target {i % 5}", 2, "s") for i in range(40)]
    own = {r.text: r.target for r in rows}
    made = dataset.off_topic(rows, 40)
    assert len(made) > 20
    assert all(r.label == 1 and r.target != own[r.text] for r in made)
