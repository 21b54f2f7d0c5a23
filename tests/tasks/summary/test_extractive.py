"""Summaries are of body sentences only, in order, as long as asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
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


async def test_a_name_stands_for_a_pronoun_and_half_a_quotation_comes_last(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, _ = await summary_of(document, engine, call, sentences=6)
    assert len(result.sentences) == 6
    assert "She praised" not in result.text
    assert "“The harbour road was" not in result.text
    assert [one.text for s in result.sentences for one in s.inserted] in ([], ["[Ana Duarte]"])


@pytest.mark.parametrize("sentences", [2, 3, 4])
async def test_no_sentence_stands_twice(engine: FakeEngine, call: Call, sentences: int) -> None:
    text = "The council voted on Monday to close the harbour road. " * 4
    result, _ = await summary_of(build_document(text), engine, call, sentences=sentences)
    assert [s.text for s in result.sentences] == [text[:54]]


async def test_a_short_text_without_its_repetitions(engine: FakeEngine, call: Call) -> None:
    result, warnings = await summary_of(
        build_document("It rained. It rained. Nobody came."), engine, call
    )
    assert result.text == "It rained. Nobody came."
    assert [w.code for w in warnings] == [WarningCode.TEXT_TOO_SHORT]


async def test_an_answer_rather_than_a_question(engine: FakeEngine, call: Call) -> None:
    text = (
        "Q. Why did you write about elections?\n\nA. I love elections. They are the best show.\n\n"
        "Q. And politicians?\n\nA. Most politicians are cowards. They pander to their base, and I "
        "want somebody who can speak honestly. The book on the long vote is about that."
    )
    result, _ = await summary_of(build_document(text), engine, call)
    assert "?" not in result.text


async def test_the_score_is_the_probability_of_being_chosen(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, _ = await summary_of(document, engine, call)
    by_rank = [s.score for s in sorted(result.sentences, key=lambda s: s.rank)]
    assert by_rank == sorted(by_rank, reverse=True)
    assert all(0 < score <= 1 for score in by_rank)


async def test_the_gist_is_one_sentence_with_its_sources(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, _ = await summary_of(document, engine, call, gist=True)
    assert result.gist is not None
    parts = [" ".join(document.read(span).split()) for span in result.gist.sources]
    assert result.gist.text == " ".join(parts)
    plain, _ = await summary_of(document, engine, call)
    assert plain.gist is None
    assert plain.sentences == result.sentences


async def test_the_focus_decides_what_is_told(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, warnings = await summary_of(
        document, engine, call, sentences=1, focus="the agency's air monitors"
    )
    assert "Air monitors" in result.text
    assert warnings == ()


async def test_a_focus_that_the_text_does_not_have_is_told(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, warnings = await summary_of(document, engine, call, focus="zebra crossings")
    assert [(w.code, w.target) for w in warnings] == [
        (WarningCode.TARGET_NOT_FOUND, "zebra crossings")
    ]
    plain, _ = await summary_of(document, engine, call)
    assert result.sentences == plain.sentences


@pytest.mark.parametrize(
    "lead",
    [
        "Instead, the dam above Ostrava broke early on Friday after a week of rain.",
        "But this is what the dam above Ostrava did on Friday after a week of rain.",
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


@pytest.mark.parametrize("link", ["But ", "However, ", "In addition, "])
async def test_a_word_that_links_a_sentence_to_another_is_left_out(
    engine: FakeEngine, call: Call, link: str
) -> None:
    dam = "the dam above Ostrava broke early on Friday after a week of rain."
    text = f"Nobody came. {link}{dam} Forty families of the valley were glad. It rained on."
    document = build_document(text)
    result, _ = await summary_of(document, engine, call, sentences=1, focus="the dam above Ostrava")
    assert result.text == f"[T]{dam[1:]}"
    assert document.read(result.sentences[0].sources[0]) == dam
    assert [(i.text, document.read(i.replaces)) for i in result.sentences[0].inserted] == [
        ("[T]", "t")
    ]


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
