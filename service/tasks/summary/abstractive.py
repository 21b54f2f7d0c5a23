"""Written summary: a sequence-to-sequence model drafts, the article has to bear it out.

Each drafted sentence is set beside the article's sentences by its vector; one without a
source near enough, or with a number that the article does not hold, is left out. The
nearest-sentence check is in the spirit of SummaC (Laban et al., TACL 2022), with an
encoder in place of its NLI model.
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
SUPPORT = 0.55  # cosine below which no sentence of the article says this
SECOND = 0.92  # a second source must be this near, as a share of the nearest
_WORDS_A_SENTENCE = 24
_TOKENS_A_WORD = 1.4
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


async def write(annotations: Annotations, options: SummaryOptions) -> TaskOutput[Summary]:
    """A written summary of at most the length asked for. Raises `EngineError`."""
    info = annotations.engine.info("summary", annotations.call.profile)
    warnings = document_warnings(annotations.document)
    if not annotations.content:
        return TaskOutput(Summary.of(info, METHOD), tuple(warnings))
    words = _words(options, annotations)
    room = int(info.max_tokens / _TOKENS_A_WORD)
    drafts = [" ".join(part) for part in _chunks([s.clean for s in annotations.content], room)]
    limit = int(words * _TOKENS_A_WORD) + 8
    while len(drafts) > 1:  # what was written of the parts is summed up in turn
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
    """Drafts in whole sentences. Those that came to none within `limit` tokens get it twice."""
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
    """Consecutive texts of up to `room` words together; a longer one stands alone."""
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
    """The draft's sentences that the article bears out, and how many it does not."""
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
    """Whole sentences within the length asked for; one that is longer than the rest is passed by.

    Where none fits, the shortest, whole, as extractive summaries do.
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
