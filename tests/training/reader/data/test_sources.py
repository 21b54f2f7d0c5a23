"""Which texts are trained on: each once, none that is held out."""

from __future__ import annotations

import json
from pathlib import Path

from models.training.reader.data import sources


def make(root: Path, **texts: list[str]) -> None:
    paths = {name: f"{folder}/train.jsonl" for name, folder in sources.SETS}
    paths |= {"wikinews": sources.RAW[1], "dev": f"{sources.SETS[0][1]}/dev.jsonl"}
    for name, path in paths.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        rows = [{"id": n, "text": text} for n, text in enumerate(texts.get(name, []))]
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_each_text_is_used_once_under_its_first_set(tmp_path: Path) -> None:
    make(tmp_path, polnear=["One."], gum=["Two."], labelled=["one", "Three."], wikinews=["Two"])
    found = [(source.set, source.id, source.text) for source in sources.train_texts(tmp_path)]
    assert found == [("polnear", "0", "One."), ("gum", "0", "Two."), ("labelled", "1", "Three.")]


def test_held_out_texts_are_dropped_from_all_sets(tmp_path: Path) -> None:
    make(tmp_path, dev=["A dev text."], polnear=["a dev text"], wikinews=["A DEV TEXT", "Kept."])
    assert [source.text for source in sources.train_texts(tmp_path)] == ["Kept."]
    assert [source.text for source in sources.dev_texts(tmp_path)] == ["A dev text."]
