"""The summary in a terminal: of a written sentence also what it rests on."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.spans import PostedSpans
from service.tasks.summary.view import summary
from service.text.document import Document
from tests.tasks.calls import summary_of


async def shown(document: Document, **options: Any) -> str:
    result, _ = await summary_of(document, FakeEngine(), Call(), **options)
    found = result.model_dump(mode="json", context=PostedSpans(document, "unicode"))
    console = Console(width=400)
    with console.capture() as made:
        console.print(summary(found))
    return made.get()


async def test_a_sentence_of_the_article_stands_alone(document: Document) -> None:
    assert "supported" not in await shown(document, sentences=2)


async def test_a_written_sentence_is_shown_with_its_sources(document: Document) -> None:
    lines = (await shown(document, sentences=2, method="abstractive")).splitlines()
    grounds = [line for line in lines if line.strip().startswith("written, supported 0.98: ")]
    assert len(grounds) == 2
    assert "voted on Monday" in grounds[0]
