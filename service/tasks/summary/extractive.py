"""Extractive summaries: the most important sentences of the article, in its own order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.inference.protocol import Embeddings
from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.similarity import cosines
from service.tasks.spec import TaskOutput
from service.tasks.summary.candidates import Candidate, find_candidates
from service.tasks.summary.options import SENTENCES, SummaryMethod, SummaryOptions
from service.tasks.summary.results import Summary, SummarySentence
from service.tasks.warnings import Warning, WarningCode, document_warnings
from service.text.document import BlockKind, Document, Sentence
from service.text.headlines import bounded

METHOD: SummaryMethod = "extractive"

# These scalars are the only part of the summariser that was fitted to data.
POSITION = 0.45
CENTRAL = 0.45
HEADLINE = 0.25
REDUNDANCY = 0.55
DUPLICATE = 0.92  # the cosine above which two sentences are duplicates


async def pick_sentences(annotations: Annotations, options: SummaryOptions) -> TaskOutput[Summary]:
    """Pick sentences by salience, position and novelty. Raises `EngineError`.

    This is greedy maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998) over sentence
    vectors: each pick maximises the salience minus the similarity to earlier picks. Captions,
    headings and boilerplate are never picked. Sentences that are not standalone (with a bare
    pronoun at the start, or half a quotation) are only picked when nothing else is left.
    """
    info = annotations.engine.info("embedding", annotations.call.profile)
    warnings = document_warnings(annotations.document)
    if not annotations.content:
        return TaskOutput(Summary.of(info, METHOD), tuple(warnings))
    words = sum(len(s.clean.split()) for s in annotations.content)
    wanted_words = options.word_limit(words)
    count = None if wanted_words is not None else options.sentences or SENTENCES
    if _too_short(len(annotations.content), words, count, wanted_words):
        message = "The text is no longer than the summary asked for; it is returned whole."
        warnings.append(Warning.of(WarningCode.TEXT_TOO_SHORT, message))
        picked = [(i, 1.0) for i in range(len(annotations.content))]
    else:
        picked = await _pick(annotations, count, wanted_words)
    return TaskOutput(Summary.of(info, METHOD, _verbatim(annotations, picked)), tuple(warnings))


def _verbatim(
    annotations: Annotations, picked: Sequence[tuple[int, float]]
) -> list[SummarySentence]:
    """The picked sentences in text order; `picked` is by salience."""
    rank = {i: n for n, (i, _) in enumerate(picked, 1)}
    score = dict(picked)
    return [
        SummarySentence(
            text=annotations.content[i].clean,
            rank=rank[i],
            score=score[i],
            support=1.0,
            sources=[annotations.content[i].span],
        )
        for i in sorted(rank)
    ]


def _too_short(sentences: int, words: int, count: int | None, wanted: int | None) -> bool:
    return sentences <= count if count is not None else words <= (wanted or 0)


async def _pick(
    annotations: Annotations, count: int | None, words: int | None
) -> list[tuple[int, float]]:
    """Indices of sentences of the content with their salience (0..1), the best first."""
    vectors = await annotations.vectors()
    names = await annotations.names()
    heading = _headline(annotations.document)
    near = (await annotations.engine.embed([heading], annotations.call))[0] if heading else None
    return await annotations.aside(_best, annotations.content, names, vectors, near, count, words)


def _best(
    content: Sequence[Sentence],
    names: NameAnnotations,
    vectors: Embeddings,
    heading: Embeddings | None,
    count: int | None,
    words: int | None,
) -> list[tuple[int, float]]:
    candidates = find_candidates(content, names)
    salience = _salience(vectors, heading, candidates)
    standalone = np.array([c.standalone for c in candidates])
    lengths = np.array([c.words for c in candidates])
    # A word budget that is smaller than any sentence still gives one whole sentence.
    if words is not None and words < lengths.min():
        best = max(range(len(candidates)), key=lambda i: (standalone[i], salience[i]))
        chosen = [best]
    else:
        chosen = select(vectors, salience, standalone, lengths, count, words)
    return [(i, float(np.clip(salience[i], 0.0, 1.0))) for i in chosen]


def select(
    vectors: Embeddings,
    salience: np.ndarray,
    standalone: np.ndarray,
    lengths: np.ndarray,
    count: int | None,
    words: int | None,
) -> list[int]:
    """Rows of `vectors` by maximal marginal relevance, the best first.

    Up to `count` rows, or as many as fit into `words`; `lengths` are their numbers of words. The
    similarity to the nearest pick is kept for each row, so that a pick takes linear time and no
    matrix of all pairs is needed.
    """
    closest = np.zeros(len(salience))
    left = np.ones(len(salience), dtype=bool)
    picked: list[int] = []
    while count is None or len(picked) < count:
        fits = left if words is None else left & (lengths <= words)
        if not fits.any():
            break
        # A sentence that is not standalone, or repeats an earlier pick, comes last.
        order = np.where(fits, 2 * (closest < DUPLICATE) + standalone, -1)
        gain = salience - REDUNDANCY * closest
        best = int(np.argmax(np.where(order == order.max(), gain, -np.inf)))
        picked.append(best)
        left[best] = False
        words = None if words is None else words - int(lengths[best])
        closest = np.maximum(closest, cosines(vectors, vectors[best]))
    return picked


def _salience(
    vectors: Embeddings, heading: Embeddings | None, candidates: list[Candidate]
) -> np.ndarray:
    """How well each sentence represents the text, shape (n,)."""
    usable = [c.index for c in candidates if c.standalone] or [c.index for c in candidates]
    centre = vectors[usable].mean(axis=0)
    centre /= max(float(np.linalg.norm(centre)), 1e-9)
    central = _spread(cosines(vectors, centre))
    position = np.array([1.0 / (1.0 + 0.35 * i) for i in range(len(candidates))])
    total = CENTRAL * central + POSITION * position
    if heading is not None:
        total = total + HEADLINE * _spread(cosines(vectors, heading))
    total = total * np.array([c.fitness for c in candidates])
    scale = CENTRAL + POSITION + (0.0 if heading is None else HEADLINE)
    return np.asarray(total / scale)


def _spread(values: np.ndarray) -> np.ndarray:
    """The values scaled to 0..1 over the text, because raw cosines are close together."""
    low, high = float(values.min()), float(values.max())
    # Sentences that are equally central still differ by rounding errors.
    return (values - low) / (high - low) if high - low > 1e-5 else np.ones_like(values)


def _headline(document: Document) -> str | None:
    headings = [document.read(b.span) for b in document.blocks if b.kind is BlockKind.HEADING]
    before = [document.title, *headings[:3]]
    best = max((h for h in before if h), key=len, default=None)
    return bounded(" ".join(best.split())) if best else None
