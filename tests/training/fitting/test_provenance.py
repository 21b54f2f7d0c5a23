"""What a model.toml says of its making is counted, not typed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from models.training.data.dataset import Row
from models.training.fitting import provenance
from models.training.install import write_section

ROWS = [
    Row("a", "t", 2, "newsmtsc"),
    Row("a", "t", 2, "newsmtsc"),
    Row("b", "t", 0, "newsmtsc"),
    Row("c", "u", 1, "vast:off-topic"),
    Row("c", "v", 1, "vast:off-topic:crossed"),
]


def test_sets_are_counted_without_repeats() -> None:
    found = provenance.sets(ROWS)
    assert [(s["name"], s["rows"], s["tier"]) for s in found] == [
        ("NewsMTSC", 2, "open"),
        ("VAST, with another text's target", 1, "unclear"),
        ("VAST, labelled by the teacher alone", 1, "unclear"),
    ]


def test_hours_are_those_of_every_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["/x/stance.py", "--data", "../d", "--lr", "1e-4", "--out", "/tmp/w"]
    monkeypatch.setattr("sys.argv", command)
    seconds = (1000, 2600, 500, 1000)  # 2,600 before the stop, 1,000 after it
    log = "".join(json.dumps({"seconds": s}) + "\n" for s in seconds)
    (tmp_path / "log.jsonl").write_text(log)
    made = provenance.recipe(tmp_path)
    assert made["hours"] == 1.0
    wanted = "python -m models.training.stance --data DATA --lr 1e-4 --out WORK"
    assert made["command"] == wanted
    assert "cores" in made["hardware"]


def test_a_model_file_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_text(
        'name = "x"\n\n[weights]\nfile = "w"\n\n[[training]]\nname = "old"\nrows = 1\n\n'
        "# macro-F1\n[metrics]\na = 0.5\n"
    )
    recipe = {"command": 'say "hello"', "commit": "abc", "hardware": "h", "hours": 0.5}
    for _ in range(2):
        provenance.write(path, recipe, provenance.sets(ROWS))
        write_section(path, "article", {"prior": 0.25})
    found = tomllib.loads(path.read_text())
    assert found["recipe"] == recipe
    assert [t["rows"] for t in found["training"]] == [2, 1, 1]
    assert (found["weights"], found["metrics"]) == ({"file": "w"}, {"a": 0.5})
    assert found["article"] == {"prior": 0.25}
