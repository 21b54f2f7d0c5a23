"""Figures land in the README, in their model's card and in its model.toml, and only there."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from models.training import cards
from service.evaluation.fairness import Spread
from service.evaluation.reporting import tables
from service.evaluation.reporting.figures import Conditions, Figures

BLOCK = "# Title\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nrest\n"
MADE = Conditions("2026-01-02", "copydesk evaluate", "2 cores", "fp32", 60.0)


def line(model: str, profile: str, value: float) -> Figures:
    return Figures(
        "stance", "VAST zero-shot", profile, model, True, False, 10, "macro-F1", value,
        (0.1, 0.9), {"majority": 0.2}, 100.0, {"against": 0.5}, 0.6, 0.04,
    )  # fmt: skip


def test_figures_are_written_where_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(BLOCK)
    (tmp_path / "docs" / "evaluation.md").write_text(BLOCK.replace("figures", "overview") + BLOCK)
    for name in ("a", "b"):
        folder = tmp_path / "models" / name
        folder.mkdir(parents=True)
        (folder / "card.md").write_text(BLOCK + BLOCK.replace("figures", "fairness"))
        (folder / "model.toml").write_text(f'name = "{name}"\n\n[metrics]\n"old" = 0.1\n')
    found = [line("a", "fast", 0.51), line("b", "accurate", 0.62)]
    saved = tmp_path / "figures.json"
    saved.write_text(tables.to_json(found, MADE))
    probe = [Spread("stance", "fast", "party", 0.25, "the X", "the Y", 0.5)]
    cards.write(*cards.read(saved), probe, tmp_path)
    readme = (tmp_path / "README.md").read_text()
    assert "old" not in readme
    assert readme.endswith("<!-- /figures -->\n\nrest\n")
    assert "| **0.510** | **0.620** | majority 0.200 |" in readme
    page = (tmp_path / "docs" / "evaluation.md").read_text()
    assert "| **0.510** | **0.620** | majority 0.200 |" in page.split("<!-- /overview -->")[0]
    assert "fast 100, accurate 100" in page
    assert "**0.510** (0.100–0.900)" in page
    assert "Measured 2026-01-02 by `copydesk evaluate`" in readme
    card = (tmp_path / "models" / "a" / "card.md").read_text()
    assert "0.510" in card
    assert "0.620" not in card
    assert "| party | 0.250 | the X | the Y | 50% |" in card
    assert "old" not in card
    other = (tmp_path / "models" / "b" / "card.md").read_text()
    assert "party" not in other
    metrics = tomllib.loads((tmp_path / "models" / "b" / "model.toml").read_text())["metrics"]
    assert metrics == {"VAST zero-shot, macro-F1": 0.62}


def test_a_later_file_replaces_figures_of_an_earlier_one(tmp_path: Path) -> None:
    for name, value in (("one", 0.4), ("two", 0.5)):
        (tmp_path / name).write_text(tables.to_json([line("a", "fast", value)], MADE))
    read, conditions = cards.read(tmp_path / "one", tmp_path / "two")
    assert [row.value for row in read] == [0.5]
    assert conditions == MADE.sentence  # said once


def test_the_readme_gets_the_chosen_sets_only(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(BLOCK)
    (tmp_path / "docs" / "evaluation.md").write_text(BLOCK.replace("figures", "overview") + BLOCK)
    other = replace(line("a", "fast", 0.51), task="summary", set="FRANK")
    assert (other.task, other.set) not in cards.CHOSEN
    cards.write([other, replace(other, set="NEWTS")], "conditions", root=tmp_path)
    readme = (tmp_path / "README.md").read_text()
    assert "NEWTS" in readme
    assert "FRANK" not in readme
    assert "FRANK" in (tmp_path / "docs" / "evaluation.md").read_text()


def test_what_is_read_in_texts_has_a_block_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "evaluation.md"
    page.write_text(BLOCK.replace("figures", "reading"))
    (tmp_path / "README.md").write_text(BLOCK)
    measures = {"ours": {"sentences": 7, "F1": 0.51}}
    row = replace(line("a", "fast", 0.51), task="reading", set="Speakers", measures=measures)
    cards.write([row], "conditions", root=tmp_path)
    assert (tmp_path / "README.md").read_text() == BLOCK
    assert "| ours | 7 | 0.510 |" in page.read_text()
    page.write_text(page.read_text() + BLOCK.replace("figures", "overview") + BLOCK)
    other = replace(line("a", "fast", 0.62), task="summary")
    cards.write([row, other], "conditions", root=tmp_path)
    assert page.read_text().count("Speakers") == 1


def test_every_page_of_the_repository_has_room_for_its_figures() -> None:
    whole = (cards.ROOT / "docs" / "evaluation.md").read_text()
    for mark in ("overview", "reading", "verify"):
        assert cards.fill(whole, "FILLED", mark).count("FILLED") == 1
    pages = [cards.ROOT / "README.md", cards.ROOT / "docs" / "evaluation.md"]
    trained = [p.parent / "card.md" for p in cards.ROOT.glob("models/*/weights.safetensors")]
    assert trained
    for page in pages + trained:
        assert cards.fill(page.read_text(), "FILLED").count("FILLED") == 1, page
    for page in trained:
        model = tomllib.loads((page.parent / "model.toml").read_text())
        probed = int(model["task"] in ("stance", "sentiment"))  # only verdicts on people are
        assert cards.fill(page.read_text(), "FILLED", "fairness").count("FILLED") == probed, page


def model_files() -> list[Path]:
    found = sorted(cards.ROOT.glob("models/*/model.toml"))
    assert len(found) >= 5
    return found


def test_a_card_is_of_the_model_that_lies_beside_it() -> None:
    for path in model_files():
        model = tomllib.loads(path.read_text(encoding="utf-8"))
        card = (path.parent / "card.md").read_text(encoding="utf-8")
        assert card.startswith(f"# {model['name']} {model['version']}\n"), path


def test_every_set_and_base_is_attributed() -> None:
    notice = (cards.ROOT / "models" / "NOTICE.md").read_text(encoding="utf-8")
    for path in model_files():
        model = tomllib.loads(path.read_text(encoding="utf-8"))
        assert model["base"]["name"] in notice
        for data in model.get("training", ()):
            name = data["name"].split(",")[0].split(" (")[0].split(" without")[0]
            rows = [line for line in notice.splitlines() if name in line and "|" in line]
            assert rows, name
            # What a model says of a set's licence is what the page says.
            stated = data["licence"].split(" / ")[0]
            assert any(stated.split(":")[0] in row for row in rows), (name, stated)


def test_share_alike_weights_come_with_their_licence() -> None:
    for path in model_files():
        model = tomllib.loads(path.read_text(encoding="utf-8"))
        card = (path.parent / "card.md").read_text(encoding="utf-8")
        if (path.parent / "weights.safetensors").exists():
            assert model["licence"] == "CC-BY-SA-4.0"
            assert "../LICENSE" in card
            assert "../NOTICE.md" in card
    text = (cards.ROOT / "models" / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("Creative Commons Attribution-ShareAlike 4.0 International")
    assert "Section 8" in text
