"""Abstractive summaries: a sequence-to-sequence model drafts, and the article must support it.

Each drafted sentence is compared with the article's sentences by its vector. It is left out if no
source is similar enough, or if it contains a number that the article does not. The check of the
nearest sentence follows SummaC (Laban et al., TACL 2022), with an encoder in place of its NLI
model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from service.tasks.annotations import Annotations
from service.tasks.similarity import cosines
from service.tasks.spec import TaskOutput
from service.tasks.summary.options import SENTENCES, SummaryMethod, SummaryOptions
from service.tasks.summary.results import Summary, SummarySentence
from service.tasks.warnings import Warning, WarningCode, document_warnings
from service.text.segmentation.builder import build_document

METHOD: SummaryMethod = "abstractive"
SUPPORT = 0.55  # the minimum cosine of a drafted sentence and its source
SECOND = 0.92  # the minimum cosine of a second source, as a fraction of the first
_WORDS_A_SENTENCE = 24
_TOKENS_A_WORD = 1.4
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


async def write(annotations: Annotations, options: SummaryOptions) -> TaskOutput[Summary]:
    """An abstractive summary of at most the requested length. Raises `EngineError`."""
    info = annotations.engine.info("summary", annotations.call.profile)
    warnings = document_warnings(annotations.document)
    if not annotations.content:
        return TaskOutput(Summary.of(info, METHOD), tuple(warnings))
    words = _words(options, annotations)
    room = int(info.max_tokens / _TOKENS_A_WORD)
    drafts = [" ".join(part) for part in _chunks([s.clean for s in annotations.content], room)]
    limit = int(words * _TOKENS_A_WORD) + 8
    while len(drafts) > 1:  # the drafts of the parts are summarised again
        written = [d for d in await _drafted(annotations, drafts, limit) if d]
        shorter = [" ".join(part) for part in _chunks(written, room)]
        if not shorter or len(shorter) >= len(drafts):
            drafts = [" ".join(written)]
            break
        drafts = shorter
    else:
        drafts = await _drafted(annotations, drafts, limit)
    sentences, dropped = await _supported(annotations, drafts[0])
    sentences = _cut(sentences, options, words)
    if dropped:
        message = f"{dropped} drafted sentences were left out: the article does not say so."
        warnings.append(Warning.of(WarningCode.UNSUPPORTED_SUMMARY, message))
    return TaskOutput(Summary.of(info, METHOD, sentences), tuple(warnings))


async def _drafted(annotations: Annotations, texts: Sequence[str], limit: int) -> list[str]:
    """Drafts in whole sentences. A draft without any gets another try with twice the limit."""
    made = await annotations.engine.generate(texts, limit, annotations.call)
    empty = [i for i, draft in enumerate(made) if not draft]
    if empty:
        again = await annotations.engine.generate(
            [texts[i] for i in empty], 2 * limit, annotations.call
        )
        for i, draft in zip(empty, again, strict=True):
            made[i] = draft
    return made


def _words(options: SummaryOptions, annotations: Annotations) -> int:
    if options.words:
        return options.words
    if options.ratio:
        return max(
            10, round(options.ratio * sum(len(s.clean.split()) for s in annotations.content))
        )
    return _WORDS_A_SENTENCE * (options.sentences or SENTENCES)


def _chunks(texts: Sequence[str], room: int) -> list[list[str]]:
    """Groups of consecutive texts with up to `room` words; a longer text is a group by itself."""
    found: list[list[str]] = []
    size = 0
    for text in texts:
        length = len(text.split())
        if not found or size + length > room:
            found.append([])
            size = 0
        found[-1].append(text)
        size += length
    return found


async def _supported(annotations: Annotations, draft: str) -> tuple[list[SummarySentence], int]:
    """The draft's sentences that the article supports, and the number of the others."""
    texts = [s.clean for s in build_document(draft).content()]
    if not texts:
        return [], 0
    drafted = await annotations.engine.embed(texts, annotations.call)
    vectors = await annotations.vectors()
    near = [cosines(vectors, vector) for vector in drafted]
    numbers = set(_NUMBER.findall(annotations.document.text))
    kept: list[SummarySentence] = []
    for text, row in zip(texts, near, strict=True):
        best = float(row.max())
        if best < SUPPORT or not set(_NUMBER.findall(text)) <= numbers:
            continue
        sources = [int(i) for i in np.argsort(-row)[:2] if row[i] >= SECOND * best]
        support = min(1.0, best)
        kept.append(
            SummarySentence(
                text=text,
                rank=len(kept) + 1,
                score=support,
                support=support,
                sources=[annotations.content[i].span for i in sorted(sources)],
            )
        )
    return kept, len(texts) - len(kept)


def _cut(
    sentences: list[SummarySentence], options: SummaryOptions, words: int
) -> list[SummarySentence]:
    """Whole sentences within the requested length; a sentence that does not fit is skipped.

    If none fits, it is the shortest one, as in extractive summaries.
    """
    if options.words is None and options.ratio is None:
        return sentences[: options.sentences or SENTENCES]
    kept: list[SummarySentence] = []
    for sentence in sentences:
        length = len(sentence.text.split())
        if length <= words:
            kept.append(sentence)
            words -= length
    return kept or sorted(sentences, key=lambda s: len(s.text.split()))[:1]
