"""Written summaries: every sentence is borne out by the article, whatever the model writes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from service.inference.fake_engine import FakeEngine, fake_model
from service.inference.generation_settings import GenerationSettings
from service.inference.protocol import (
    Call,
    DeadlinePassed,
    EndpointFailed,
    EngineError,
    EngineNotReady,
)
from service.tasks.annotations import Annotations
from service.tasks.schema import Output
from service.tasks.summary.abstractive import write
from service.tasks.summary.options import SummaryOptions
from service.tasks.summary.results import Summary
from service.tasks.warnings import WarningCode
from service.text.document import Document
from service.text.segmentation.builder import build_document
from tests.tasks.calls import Warnings, summary_of

NAMES = "Ana Tom Lena Per Ola Kim".split()
SAFE = [
    f"Farmer {name} says that the {thing} by the {place} is safe."
    for name, thing, place in zip(
        NAMES,
        "dam bridge tunnel harbour station tower".split(),
        "lake river hill sea market forest".split(),
        strict=True,
    )
]
ARTICLE = build_document("\n\n".join(SAFE))
Written = tuple[Summary, Warnings]


def writer(*drafts: str, room: int = 512, beams: int | None = None) -> FakeEngine:
    """An engine whose model writes these drafts, one after the other."""
    left = list(drafts)

    async def next_draft(text: str, max_tokens: int) -> str:
        return left.pop(0)

    return with_writer(next_draft, room, beams)


def with_writer(
    write: Callable[[str, int], Awaitable[str]], room: int = 512, beams: int | None = None
) -> FakeEngine:
    """An engine with this model, which has room for so many tokens."""
    settings = GenerationSettings(beams=beams)
    model = replace(fake_model("summary"), max_tokens=room, generation=settings)
    return FakeEngine(models=[model], writer=write)


async def summarised(
    engine: FakeEngine, document: Document = ARTICLE, call: Call | None = None, **options: Any
) -> Written:
    return await summary_of(document, engine, call or Call(), method="abstractive", **options)


def codes(warnings: Warnings) -> set[str]:
    return {warning.code for warning in warnings}


async def test_a_supported_sentence_is_kept_as_written() -> None:
    result, warnings = await summarised(writer("The dam by the lake is safe, farmer Ana says."))
    (only,) = result.sentences
    assert (result.method, only.status, only.rank) == ("abstractive", "written", 1)
    assert only.text == "The dam by the lake is safe, farmer Ana says."
    assert [ARTICLE.read(span) for span in only.sources] == [SAFE[0]]
    assert only.check is not None
    assert (only.check.label, only.check.score) == ("supported", 0.9)
    assert only.support == 0.9
    assert warnings == ()


async def test_an_unsupported_sentence_is_written_again_from_its_sources() -> None:
    engine = writer(
        "Farmer Ana says that the dam by the lake is leaking.", "The dam is safe, Farmer Ana says."
    )
    result, warnings = await summarised(engine)
    (only,) = result.sentences
    assert (only.text, only.status) == ("The dam is safe, Farmer Ana says.", "rewritten")
    assert SAFE[0] in engine.prompts[1][0]  # and not the whole article
    assert len(engine.prompts[1][0]) < len(ARTICLE.text)
    assert warnings == ()


async def test_a_sentence_that_stays_unsupported_is_replaced_by_its_source() -> None:
    false = "Farmer Ana says that the dam by the lake is leaking."
    result, warnings = await summarised(writer(f"{false} {SAFE[3]}", false))
    assert [(s.text, s.status) for s in result.sentences] == [
        (SAFE[0], "replaced"),
        (SAFE[3], "written"),
    ]
    assert [ARTICLE.read(span) for span in result.sentences[0].sources] == [SAFE[0]]
    assert codes(warnings) == {WarningCode.UNSUPPORTED_SUMMARY}
    assert "1 drafted sentence was replaced" in warnings[0].message


async def test_a_contradiction_is_not_kept() -> None:
    false = "Farmer Ana says that the dam by the lake is not safe."
    result, _ = await summarised(writer(f"{SAFE[1]} {false}", false))
    assert [s.text for s in result.sentences] == [SAFE[1], SAFE[0]]
    assert [s.status for s in result.sentences] == ["written", "replaced"]


async def test_what_has_nothing_to_do_with_the_article_is_left_out() -> None:
    result, warnings = await summarised(writer(f"{SAFE[1]} Whales juggle seventeen teapots."))
    assert [s.text for s in result.sentences] == [SAFE[1]]
    assert codes(warnings) == {WarningCode.UNSUPPORTED_SUMMARY}
    assert "1 drafted sentence was left out" in warnings[0].message


async def test_no_sentence_is_said_twice() -> None:
    twice = "That the dam by the lake is safe says farmer Ana."
    result, warnings = await summarised(writer(f"{SAFE[0]} {twice} {SAFE[1]}"))
    assert [s.text for s in result.sentences] == [SAFE[0], SAFE[1]]
    assert warnings == ()


async def test_a_source_that_the_summary_has_does_not_replace_another_sentence() -> None:
    false = "Farmer Ana says that the dam by the lake is leaking."
    result, _ = await summarised(writer(f"{SAFE[0]} {false}", false))
    assert [s.text for s in result.sentences].count(SAFE[0]) == 1


@pytest.mark.parametrize(
    ("drafts", "why"),
    [
        (["", ""], "is empty"),
        ([" \n ", "..."], "is empty"),
        (
            ["The dam is safe and the dam is safe and " + "the dam is safe and " * 5],
            "repeats itself",
        ),
        (["safe safe safe safe safe safe safe safe."], "repeats itself"),
        (["%$ 34 @@@ #### 99 &&& ~~~ a b c 1 2 3"], "is no prose"),
        (["Whales juggle seventeen teapots. Purple moons sing every night."], "not borne out"),
    ],
)
async def test_unusable_text_gives_way_to_the_extractive_answer(
    drafts: list[str], why: str
) -> None:
    result, warnings = await summarised(writer(*drafts))
    plain, _ = await summary_of(ARTICLE, FakeEngine(), Call())
    assert result == plain
    assert result.method == "extractive"
    assert codes(warnings) == {WarningCode.SUMMARY_NOT_WRITTEN}
    assert why in warnings[0].message


async def test_a_loop_is_noticed_before_its_end() -> None:
    engine = FakeEngine(models=[replace(fake_model("summary"), architecture="causal")])
    cancelled = asyncio.Event()

    async def generate(texts: Any, limit: int, call: Any, *, words: Any, listener: Any) -> Any:
        try:
            for tokens in range(8, 10_000, 8):
                listener(0, tokens, "and so on " * tokens)
                await asyncio.sleep(0)
            raise AssertionError("it was never stopped")
        except asyncio.CancelledError:
            cancelled.set()
            raise

    engine.generate = generate  # type: ignore[assignment, method-assign]
    result, warnings = await summarised(engine)
    assert cancelled.is_set()
    assert result.method == "extractive"
    assert codes(warnings) == {WarningCode.SUMMARY_NOT_WRITTEN}


async def test_a_model_that_runs_out_of_time_gives_way_in_time() -> None:
    stopped = asyncio.Event()

    async def slow(text: str, max_tokens: int) -> str:
        try:
            await asyncio.sleep(60)
        finally:
            stopped.set()
        return SAFE[0]

    call = Call(deadline=time.monotonic() + 1.0)
    result, warnings = await summarised(with_writer(slow), call=call)
    assert time.monotonic() < call.deadline  # type: ignore[operator]
    assert stopped.is_set()
    assert result.method == "extractive"
    assert result.sentences
    assert "not finished in time" in warnings[0].message


@pytest.mark.parametrize("error", [EngineError("broken"), EndpointFailed("HTTP 500")])
async def test_a_model_that_fails_gives_way(error: EngineError) -> None:
    async def failing(text: str, max_tokens: int) -> str:
        raise error

    result, warnings = await summarised(with_writer(failing))
    assert result.method == "extractive"
    assert str(error) in warnings[0].message


@pytest.mark.parametrize("error", [EngineNotReady("stopped"), DeadlinePassed({})])
async def test_a_service_that_ends_is_no_fault_of_the_model(error: EngineError) -> None:
    async def failing(text: str, max_tokens: int) -> str:
        raise error

    with pytest.raises(type(error)):
        await summarised(with_writer(failing))


async def test_a_caller_who_leaves_ends_the_writing() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow(text: str, max_tokens: int) -> str:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return ""

    work = asyncio.create_task(summarised(with_writer(slow)))
    await begun.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert ended.is_set()


async def test_a_draft_without_a_sentence_is_written_again_at_twice_the_length() -> None:
    engine = writer("", SAFE[0])
    result, _ = await summarised(engine)
    assert [s.text for s in result.sentences] == [SAFE[0]]
    (_, first), (_, second) = engine.prompts
    assert second == 2 * first


@pytest.mark.parametrize("text", ["", "   \n\n ", "Read more\n\nRelated: cars"])
async def test_an_article_without_a_sentence_has_no_summary(text: str) -> None:
    engine = writer()
    result, warnings = await summarised(engine, build_document(text))
    assert result.sentences == []
    assert engine.prompts == []
    assert WarningCode.NO_CONTENT in codes(warnings)


async def test_an_article_of_one_sentence_is_its_own_summary() -> None:
    engine = writer()
    result, warnings = await summarised(engine, build_document(SAFE[0]))
    assert [s.text for s in result.sentences] == [SAFE[0]]
    assert engine.prompts == []
    assert codes(warnings) == {WarningCode.TEXT_TOO_SHORT}


async def test_a_list_is_summarised_like_any_text() -> None:
    article = build_document("\n".join(f"- {sentence}" for sentence in SAFE))
    result, _ = await summarised(writer(f"{SAFE[0]} {SAFE[5]}"), article)
    assert [s.text for s in result.sentences] == [SAFE[0], SAFE[5]]
    assert all(s.sources for s in result.sentences)


async def test_the_parts_of_a_long_article_are_written_and_merged() -> None:
    # Two sentences a part: three parts, of which two are made, and then one.
    engine = writer(*SAFE[::2], SAFE[0], SAFE[4], f"{SAFE[0]} {SAFE[4]}", room=34)
    result, _ = await summarised(engine)
    prompts = [text for text, _ in engine.prompts]
    assert prompts[:3] == [" ".join(SAFE[i : i + 2]) for i in (0, 2, 4)]
    assert [s.text for s in result.sentences] == [SAFE[0], SAFE[4]]
    assert prompts[3:] == [f"{SAFE[0]} {SAFE[2]}", SAFE[4], f"{SAFE[0]} {SAFE[4]}"]


async def test_an_article_of_too_many_parts_is_condensed_and_says_so() -> None:
    content = [f"Farmer {i} says that dam number {i} is safe in the year {1900 + i}."
               for i in range(200)]  # fmt: skip
    article = build_document(" ".join(content))
    engine = FakeEngine(models=[replace(fake_model("summary"), max_tokens=60)])
    result, warnings = await summarised(engine, article)
    assert len(engine.prompts) <= 8
    assert WarningCode.ARTICLE_CONDENSED in codes(warnings)
    assert result.method == "abstractive"
    assert {s.text for s in result.sentences} <= set(content)


async def test_parts_that_would_take_too_long_are_condensed_to_one() -> None:
    seconds = [0.6]

    async def slow_at_first(text: str, max_tokens: int) -> str:
        if seconds:
            await asyncio.sleep(seconds.pop())
        return text

    engine = with_writer(slow_at_first, room=34)
    result, warnings = await summarised(engine, call=Call(deadline=time.monotonic() + 2.5))
    assert WarningCode.ARTICLE_CONDENSED in codes(warnings)
    assert len(engine.prompts) == 2
    assert result.method == "abstractive"


@pytest.mark.parametrize(
    ("options", "expected"),
    [({"words": 12}, 1), ({"words": 24}, 2), ({"ratio": 0.4}, 2), ({"sentences": 2}, 2)],
)
async def test_only_whole_sentences_within_the_length_are_kept(
    options: dict[str, Any], expected: int
) -> None:
    result, _ = await summarised(writer(" ".join(SAFE[:4])), **options)
    assert len(result.sentences) == expected


async def test_a_length_that_no_sentence_keeps_gives_the_shortest() -> None:
    result, _ = await summarised(writer(" ".join(SAFE[:3])), words=10)
    assert [s.text for s in result.sentences] == [min(SAFE[:3], key=lambda s: len(s.split()))]


async def test_a_remote_model_is_told() -> None:
    model = replace(fake_model("summary"), architecture="endpoint", base="gpt-x")
    _, warnings = await summarised(FakeEngine(models=[model]))
    assert codes(warnings) == {WarningCode.TEXT_LEFT_SERVICE}
    assert "gpt-x" in warnings[0].message


async def test_sentences_are_reported_as_soon_as_they_are_checked() -> None:
    model = replace(fake_model("summary"), architecture="causal")
    engine = FakeEngine(models=[model])
    heard: list[tuple[str, Output]] = []
    said = asyncio.Event()

    def listener(event: str, found: Output) -> None:
        heard.append((event, found))
        if event == "sentence":
            said.set()

    async def generate(texts: Any, limit: int, call: Any, *, words: Any, listener: Any) -> Any:
        listener(0, 8, f"{SAFE[0]} Farmer")
        await said.wait()
        return [f"{SAFE[0]} {SAFE[1]}"]

    engine.generate = generate  # type: ignore[assignment, method-assign]
    annotations = Annotations(ARTICLE, engine, Call(), listener=listener)
    output = await write(annotations, SummaryOptions(method="abstractive"))
    sentences = [found for event, found in heard if event == "sentence"]
    assert sentences == output.result.sentences
    assert heard[0][0] == "progress"


async def test_a_sentence_that_needs_another_replaces_none() -> None:
    article = build_document(
        "Ana Duarte leads the council of Portvale. He said that the dam by the lake is safe.\n\n"
        + "\n\n".join(SAFE[1:])
    )
    false = "He said that the dam by the lake is leaking."
    result, _ = await summarised(writer(f"{SAFE[3]} {false}", false), article)
    assert all(not s.text.startswith("He") for s in result.sentences)


async def test_of_a_focus_the_model_reads_what_is_about_it() -> None:
    filler = [f"Shop number {i} in street {i} sells bread and milk to people." for i in range(60)]
    article = build_document("\n\n".join([*filler, *SAFE]))
    engine = writer(f"{SAFE[0]} {SAFE[3]}")
    result, warnings = await summarised(engine, article, focus="the dam by the lake", sentences=2)
    (prompt, _), *_ = engine.prompts
    assert SAFE[0] in prompt
    assert len(prompt.split()) < len(article.text.split()) / 2
    assert result.method == "abstractive"
    assert WarningCode.ARTICLE_CONDENSED not in codes(warnings)


async def test_the_gist_is_that_of_the_article() -> None:
    result, _ = await summarised(writer(SAFE[0]), gist=True)
    plain, _ = await summary_of(ARTICLE, FakeEngine(), Call(), gist=True)
    assert result.method == "abstractive"
    assert result.gist == plain.gist
    assert result.gist is not None


PEOPLE = build_document(
    "Ana Duarte leads the council of Portvale. She says that the dam by the lake is safe.\n\n"
    "Tom Reyes owns a café on the quay. Farmer Lena says that the tunnel by the hill is safe.\n\n"
    "Buses to the old town run every hour of the day. A court hears the case in December."
)


async def test_who_she_is_stays_in_the_summary_with_what_she_says() -> None:
    draft = "Ana Duarte leads the council. She says that the dam is safe."
    result, warnings = await summarised(writer(draft), PEOPLE)
    assert result.text == draft
    assert warnings == ()


@pytest.mark.parametrize("first", ["Whales juggle teapots.", "Maria Lopez leads the council."])
async def test_she_is_not_kept_without_the_sentence_that_names_her(first: str) -> None:
    she = "She says that the dam by the lake is safe."
    engine = writer(f"{first} {she} Tom Reyes owns a café.", *[first] * 2)
    result, warnings = await summarised(engine, PEOPLE)
    assert all(not s.text.startswith("She") for s in result.sentences)
    assert result.sentences[-1].text == "Tom Reyes owns a café."
    assert codes(warnings) == {WarningCode.UNSUPPORTED_SUMMARY}


async def test_nor_is_one_who_was_written_again() -> None:
    draft = "Tom Reyes sells a café on the quay. Tom Reyes owns a café."
    result, _ = await summarised(writer(draft, "He owns a café on the quay."), PEOPLE)
    assert all(not s.text.startswith("He ") for s in result.sentences)
