"""The passages written for training: well formed, held out in blocks, unlike the contrast pairs."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib import resources

from models.training.data import written


def grams(text: str, size: int = 6) -> set[tuple[str, ...]]:
    """Every run of `size` words."""
    words = re.findall(r"[a-z']+", text.lower())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def test_every_passage_is_one_of_its_kind_with_known_labels() -> None:
    passages = list(written.passages())
    assert len({passage["text"] for passage in passages}) == len(passages) > 3_000
    labels = Counter(label for passage in passages for label in passage["targets"].values())
    assert set(labels) == set(written.LABELS)
    assert min(labels.values()) > 0.25 * labels.total()


def test_a_twentieth_is_held_out_and_no_text_of_it_is_learnt() -> None:
    learnt, held = written.rows(), written.rows(held_out=True)
    assert 0.03 < len(held) / len(learnt) < 0.08
    assert not {row.text for row in learnt} & {row.text for row in held}


def test_no_six_words_in_a_row_come_from_the_contrast_pairs() -> None:
    sets = resources.files("service.evaluation") / "sets" / "contrast.jsonl"
    pairs = [json.loads(line)["pair"] for line in sets.read_text("utf-8").splitlines()]
    tested = set().union(*(grams(side["text"]) for pair in pairs for side in pair))
    assert not [p["text"] for p in written.passages() if grams(p["text"]) & tested]
