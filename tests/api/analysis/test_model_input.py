"""How much of a posted document reaches the models: the text, and little else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, Embeddings, Window
from service.tasks.target import MAX_TARGETS
from service.tasks.targeted.passages.find import MAX_PASSAGES
from service.text.headlines import LONGEST_HEADLINE
from service.text.sentences.splitter import LONGEST
from tests.conftest import Connect

TEXT = (
    "The city council voted on Monday to close the harbour road to cars. Mayor Ana Duarte praised "
    "the decision as a great success for the old town. Tom Reyes, who owns a café on the quay, "
    "called it a terrible idea. Residents fear a collapse of trade in winter. The mayor said that "
    "the ferry would run more often from May on. A second vote is due in April."
)
LONG = 256 * 1024
WORDS = ("wonder " * (LONG // 7)).strip()
PAGE = f"<html><head><title>Road</title></head><body><article><p>{TEXT}</p></article></body></html>"


class Counting(FakeEngine):
    """Counts the code points that it is given, targets included."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        self.given += sum(len(w.text) + len(w.target or "") for w in windows)
        return await super().classify(task, windows, call)

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Embeddings:
        self.given += sum(map(len, texts))
        return await super().embed(texts, call)


async def given(connect: Connect, body: dict[str, Any]) -> int:
    """Code points that the models read for a request."""
    engine = Counting()
    async with connect(engine) as client:
        response = await client.post("/v1/analyze", json=body, timeout=60)
    assert response.status_code == httpx.codes.OK, response.text
    return engine.given


# What may come on top of what the models read of the page alone.
BESIDE: dict[str, tuple[dict[str, Any], int]] = {
    "title": ({"html": PAGE, "title": "w " * 250}, LONGEST_HEADLINE),
    "id": ({"html": PAGE, "id": "i" * 200}, 0),
    "language": ({"html": PAGE, "language": "en" + "-abcdefgh" * 4}, 0),
    "title of the page": ({"html": PAGE.replace("Road", WORDS)}, LONGEST_HEADLINE),
    "title of the page without blanks": ({"html": PAGE.replace("Road", "x" * LONG)}, 500),
    "og:title": (
        {
            "html": PAGE.replace(
                "<title>Road</title>", f'<meta property="og:title" content="{WORDS}">'
            )
        },
        LONGEST_HEADLINE,
    ),
    # Headings are part of the text: each sentence of theirs is scored once.
    "h1": ({"html": PAGE.replace("<p>", f"<h1>{WORDS}</h1><p>")}, LONG + LONGEST_HEADLINE),
    "h2": ({"html": PAGE.replace("<p>", f"<h2>{'x' * LONG}</h2><p>")}, LONG + LONGEST_HEADLINE),
    "caption": ({"html": PAGE.replace("</p>", f"</p><figcaption>{WORDS}</figcaption>")}, 0),
    "alternative text": ({"html": PAGE.replace("<p>", f'<img alt="{WORDS}"><p>')}, 0),
    "hidden text": ({"html": PAGE.replace("<p>", f"<p hidden>{WORDS}</p><p>")}, 0),
    "attributes": ({"html": PAGE.replace("<p>", f'<p title="{WORDS}">')}, 0),
    "linked data": (
        {
            "html": PAGE.replace(
                "<p>",
                f'<script type="application/ld+json">{{"articleBody":"{WORDS}"}}</script><p>',
            )
        },
        0,
    ),
    "heading of a text": (
        {"text": f"{'Wonder' * (LONG // 6)}\n\n{TEXT}"},
        LONG + LONGEST_HEADLINE,
    ),
}


@pytest.mark.parametrize("name", BESIDE)
async def test_what_is_not_the_text_adds_little(connect: Connect, name: str) -> None:
    body, most = BESIDE[name]
    alone = await given(connect, {"html": PAGE})
    assert await given(connect, body) <= alone + most


async def test_targets_add_their_own_length_for_each_passage(connect: Connect) -> None:
    """A target is read with each of its passages, of which there are at most `MAX_PASSAGES`."""
    text = " ".join(TEXT for _ in range(60))
    targets = [f"{i} " + "Ana Duarte " * 27 for i in range(MAX_TARGETS)]
    assert max(map(len, targets)) <= 300
    passages = len(TEXT) + MAX_PASSAGES * (300 + 120)
    tasks = 2  # stance and sentiment
    most = 2 * len(text) + MAX_TARGETS * tasks * passages
    assert await given(connect, {"text": text, "targets": targets}) <= most


@pytest.mark.parametrize("unit", ["x", "word ", "Ana Duarte said she would ", "“a” said Bo. "])
async def test_one_endless_sentence_is_read_a_bounded_number_of_times(
    connect: Connect, unit: str
) -> None:
    text = unit * (LONG // len(unit))
    targets = [f"{unit.strip()[:200]} {i}" for i in range(MAX_TARGETS)]
    tasks = 2
    most = 3 * len(text) + MAX_TARGETS * tasks * (MAX_PASSAGES + 1) * (LONGEST + 300)
    assert await given(connect, {"text": text, "targets": targets}) <= most
