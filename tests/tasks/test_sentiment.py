"""Sentiment of the document, its sentences and targets."""

from __future__ import annotations

import asyncio
import gc
import warnings

import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.text.document import BlockKind, Document
from service.text.segmentation.builder import build_document
from tests.tasks.calls import sentiment_of


async def test_every_sentence_is_scored_but_only_the_article_counts(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, _ = await sentiment_of(document, engine, call)
    kinds = {s.kind for s in result.sentences}
    assert kinds == {BlockKind.BODY, BlockKind.HEADING}
    counted = [document.read(s.span) for s in result.sentences if s.counted]
    assert "Council closes harbour road to cars" in counted  # the headline
    assert "Local" not in counted  # a section label
    quoted = [s for s in result.sentences if s.holder.kind == "speaker"]
    assert {s.holder.name for s in quoted} == {"Tom Reyes", "Traders", None}


async def test_no_work_is_left_behind_when_the_caller_goes_before_it_begins(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    given = ["the council", "the harbour road"]
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        asked = asyncio.create_task(sentiment_of(document, engine, call, given))
        await asyncio.sleep(0)  # the parts of the work are made, none of them has begun
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        gc.collect()
    assert [str(one.message) for one in found] == []


async def test_both_poles_strong_is_mixed(engine: FakeEngine, call: Call) -> None:
    document = build_document(
        "The bridge is a great and brilliant success for the town. "
        "The tunnel is a terrible, corrupt failure that harms everyone. "
        "Critics love the park and praise its excellent paths. "
        "The station is an awful wreck and the worst crisis in years."
    )
    result, _ = await sentiment_of(document, engine, call)
    assert result.label == "mixed"
    assert abs(result.score) < 0.3


async def test_mostly_neutral_news_with_bad_news_is_negative(
    engine: FakeEngine, call: Call
) -> None:
    document = build_document(
        "The meeting began at nine. The plant closed after a terrible attack killed two people. "
        "Workers lost their jobs in the crisis. The report has forty pages."
    )
    result, _ = await sentiment_of(document, engine, call)
    assert result.label == "negative"
    assert result.score < 0


async def test_neutral_text_is_neutral(engine: FakeEngine, call: Call) -> None:
    document = build_document("The meeting began at nine. The report has forty pages.")
    result, _ = await sentiment_of(document, engine, call)
    assert result.label == "neutral"
    assert result.score == pytest.approx(0)


async def test_targets_have_sentiment_of_their_own(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, _ = await sentiment_of(document, engine, call, targets=("the decision", "Ana Duarte"))
    assert [t.label for t in result.targets] == ["negative", "positive"]
