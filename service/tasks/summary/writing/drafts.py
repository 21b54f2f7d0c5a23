"""Has the model write, part by part, and watches what comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from service.inference.protocol import ModelInfo
from service.tasks.annotations import Annotations
from service.tasks.summary.results import WritingProgress
from service.tasks.summary.writing.faults import fault_of
from service.tasks.summary.writing.parts import TOKENS_A_WORD
from service.tasks.summary.writing.sentences import draft_sentences, finished_sentences

REPORTED = 8  # tokens between two reports
_SPARE = 1.3  # tokens more than the words asked for, so that the last sentence can end


class Unusable(Exception):
    """What the model wrote cannot be used; the message completes "the model's text …"."""


class Drafts:
    """Drafts by the model of a call.

    Args:
        words: the length of a draft.

    Attributes:
        words: the same.
    """

    def __init__(self, annotations: Annotations, info: ModelInfo, words: int) -> None:
        self._annotations, self.words = annotations, words
        self._limit = int(words * TOKENS_A_WORD * _SPARE) + 8
        # The text of several beams may still change; only that of one is read while it is written.
        beams = info.generation.beams if info.generation else None
        self._steady = (beams or (1 if info.architecture == "causal" else 4)) == 1

    async def of_parts(self, texts: Sequence[str], done: int, parts: int) -> list[list[str]]:
        """The sentences of a draft of each text, none where it is unusable.

        `done` of `parts` were drafted before, which progress says. Raises `EngineError`.
        """

        def told(index: int, tokens: int, text: str) -> None:
            self._report(done + index + 1, parts, tokens)

        made = await self._made(texts, self._limit, told)
        return [draft_sentences(text) if fault_of(text) is None else [] for text in made]

    async def written(self, text: str) -> AsyncGenerator[list[str]]:
        """The sentences of a draft, as they are finished. Raises `EngineError`, `Unusable`."""
        sent = 0
        async with aclosing(self._growing(text)) as growing:
            async for so_far, whole in growing:
                if fault := fault_of(so_far, partial=not whole):
                    raise Unusable(fault)
                found = draft_sentences(so_far) if whole else finished_sentences(so_far)
                if len(found) > sent:
                    yield found[sent:]
                    sent = len(found)

    async def _growing(self, text: str) -> AsyncGenerator[tuple[str, bool]]:
        """The draft as it grows, and whether it is whole."""
        grown: asyncio.Queue[str | None] = asyncio.Queue()

        def told(index: int, tokens: int, so_far: str) -> None:
            self._report(1, 1, tokens)
            if self._steady and tokens % REPORTED == 0:
                grown.put_nowait(so_far)

        work = asyncio.create_task(self._made([text], self._limit, told))
        work.add_done_callback(lambda _: grown.put_nowait(None))
        try:
            while (so_far := await grown.get()) is not None:
                yield so_far, False
            yield (await work)[0], True
        finally:
            work.cancel()
            await asyncio.wait([work])
            if not work.cancelled():
                work.exception()  # which nobody else looks at

    async def _made(
        self, texts: Sequence[str], limit: int, told: Callable[[int, int, str], None]
    ) -> list[str]:
        """Drafts in whole sentences. One without any gets another try with twice the limit."""
        engine, call, words = self._annotations.engine, self._annotations.call, self.words
        made = await engine.generate(texts, limit, call, words=words, listener=told)
        empty = [i for i, draft in enumerate(made) if not draft.strip()]
        if empty:
            again = await engine.generate(
                [texts[i] for i in empty], 2 * limit, call, words=words, listener=told
            )
            for i, draft in zip(empty, again, strict=True):
                made[i] = draft
        return made

    def _report(self, part: int, parts: int, tokens: int) -> None:
        if tokens % REPORTED == 0:
            self._annotations.report(
                "progress", WritingProgress(part=part, parts=parts, tokens=tokens)
            )
