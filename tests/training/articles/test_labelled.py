"""Labelled texts: their form, and what is kept out of training."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from models.training.articles.labelled import UNSEEN, read, train_texts, written_texts


def row(name: str, text: str) -> dict[str, object]:
    end = text.index(".") + 1
    return {
        "id": name,
        "source": "wikinews",
        "text": text,
        "sentences": [[0, end]],
        "sentiment": "neutral",
        "sentence_sentiment": ["neutral"],
        "targets": [
            {
                "text": "the quay",
                "kind": "topic",
                "overall": "favor",
                "author": "neutral",
                "voices": "favor",
                "passages": [{"sentence": 0, "label": "favor"}],
            }
        ],
    }


def write(path: Path, *rows: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")


def test_texts_that_any_dev_or_test_part_has_are_dropped(tmp_path: Path) -> None:
    kept, known = "The quay is shut. It was old.", "The quay is open! (Again.)"
    for tier in ("open", "unclear"):
        write(tmp_path / tier / "news" / "labelled" / "train.jsonl")
    folder = tmp_path / "open" / "news" / "labelled"
    write(folder / "train.jsonl", row("a", kept), row("b", known))
    write(tmp_path / "open" / "stance" / "other" / "test.jsonl", {"text": "the quay is OPEN again"})
    (found,) = train_texts(tmp_path)
    assert found.id == "a"
    assert found.targets[0].passages == {0: "favor"}


def test_our_own_texts_are_well_formed() -> None:
    texts = [*written_texts(), *written_texts(UNSEEN)]
    assert len({text.text for text in texts}) == len(texts) > 700
    passages: Counter[str] = Counter()
    for text in texts:
        assert len(text.tones) == len(text.sentences)
        assert all(text.text[s.begin : s.end].strip() for s in text.sentences)
        for target in text.targets:
            assert all(0 <= k < len(text.sentences) for k in target.passages)
            passages.update(target.passages.values())
    assert set(passages) == {"favor", "neutral", "against"}
    assert passages["neutral"] > 0.45 * passages.total()


def test_no_text_of_the_unseen_hand_is_learnt(tmp_path: Path) -> None:
    learnt = {text.text for text in written_texts()}
    assert not learnt & {text.text for text in written_texts(UNSEEN)}
    write(tmp_path / "x.jsonl", row("a", "The quay is shut."))
    assert len(read(tmp_path / "x.jsonl")) == 1
