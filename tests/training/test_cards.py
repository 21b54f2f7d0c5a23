"""Figures land in the README, in their model's card and in its model.toml, and only there."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from models.training import cards
from service.evaluation.figures import Figures

BLOCK = "# Title\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nrest\n"


def line(model: str, profile: str, value: float) -> Figures:
    return Figures(
        "stance", "VAST zero-shot", profile, model, True, False, 10, "macro-F1", value,
        (0.1, 0.9), {"majority": 0.2}, 100.0, {"against": 0.5}, 0.6, 0.04,
    )  # fmt: skip


def test_figures_are_written_where_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for page in ("README.md", "docs/evaluation.md"):
        (tmp_path / page).write_text(BLOCK)
    for name in ("a", "b"):
        folder = tmp_path / "models" / name
        folder.mkdir(parents=True)
        (folder / "card.md").write_text(BLOCK)
        (folder / "model.toml").write_text(f'name = "{name}"\n\n[metrics]\n"old" = 0.1\n')
    found = [line("a", "fast", 0.51), line("b", "accurate", 0.62)]
    saved = tmp_path / "figures.json"
    saved.write_text(json.dumps([f.as_dict() for f in found]))
    cards.write(cards.read(saved), "Measured today.", tmp_path)
    readme = (tmp_path / "README.md").read_text()
    assert "old" not in readme
    assert readme.endswith("<!-- /figures -->\n\nrest\n")
    assert "| **0.510** | **0.620** | majority 0.200 |" in readme
    page = (tmp_path / "docs" / "evaluation.md").read_text()
    assert "fast 100, accurate 100" in page
    assert "**0.510** (0.100–0.900)" in page
    assert "Measured today." in readme
    card = (tmp_path / "models" / "a" / "card.md").read_text()
    assert "0.510" in card
    assert "0.620" not in card
    metrics = tomllib.loads((tmp_path / "models" / "b" / "model.toml").read_text())["metrics"]
    assert metrics == {"VAST zero-shot, macro-F1": 0.62}


def test_a_later_file_replaces_figures_of_an_earlier_one(tmp_path: Path) -> None:
    for name, value in (("one", 0.4), ("two", 0.5)):
        found = [line("a", "fast", value).as_dict()]
        (tmp_path / name).write_text(json.dumps(found))
    read = cards.read(tmp_path / "one", tmp_path / "two")
    assert [row.value for row in read] == [0.5]
