"""Summaries are of body sentences only, in order, as long as asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.summary.extractive import DUPLICATE, REDUNDANCY, select
from service.tasks.warnings import WarningCode
from service.text.document import Document
from service.text.segmentation.builder import build_document
from tests.tasks.calls import summary_of


async def test_three_body_sentences_in_the_article_s_order(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, _ = await summary_of(document, engine, call)
    assert len(result.sentences) == 3
    begins = [s.sources[0].begin for s in result.sentences]
    assert begins == sorted(begins)
    assert sorted(s.rank for s in result.sentences) == [1, 2, 3]
    for word in ("Courier", "Okafor", "Read more", "PORTVALE -"):
        assert word not in result.text
    for sentence in result.sentences:
        assert " ".join(document.read(sentence.sources[0]).split()) == sentence.text
        assert sentence.support == 1.0


async def test_sentences_that_cannot_stand_alone_come_last(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, _ = await summary_of(document, engine, call, sentences=6)
    assert len(result.sentences) == 6
    assert "She praised" not in result.text
    assert "“The harbour road was" not in result.text


@pytest.mark.parametrize(
    "lead",
    [
        "But the dam above Ostrava broke early on Friday after a week of rain.",
        "Indeed, the dam above Ostrava broke early on Friday after a week of rain.",
        "READ: Why the dam above Ostrava broke early on Friday after a week of rain.",
        "Ana Duarte looks on and waves at the dam above Ostrava on Friday, March 6, 2026.",
    ],
)
async def test_what_goes_on_from_another_text_comes_last(
    engine: FakeEngine, call: Call, lead: str
) -> None:
    text = (
        f"{lead} Forty families in the valley lost their houses to the water. "
        "Engineers had warned the ministry about cracks two years ago. "
        "The ministry promised to pay for new houses further up the hill."
    )
    result, _ = await summary_of(build_document(text), engine, call, sentences=3)
    assert result.text == text.removeprefix(f"{lead} ")


async def test_a_sentence_that_repeats_another_is_not_picked(
    engine: FakeEngine, call: Call
) -> None:
    text = (
        "The dam above Ostrava broke early on Friday after a week of rain.\n"
        "The dam above Ostrava broke early on Friday, after a week of rain.\n"
        "Forty families in the valley lost their houses to the water.\n"
        "Engineers had warned the ministry about cracks two years ago.\n"
    )
    result, _ = await summary_of(build_document(text), engine, call, sentences=2)
    assert sum("dam above" in s.text for s in result.sentences) == 1


@pytest.mark.parametrize("words", [20, 45, 70])
async def test_a_word_budget_is_kept(
    document: Document, engine: FakeEngine, call: Call, words: int
) -> None:
    result, _ = await summary_of(document, engine, call, words=words)
    assert 0 < len(result.text.split()) <= words


async def test_a_budget_below_any_sentence_gives_one_whole_sentence(
    engine: FakeEngine, call: Call
) -> None:
    long = "The council of the harbour town voted on Monday to close the road by the {} for good."
    document = build_document(" ".join(long.format(place) for place in ("quay", "mill", "inn")))
    result, _ = await summary_of(document, engine, call, words=10)
    assert len(result.sentences) == 1


async def test_a_ratio_is_a_share_of_the_content_words(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    total = sum(len(s.clean.split()) for s in document.content())
    result, _ = await summary_of(document, engine, call, ratio=0.4)
    assert 0 < len(result.text.split()) <= round(0.4 * total)


async def test_a_text_shorter_than_asked_comes_back_whole(engine: FakeEngine, call: Call) -> None:
    document = build_document("It rained. Nobody came.")
    result, warnings = await summary_of(document, engine, call, sentences=3)
    assert result.text == "It rained. Nobody came."
    assert [w.code for w in warnings] == [WarningCode.TEXT_TOO_SHORT]


async def test_boilerplate_alone_gives_an_empty_summary_and_a_warning(
    engine: FakeEngine, call: Call
) -> None:
    result, warnings = await summary_of(build_document("Read more: all news"), engine, call)
    assert result.sentences == []
    assert [w.code for w in warnings] == [WarningCode.NO_CONTENT]


@given(st.integers(1, 12), st.integers(1, 12))
async def test_never_more_than_asked(count: int, length: int) -> None:
    text = " ".join(f"Number {i} of the {length} reports came out today." for i in range(length))
    result, _ = await summary_of(build_document(text), FakeEngine(), Call(), sentences=count)
    assert len(result.sentences) == min(count, length)


@given(st.integers(0, 10_000), st.integers(1, 14), st.integers(1, 60))
@settings(deadline=None)
def test_picks_are_those_of_the_definition(seed: int, count: int, words: int) -> None:
    """Greedy maximal marginal relevance as it is defined, over the matrix of all pairs."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(12, 6)).astype(np.float32)
    vectors[3] = vectors[7] + 0.01  # a near-duplicate
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    salience = random.random(12)
    standalone = random.random(12) < 0.7
    lengths = random.integers(3, 12, 12)

    def definition(count: int | None, budget: int | None) -> list[int]:
        pairs = vectors @ vectors.T
        picked: list[int] = []
        while count is None or len(picked) < count:
            nearest = [max([0.0, *(float(pairs[i, j]) for j in picked)]) for i in range(12)]
            ranked = [
                (nearest[i] < DUPLICATE, standalone[i], salience[i] - REDUNDANCY * nearest[i], i)
                for i in range(12)
                if i not in picked and (budget is None or lengths[i] <= budget)
            ]
            if not ranked:
                return picked
            best = max(ranked)[-1]
            picked.append(best)
            budget = None if budget is None else budget - int(lengths[best])
        return picked

    asked = (vectors, salience, standalone, lengths)
    assert select(*asked, count, None) == definition(count, None)
    assert select(*asked, None, words) == definition(None, words)
