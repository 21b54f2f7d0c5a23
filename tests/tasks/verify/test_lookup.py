"""The sentences that a statement may rest on, and the premise that is made of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from service.inference.fake_engine import FakeEngine
from service.tasks.verify.lookup import SentenceIndex, readable, words_of
from service.tasks.verify.premise import premise_of
from service.text.segmentation.builder import build_document

TEXT = (
    "Council closes road\n\nThe council voted to close the harbour road. The weather was calm. "
    "Nobody was at sea that day. The agency bought two electric buses from Norway. It rained.\n"
    "Read more: How the buses will run\n"
)


async def index_of(text: str) -> SentenceIndex:
    sentences = readable(build_document(text))
    return SentenceIndex.of(sentences, await FakeEngine().embed([s.clean for s in sentences]))


async def nearest(index: SentenceIndex, statement: str) -> list[int]:
    (vector,) = await FakeEngine().embed([statement])
    return index.nearest(statement, vector)


def test_headings_are_read_and_calls_to_the_reader_are_not() -> None:
    texts = [sentence.clean for sentence in readable(build_document(TEXT))]
    assert "Council closes road" in texts
    assert not any("Read more" in text for text in texts)


async def test_both_sentences_of_a_joined_statement_come_first() -> None:
    index = await index_of(TEXT)
    places = await nearest(index, "The council closed the harbour road and bought electric buses.")
    first = {index.sentences[place].clean for place in places[:3]}
    assert "The council voted to close the harbour road." in first
    assert "The agency bought two electric buses from Norway." in first


async def test_each_sentence_is_found_once() -> None:
    index = await index_of(TEXT)
    places = await nearest(index, "Something else entirely.")
    assert sorted(set(places)) == sorted(places)


async def test_a_premise_is_in_the_order_of_the_article_and_brings_what_stands_before() -> None:
    index = await index_of("Ana Duarte won. She left town. It rained. The sea was calm. Tom ate.")
    premise = premise_of(index, "She left town.", [1], length=50)
    assert premise.text == "Ana Duarte won. She left town."
    assert (premise.places, premise.nearest) == ((0, 1), (1,))


async def test_of_a_sentence_that_is_too_long_the_telling_stretch_is_taken() -> None:
    index = await index_of(
        "Go " + "word " * 300 + "the mayor closed the road " + "word " * 300 + "."
    )
    premise = premise_of(index, "The mayor closed the road.", [0], length=40)
    assert len(premise.text.split()) == 40
    assert "mayor closed the road" in premise.text


@settings(deadline=None)
@given(st.text(min_size=1, max_size=200), st.text(max_size=80), st.integers(1, 60))
async def test_no_premise_is_longer_than_asked(text: str, statement: str, length: int) -> None:
    index = await index_of(text)
    premise = premise_of(index, statement, await nearest(index, statement), length)
    assert len(premise.text.split()) <= length
    assert list(premise.places) == sorted(premise.places)


def test_rarity_falls_with_the_sentences_that_have_a_word() -> None:
    sentences = readable(build_document("The road is open. The road is long. Buses run."))
    index = SentenceIndex.of(sentences, np.zeros((3, 4), dtype=np.float32))
    (road,), (bus,) = words_of("road"), words_of("buses")
    assert index.rarity(road) < index.rarity(bus)
