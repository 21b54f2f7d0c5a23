"""A summary as it comes together: each written sentence is checked, and mended or left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.tasks.annotations import Annotations
from service.tasks.summary.pointing_words import leans_on_the_last
from service.tasks.summary.results import SentenceCheck, SentenceStatus, SummarySentence
from service.tasks.summary.writing.parts import TOKENS_A_WORD
from service.tasks.summary.writing.sentences import draft_sentences
from service.tasks.summary.writing.support import (
    Support,
    nearest_sentences,
    standing_alone,
    support_of,
)
from service.tasks.verify.results import SUPPORTED
from service.text.document import Sentence

_WORD = re.compile(r"\w+")
_SAME = 0.75  # the share of common words from which two sentences say the same
_TRIES = 4  # sentences that are written again
_LONGEST = 40  # words of a sentence that is written again


class Length(NamedTuple):
    """The length asked for: a number of sentences, or of words if that is given."""

    sentences: int
    words: int | None


@dataclass(slots=True)
class _Entry:
    """A sentence of the draft. It is open until it is mended or left out.

    `kept` is whether it is in the summary, `mended` whether it was tried to mend it.
    """

    draft: str
    text: str
    status: SentenceStatus
    support: Support | None = None
    dropped: bool = False
    kept: bool = False
    mended: bool = False

    @property
    def open(self) -> bool:
        return self.support is None and not self.dropped


class Composition:
    """The sentences of a draft and what became of them.

    Attributes:
        kept: the sentences of the summary so far, in order; each is reported once it is kept.
    """

    def __init__(self, annotations: Annotations, length: Length) -> None:
        self._annotations, self._length = annotations, length
        self._entries: list[_Entry] = []
        self._reported = 0  # entries that are settled for good
        self._words = 0
        self.kept: list[SummarySentence] = []

    @property
    def full(self) -> bool:
        """Whether there is no room for another sentence, whatever its length."""
        if self._length.words is not None:
            return self._words >= self._length.words
        return len(self.kept) >= self._length.sentences

    @property
    def written(self) -> int:
        """How many of the kept sentences a model wrote."""
        return sum(sentence.status != "replaced" for sentence in self.kept)

    @property
    def unsupported(self) -> tuple[int, int]:
        """How many drafted sentences were replaced, and how many were left out."""
        replaced = sum(entry.status == "replaced" and not entry.dropped for entry in self._entries)
        return replaced, sum(entry.dropped for entry in self._entries)

    async def add(self, texts: Sequence[str]) -> None:
        """Check the next sentences of the draft. Raises `EngineError`."""
        fresh = [text for text in texts if not self._is_said(text)]
        for text, support in zip(fresh, await support_of(self._annotations, fresh), strict=True):
            if not self._is_said(text):  # nor by another of these
                held = support if support.holds else None
                self._entries.append(_Entry(text, text, "written", held))
        self._settle()

    async def mend(self) -> None:
        """Write again, replace or leave out what cannot be kept. Raises `EngineError`."""
        again = True
        # A sentence that is left out may leave the next one without what its "she" means.
        while not self.full and (open_ := [e for e in self._entries[self._reported :] if e.open]):
            await self._mend(open_, again=again)
            for entry in open_:
                entry.mended, entry.dropped = True, entry.open
            again = False
            self._settle()

    async def _mend(self, open_: Sequence[_Entry], *, again: bool) -> None:
        near = await nearest_sentences(self._annotations, [entry.draft for entry in open_])
        if again:
            await self._rewrite(open_[:_TRIES], near[:_TRIES])
        alone = await standing_alone(self._annotations)
        for entry, sentences in zip(open_, near, strict=True):
            if entry.open:
                self._replace(entry, [s for s in sentences if s.span in alone])

    def shortest(self) -> None:
        """Keep the shortest supported sentence if none fits into the length."""
        usable = [entry for entry in self._entries if entry.support is not None]
        if usable and not self.kept:
            self._keep(min(usable, key=lambda entry: len(entry.text.split())))

    async def _rewrite(self, entries: Sequence[_Entry], near: Sequence[Sequence[Sentence]]) -> None:
        """One sentence each from the sentences of the article that are nearest to the draft."""
        tried = [(e, s) for e, s in zip(entries, near, strict=True) if s]
        passages = [
            " ".join(s.clean for s in sorted(sentences, key=lambda s: s.span.begin))
            for _, sentences in tried
        ]
        if not passages:
            return
        made = await self._annotations.engine.generate(
            passages, int(_LONGEST * TOKENS_A_WORD) + 8, self._annotations.call, words=_LONGEST // 2
        )
        first = [next(iter(draft_sentences(text)), "") for text in made]
        found = await support_of(self._annotations, first)
        for (entry, _), text, support in zip(tried, first, found, strict=True):
            usable = support.holds and not leans_on_the_last(text, settled=False)
            if text and usable and not self._is_said(text):
                entry.text, entry.support, entry.status = text, support, "rewritten"

    def _replace(self, entry: _Entry, sentences: Sequence[Sentence]) -> None:
        """The nearest sentence of the article that the summary does not have in other words."""
        used = {span for other in self._entries if other.support for span in other.support.sources}
        for sentence in sentences:
            if sentence.span not in used and not self._is_said(sentence.clean):
                entry.text, entry.status = sentence.clean, "replaced"
                entry.support = Support(SUPPORTED, 1.0, (sentence.span,))
                return

    def _is_said(self, text: str) -> bool:
        own = _words(text)
        others = (_words(e.text) for e in self._entries if e.support is not None)
        return any(len(own & other) >= _SAME * len(own | other) for other in others)

    def _settle(self) -> None:
        """Keep the sentences before the first one that is open, as far as they fit."""
        for entry in self._entries[self._reported :]:
            if not entry.dropped and self._dangles(entry):
                entry.support, entry.dropped = None, entry.mended
            if entry.open:
                return
            self._reported += 1
            if not entry.dropped and self._fits(entry.text):
                self._keep(entry)

    def _dangles(self, entry: _Entry) -> bool:
        """Whether a written sentence points back to one that the summary does not have."""
        if entry.status != "written" or not leans_on_the_last(entry.text, settled=False):
            return False
        place = self._reported
        before = self._entries[place - 1] if place else None
        return before is None or not before.kept or before.status == "replaced"

    def _fits(self, text: str) -> bool:
        if self._length.words is not None:
            return self._words + len(text.split()) <= self._length.words
        return len(self.kept) < self._length.sentences

    def _keep(self, entry: _Entry) -> None:
        support = entry.support
        assert support is not None  # neither open nor dropped
        entry.kept = True
        self._words += len(entry.text.split())
        sentence = SummarySentence(
            text=entry.text,
            rank=len(self.kept) + 1,
            score=support.score,
            support=support.score,
            sources=sorted(support.sources),
            status=entry.status,
            check=SentenceCheck(label=support.label, score=support.score),
        )
        self.kept.append(sentence)
        self._annotations.report("sentence", sentence)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
