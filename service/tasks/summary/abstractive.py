"""Abstractive summaries: a model writes, and the article must bear out each sentence.

Every sentence is checked as `/v1/verify` checks statements. One that the article does not bear out
is written again from the sentences that are nearest to it, replaced by the nearest of them, or left
out. Long articles are written in parts, and the parts are merged; those with more parts than can be
written in the time are condensed to their most central sentences first (extract, then abstract:
Chen and Bansal, ACL 2018). Whenever nothing usable comes of it the summary is extractive.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import aclosing

from service.inference.protocol import (
    DeadlinePassed,
    EngineError,
    EngineNotReady,
    EngineOverloaded,
    ModelInfo,
)
from service.tasks.annotations import Annotations
from service.tasks.spec import TaskOutput
from service.tasks.summary import extractive
from service.tasks.summary.options import SENTENCES, SummaryMethod, SummaryOptions
from service.tasks.summary.results import Summary
from service.tasks.summary.writing.composition import Composition, Length
from service.tasks.summary.writing.drafts import Drafts, Unusable
from service.tasks.summary.writing.parts import MOST_PARTS, parts_of, room_of
from service.tasks.verify.check import TASK as VERIFY
from service.tasks.warnings import Warning, WarningCode, document_warnings, left_service

METHOD: SummaryMethod = "abstractive"
_WORDS_A_SENTENCE = 24
_FOCUSED = 5  # times the words asked for that the model reads of a focus
RESERVE = 0.1  # share of the time left that writing leaves for the answer
_LEAST_RESERVE = 0.3  # seconds
_MERGED = 0.7  # share of the time left that the drafts of parts may take


async def write(annotations: Annotations, options: SummaryOptions) -> TaskOutput[Summary]:
    """An abstractive summary of at most the requested length. Raises `EngineError`.

    If the model fails, or writes nothing that can be used in time, it is an extractive one with a
    warning that says why.
    """
    info = annotations.engine.info("summary", annotations.call.profile)
    if not annotations.content:
        found = Summary.of(info, METHOD)
        return TaskOutput(found, tuple(document_warnings(annotations.document)))
    # It is ready before the model begins, so that it needs no time if the model takes all of it.
    instead = await extractive.pick_sentences(annotations, options)
    if any(warning.code == WarningCode.TEXT_TOO_SHORT for warning in instead.warnings):
        return instead
    job = _Writing(annotations, options, info)
    left = _time_left(annotations)
    limit = asyncio.timeout(None if left is None else left - max(_LEAST_RESERVE, RESERVE * left))
    try:
        async with limit:
            found = await job.run()
    except TimeoutError:
        if not limit.expired():
            raise
        return _extractive(instead, job.warnings, "was not finished in time")
    except Unusable as error:
        return _extractive(instead, job.warnings, str(error))
    except (DeadlinePassed, EngineNotReady, EngineOverloaded):
        raise
    except EngineError as error:
        return _extractive(instead, job.warnings, f"could not be had: {error}")
    found = found.model_copy(update={"gist": instead.result.gist})
    return TaskOutput(found, (*instead.warnings, *job.warnings))


def _extractive(
    instead: TaskOutput[Summary], warnings: Sequence[Warning], why: str
) -> TaskOutput[Summary]:
    message = f"The model's text {why}; these are sentences of the article instead."
    said = Warning.of(WarningCode.SUMMARY_NOT_WRITTEN, message)
    # What limited the model does not limit these sentences, but where the text went stays true.
    left = (warning for warning in warnings if warning.code == WarningCode.TEXT_LEFT_SERVICE)
    return TaskOutput(instead.result, (*instead.warnings, *left, said))


def _time_left(annotations: Annotations) -> float | None:
    deadline = annotations.call.deadline
    return None if deadline is None else deadline - time.monotonic()


class _Writing:
    """The work for one summary.

    Attributes:
        warnings: what limits it.
    """

    def __init__(self, annotations: Annotations, options: SummaryOptions, info: ModelInfo) -> None:
        self._annotations, self._options, self._info = annotations, options, info
        words = options.word_limit(sum(len(s.clean.split()) for s in annotations.content))
        count = options.sentences or SENTENCES
        self._length = Length(count, None if words is None else max(1, words))
        self._drafts = Drafts(annotations, info, self._length.words or _WORDS_A_SENTENCE * count)
        self._room = room_of(info)
        judge = annotations.engine.info(VERIFY, annotations.call.profile)
        self.warnings = [*left_service(info), *left_service(judge)]

    async def run(self) -> Summary:
        """The summary. Raises `Unusable`, `EngineError`."""
        text = await self._one_text()
        found = Composition(self._annotations, self._length)
        async with aclosing(self._drafts.written(text)) as written:
            async for sentences in written:
                await found.add(sentences)
                if found.full:
                    break
        await found.mend()
        found.shortest()
        if not found.written:
            raise Unusable("is not borne out by the article")
        self._warn_of_unsupported(*found.unsupported)
        return Summary.of(self._info, METHOD, found.kept)

    async def _one_text(self) -> str:
        """A text that fits into the model: the article, or the merged drafts of its parts."""
        parts = await self._parts()
        while len(parts) > 1:
            drafts = await self._drafts_of(parts)
            if drafts is None:  # there is no time for all of them
                parts = await self._condensed(1)
                continue
            merged = parts_of([s for draft in drafts for s in draft], self._room)
            if not merged:
                raise Unusable("is empty")
            if len(merged) >= len(parts):
                return merged[0]
            parts = merged
        return parts[0]

    async def _parts(self) -> list[str]:
        if self._options.focus is not None:
            wanted = min(self._room, _FOCUSED * self._drafts.words)
            return [" ".join(await self._central(wanted))]
        parts = parts_of([s.clean for s in self._annotations.content], self._room)
        return parts if len(parts) <= MOST_PARTS else await self._condensed(MOST_PARTS)

    async def _condensed(self, parts: int) -> list[str]:
        """The most central sentences of the article, in so many parts."""
        texts = await self._central(parts * self._room)
        self.warnings = [w for w in self.warnings if w.code != WarningCode.ARTICLE_CONDENSED]
        message = (
            f"The model read {len(texts)} of the article's {len(self._annotations.content)} "
            "sentences, the most central ones: there is no time for all."
        )
        self.warnings.append(Warning.of(WarningCode.ARTICLE_CONDENSED, message))
        return parts_of(texts, self._room)[:parts]

    async def _central(self, words: int) -> list[str]:
        """The sentences with so many words that tell most, of the focus if there is one."""
        content = self._annotations.content
        total = sum(len(s.clean.split()) for s in content)
        options = SummaryOptions(ratio=min(1.0, words / total), focus=self._options.focus)
        picked = await extractive.pick_sentences(self._annotations, options)
        central = {span for s in picked.result.sentences for span in s.sources}
        return [s.clean for s in content if s.span in central]

    async def _drafts_of(self, parts: Sequence[str]) -> list[list[str]] | None:
        """The sentences of each part's draft; None if all would take too long, as the first did."""
        began = time.monotonic()
        drafts = await self._drafts.of_parts(parts[:1], 0, len(parts))
        took = time.monotonic() - began
        left = _time_left(self._annotations)
        if left is not None and took * len(parts) > _MERGED * left:
            return None
        return drafts + await self._drafts.of_parts(parts[1:], 1, len(parts))

    def _warn_of_unsupported(self, replaced: int, dropped: int) -> None:
        told = []
        if replaced:
            told.append(f"{_drafted(replaced)} replaced by sentences of the article")
        if dropped:
            told.append(f"{_drafted(dropped)} left out")
        if told:
            why = "the article does not say so, or not so that it stands alone"
            message = f"{' and '.join(told)}: {why}."
            self.warnings.append(Warning.of(WarningCode.UNSUPPORTED_SUMMARY, message))


def _drafted(count: int) -> str:
    return f"{count} drafted sentence{' was' if count == 1 else 's were'}"
