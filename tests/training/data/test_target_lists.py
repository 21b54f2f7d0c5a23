"""Lists of what texts are about, and what is on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.training.data import target_lists
from models.training.data.target_lists import (
    Listed,
    ListedText,
    is_listed,
    is_salient,
    likeness,
    read_texts,
    summarised,
)
from models.training.reader.data import sources
from models.training.reader.data.leaks import digest


@pytest.mark.parametrize(
    ("ours", "entity", "item", "right"),
    [
        ("Ana Duarte", True, Listed("Duarte", True), True),
        ("Duarte", True, Listed("Ana Duarte", True), True),
        ("Duarte", True, Listed("Duarte’s ferry plan", False), False),
        ("Ukraine", True, Listed("Ukrainian government", True), True),
        ("Democratic Party", True, Listed("Democrats", True), True),
        ("Democratic Party", True, Listed("the GOP", True), False),
        ("HBP", True, Listed("Harbour Board of Portvale", True), True),
        ("ferry plan", False, Listed("the plan", False), True),
        ("ferry fares", False, Listed("fares of the ferry", False), True),
        ("ferry", False, Listed("bus strike", False), False),
    ],
    ids=str,
)
def test_what_is_on_a_list(ours: str, entity: bool, item: Listed, right: bool) -> None:
    assert is_listed(ours, entity, item) is right


def test_the_readers_own_wording_is_likest() -> None:
    assert likeness("ferry plan", Listed("the ferry plan", False)) == 1.0
    assert likeness("plan", Listed("the ferry plan", False)) == 0.5


def test_salience_is_that_of_the_name() -> None:
    assert is_salient("Duarte", {"Ana Duarte": 4, "Portvale": 1})
    assert not is_salient("Portvale", {"Ana Duarte": 4, "Portvale": 1})


@pytest.mark.parametrize(
    ("names", "share"),
    [
        ({"Ana Duarte", "Duarte"}, 1.0),
        ({"Norway"}, 1.0),
        ({"Portvale"}, 0.5),
        ({"Tom Reyes"}, 0.0),
        ({""}, 0.0),
    ],
)
def test_a_gist_counts_more_than_an_abstract(names: set[str], share: float) -> None:
    text = ListedText(
        "", gist="Duarte is back from Norway.", abstract="Ana Duarte is back in Portvale."
    )
    assert summarised(names, text) == share


def test_texts_of_dev_parts_are_left_out(tmp_path: Path) -> None:
    def write(name: str, rows: list[dict[str, Any]]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        return path

    issue = [{"text": "the ferry", "kind": "topic"}, {"text": "Ana Duarte", "kind": "entity"}]
    told = {"gist": "Ana left.", "abstract": "Ana Duarte left."}
    labelled = [{"id": 1, "text": "One.", "targets": issue, **told}]
    held = {"id": 2, "text": "Two.", "targets": issue}
    write("data/open/news/labelled/train.jsonl", [*labelled, held])
    write("data/open/news/labelled/dev.jsonl", [{"text": "two"}])
    write("data/unclear/news/labelled/train.jsonl", [])
    write("data/unclear/reading/polnear/train.jsonl", [])
    write("data/open/news/wikinews/raw.jsonl", [{"id": 3, "text": "Three."}])
    mention = {"begin": 0, "end": 3, "cluster": 1, "named": True, "salience": 5, "type": "person"}
    gum = {"id": 4, "text": "Ana left.", "mentions": [mention]}
    write("data/open/reading/gum/train.jsonl", [gum])
    lists = write(
        "lists.jsonl",
        [
            {"sha256": digest("One!"), "targets": [["the ferry", "topic"]]},
            {"sha256": digest("One."), "targets": [["Ana Duarte", "entity"]]},
            {"sha256": digest("Two."), "targets": [["the ferry", "topic"]]},
        ],
    )
    found = {text.text: text for text in read_texts(tmp_path / "data", lists)}
    assert set(found) == {"One.", "Ana left."}
    one = found["One."]
    assert one.lists == [[Listed("the ferry", False)], [Listed("Ana Duarte", True)]]
    assert one.issues == ["the ferry"]
    assert (one.gist, one.abstract) == ("Ana left.", "Ana Duarte left.")
    assert found["Ana left."].salience == {"Ana": 5}


def test_our_lists_have_no_texts() -> None:
    rows = list(sources.rows(target_lists.FILE))
    assert len(rows) > 100
    for row in rows:
        assert set(row) == {"id", "set", "sha256", "annotator", "targets"}
        assert {kind for _, kind in row["targets"]} <= {"entity", "topic"}
        assert max(len(text) for text, _ in row["targets"]) < 60
