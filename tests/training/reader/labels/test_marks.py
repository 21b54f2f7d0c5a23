"""The inline marks of the written texts, and that all of these are balanced."""

from __future__ import annotations

from collections import defaultdict

import pytest

from models.training.reader.data import sources
from models.training.reader.labels import marks
from models.training.reader.labels.marks import MarkError

FILES = ("texts", "texts_unseen")


def test_marks_are_taken_out_and_counted_without_them() -> None:
    found = marks.read("[2:p [1:p Her] aunt] {q said q} {c no c}, {s [1:p Eve] s}.")
    assert found.text == "Her aunt said no, Eve."
    assert [(found.text[b:e], who, kind) for b, e, who, kind in found.mentions] == [
        ("Her", 1, "person"),
        ("Her aunt", 2, "person"),
        ("Eve", 1, "person"),
    ]
    parts = (found.sources, found.cues, found.contents)
    assert [[found.text[b:e] for b, e in own] for own in parts] == [["Eve"], ["said"], ["no"]]


def test_other_brackets_are_text() -> None:
    assert marks.read("a {b} (c) [1:o d]").text == "a {b} (c) d"


@pytest.mark.parametrize("text", ["a]", "[1:p a", "{c a", "a c}"], ids=str)
def test_marks_that_are_not_balanced_are_refused(text: str) -> None:
    with pytest.raises(MarkError):
        marks.read(text)


@pytest.mark.parametrize("name", FILES)
def test_every_written_text_is_marked_soundly(name: str) -> None:
    rows = list(sources.rows(sources.WRITTEN / f"{name}.jsonl"))
    assert len({row["id"] for row in rows}) == len(rows) >= 30
    for row in rows:
        found = marks.read(row["text"])
        kinds = defaultdict(set)
        for mention in found.mentions:
            kinds[mention.referent].add(mention.kind)
        assert all(len(own) == 1 for own in kinds.values()), row["id"]
        assert len(found.mentions) > 10


def test_the_unseen_texts_are_others() -> None:
    seen, unseen = (
        {marks.read(row["text"]).text for row in sources.rows(sources.WRITTEN / f"{name}.jsonl")}
        for name in FILES
    )
    assert not seen & unseen
