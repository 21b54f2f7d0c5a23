"""Written summaries: what the article does not say is left out, and long articles go in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from service.inference.fake_engine import FakeEngine, fake_model
from service.inference.protocol import Call
from service.tasks.warnings import WarningCode
from service.text.document import Document
from service.text.segmentation.builder import build_document
from tests.tasks.calls import summary_of

SENTENCES = [
    f"Farmer {name} says that the dam is safe." for name in "Ana Tom Lena Per Ola Kim".split()
]


class Writer(FakeEngine):
    """Writes what it is told to; an empty draft is one that came to no sentence."""

    def __init__(self, *drafts: str, room: int = 512) -> None:
        super().__init__(models=(replace(fake_model("summary", ()), max_tokens=room),))
        self._drafts = list(drafts)
        self.asked: list[tuple[list[str], int]] = []

    async def generate(
        self, texts: Sequence[str], max_tokens: int, call: Call | None = None
    ) -> list[str]:
        self.asked.append((list(texts), max_tokens))
        return [self._drafts.pop(0) for _ in texts]


async def test_what_the_article_does_not_say_is_left_out(document: Document, call: Call) -> None:
    article = build_document(" ".join(SENTENCES))
    engine = Writer(f"{SENTENCES[1]} Farmer Tom says that 12 dams are safe. Whales sing at night.")
    result, warnings = await summary_of(article, engine, call, method="abstractive")
    assert [s.text for s in result.sentences] == [SENTENCES[1]]
    assert article.read(result.sentences[0].sources[0]) == SENTENCES[1]
    assert WarningCode.UNSUPPORTED_SUMMARY in {w.code for w in warnings}


async def test_a_draft_without_a_sentence_is_written_again_at_twice_the_length(call: Call) -> None:
    engine = Writer("", SENTENCES[0])
    result, _ = await summary_of(
        build_document(" ".join(SENTENCES)), engine, call, method="abstractive"
    )
    assert [s.text for s in result.sentences] == [SENTENCES[0]]
    (_, first), (_, second) = engine.asked
    assert second == 2 * first


async def test_the_parts_of_a_long_article_are_summed_up_in_turn(call: Call) -> None:
    # Room for two of the six sentences at once.
    engine = Writer(*SENTENCES[::2], SENTENCES[0], SENTENCES[4], SENTENCES[0], room=24)
    result, _ = await summary_of(
        build_document(" ".join(SENTENCES)), engine, call, method="abstractive"
    )
    assert [len(texts) for texts, _ in engine.asked][:2] == [3, 2]
    assert {s.text for s in result.sentences} <= set(SENTENCES)
    assert result.sentences


async def test_an_article_without_a_sentence_has_no_summary(call: Call) -> None:
    engine = Writer()
    result, warnings = await summary_of(build_document(""), engine, call, method="abstractive")
    assert result.sentences == []
    assert engine.asked == []
    assert warnings


@pytest.mark.parametrize(
    ("options", "expected"),
    [({"words": 10}, 1), ({"words": 20}, 2), ({"ratio": 0.4}, 2), ({"sentences": 2}, 2)],
)
async def test_only_whole_sentences_within_the_length_are_kept(
    options: dict[str, float], expected: int, call: Call
) -> None:
    engine = Writer(" ".join(SENTENCES[:3]))
    result, _ = await summary_of(
        build_document(" ".join(SENTENCES)), engine, call, method="abstractive", **options
    )
    assert len(result.sentences) == expected
