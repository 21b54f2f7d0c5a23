"""The recipe of the layout's weights: what it learns from, and that it learns it."""

from __future__ import annotations

import json
from pathlib import Path

from models.training import layout
from service.text.boilerplate.line_weights import load


def _texts(data: Path, folder: str, name: str, texts: list[str]) -> None:
    path = data / folder / "news" / "labelled"
    path.mkdir(parents=True, exist_ok=True)
    rows = [json.dumps({"text": t, "sentences": [[0, len(t)]], "boilerplate": [0]}) for t in texts]
    (path / name).write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_a_text_of_a_dev_part_is_dropped_whatever_its_marks(tmp_path: Path) -> None:
    _texts(tmp_path, "open", "train.jsonl", ["Read our site now.", "Tell our editors, please."])
    _texts(tmp_path, "unclear", "dev.jsonl", ["read our SITE, now!"])
    found = [row["text"] for row in layout.open_texts(tmp_path)]
    assert found == ["Tell our editors, please."]


def test_a_sentence_has_the_label_that_it_mostly_is() -> None:
    first, second = "The ferry sailed on Monday.", "Write to our editors about this story."
    text = f"{first} {second}"
    row = {
        "text": text,
        "sentences": [[0, len(first)], [len(first) + 1, len(text)]],
        "boilerplate": [1],
    }
    (example,) = layout.labelled(row)  # the first has nothing to weigh
    assert example.beside


def test_what_separates_lines_gets_a_weight(tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text(
        "# A remark\nYou can write to our editors about this story.\n", encoding="utf-8"
    )
    beside = list(layout.written(file, beside=True))
    file.write_text("The story of the ferry was told by two editors.\n", encoding="utf-8")
    article = list(layout.written(file, beside=False))
    assert len(beside) == len(article) == len(layout.PLACES)
    assert sum(e.weight for e in beside) == 1.0
    weights = layout.fit([*beside, *article])
    assert min(weights.score(e.features) for e in beside) > 0
    assert max(weights.score(e.features) for e in article) < 0


def test_the_package_holds_weights_of_features_that_exist() -> None:
    rows = [
        *layout.written(layout.WRITTEN / "layout_beside.txt", beside=True),
        *layout.written(layout.WRITTEN / "layout_article.txt", beside=False),
    ]
    names = {name for row in rows for name in row.features}
    unknown = set(load().weights) - names
    assert len(unknown) <= 0.1 * len(load().weights)  # some hold in the labelled texts only
