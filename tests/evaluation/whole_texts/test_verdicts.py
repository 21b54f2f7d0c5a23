"""Verdicts on whole texts against annotators'."""

from __future__ import annotations

from typing import Any

import pytest

from service.evaluation.counts import OURS
from service.evaluation.whole_texts.gold import labelled
from service.evaluation.whole_texts.verdicts import count, figures
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.text.segmentation.builder import build_document
from tests.evaluation.whole_texts.samples import TEXT, row


async def measured(**changes: Any) -> dict[str, dict[str, float]]:
    annotations = Annotations(build_document(TEXT, language="en"), FakeEngine(), Call())
    found = await count(annotations, labelled(row(**changes)))
    return {name: figures(counts) for name, counts in found.items()}


async def test_every_level_is_compared() -> None:
    ours = (await measured())[OURS]
    for name in ("stance", "topics", "author", "voices", "passages", "covered", "sentiment"):
        assert ours[name] == 1.0, name
    assert ours["neutral authors sided"] == 0.0
    assert not {"entities", "claims"} & set(ours)


async def test_an_answer_without_any_side_is_the_baseline() -> None:
    neutral = (await measured())["always neutral"]
    assert neutral["stance"] == 0.0
    assert neutral["author"] == 1.0
    assert neutral["passages"] == pytest.approx((0 + 2 / 3) / 2)
    assert "covered" not in neutral


async def test_mixed_voices_count_as_neutral() -> None:
    target = row()["targets"][0] | {"voices": "mixed"}
    ours = (await measured(targets=[target]))[OURS]
    assert ours["voices"] == 0.0


async def test_a_neutral_author_who_is_given_a_side_is_counted() -> None:
    text = "The plan is a terrible failure. It will harm the town."
    target = row()["targets"][0] | {"author": "neutral", "passages": []}
    annotations = Annotations(build_document(text, language="en"), FakeEngine(), Call())
    gold = labelled(row(text=text, sentences=[[0, 31]], sentence_sentiment=["negative"],
                        targets=[target]))  # fmt: skip
    ours = figures((await count(annotations, gold))[OURS])
    assert ours["neutral authors sided"] == 1.0
