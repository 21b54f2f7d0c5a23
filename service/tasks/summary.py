"""The summary: by default the sentences that carry the article, in its own order."""

from __future__ import annotations

import numpy as np

from service.inference.types import Call, Engine
from service.tasks import abstractive, judge
from service.tasks.candidates import Candidate, find_candidates
from service.tasks.options import SummaryOptions
from service.tasks.reading import Reading
from service.tasks.results import SummaryResult, SummarySentence, Warn, WarningCode
from service.text.document import BlockKind, Document

METHOD = "extractive"

# Scalar settings, the only part of the summariser that was ever fitted to data.
POSITION = 0.45
CENTRAL = 0.45
HEADLINE = 0.25
REDUNDANCY = 0.55
DUPLICATE = 0.92  # cosine from which two sentences say the same


async def summarize(
    document: Document,
    options: SummaryOptions,
    engine: Engine,
    call: Call,
    reading: Reading | None = None,
) -> SummaryResult:
    """Pick sentences by salience, position and novelty, or have a model write them.

    Raises `EngineError`.

    Greedy maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998) over sentence
    vectors: each pick has the best salience less its likeness to what is picked already.
    Captions, headings and boilerplate are never picked; sentences that cannot stand alone
    (a bare pronoun at the start, half a quotation) only when nothing else is left.
    """
    reading = reading or Reading(document, engine, call)
    if options.method == abstractive.METHOD:
        return await abstractive.write(reading, options)
    info = engine.info("embedding", call.profile)
    warnings = judge.document_warnings(document)
    if not reading.content:
        return SummaryResult(info, METHOD, "", (), tuple(warnings))
    words = sum(len(s.clean.split()) for s in reading.content)
    wanted_words = options.words or (round(options.ratio * words) if options.ratio else None)
    count = options.sentences if wanted_words is None else None
    if _too_short(len(reading.content), words, count, wanted_words):
        message = "The text is no longer than the summary asked for; it is returned whole."
        warnings.append(Warn(WarningCode.TEXT_TOO_SHORT, message))
        picked = [(i, 1.0) for i in range(len(reading.content))]
    else:
        picked = await _pick(reading, count, wanted_words)
    rank = {i: n for n, (i, _) in enumerate(picked, 1)}
    score = dict(picked)
    sentences = tuple(
        SummarySentence(
            text=reading.content[i].clean,
            rank=rank[i],
            score=score[i],
            support=1.0,
            sources=(reading.content[i].span,),
        )
        for i in sorted(rank)
    )
    text = " ".join(s.text for s in sentences)
    return SummaryResult(info, METHOD, text, sentences, tuple(warnings))


def _too_short(sentences: int, words: int, count: int | None, wanted: int | None) -> bool:
    return sentences <= count if count is not None else words <= (wanted or 0)


async def _pick(reading: Reading, count: int | None, words: int | None) -> list[tuple[int, float]]:
    """Indices into `reading.content` with salience (0..1), best first."""
    vectors = await reading.vectors()
    names = await reading.names()
    candidates = find_candidates(reading.content, names)
    salience = await _salience(reading, vectors, candidates)
    likeness = vectors @ vectors.T
    picked: list[tuple[int, float]] = []
    left = set(range(len(candidates)))
    budget = words
    while left and (count is None or len(picked) < count):
        taken = [i for i, _ in picked]
        closest = likeness[:, taken].max(axis=1) if taken else np.zeros(len(candidates))
        gain = salience - REDUNDANCY * np.maximum(closest, 0.0)
        # A sentence that cannot stand alone, or repeats one already picked, comes last.
        order = sorted(
            left,
            key=lambda i: (closest[i] < DUPLICATE, candidates[i].standalone, gain[i]),
            reverse=True,
        )
        best = next((i for i in order if budget is None or candidates[i].words <= budget), None)
        if best is None:
            break
        if budget is not None:
            budget -= candidates[best].words
        picked.append((best, float(np.clip(salience[best], 0.0, 1.0))))
        left.discard(best)
    if not picked:  # the word budget is smaller than any sentence: the best one, whole
        best = max(left, key=lambda i: (candidates[i].standalone, salience[i]))
        picked.append((best, float(np.clip(salience[best], 0.0, 1.0))))
    return picked


async def _salience(
    reading: Reading, vectors: np.ndarray, candidates: list[Candidate]
) -> np.ndarray:
    """How well each sentence stands for the text, shape (n,)."""
    usable = [c.index for c in candidates if c.standalone] or [c.index for c in candidates]
    centre = vectors[usable].mean(axis=0)
    centre /= max(float(np.linalg.norm(centre)), 1e-9)
    central = _spread(vectors @ centre)
    position = np.array([1.0 / (1.0 + 0.35 * i) for i in range(len(candidates))])
    total = CENTRAL * central + POSITION * position
    heading = _headline(reading.document)
    if heading:
        near = (await reading.engine.embed([heading], reading.call))[0]
        total = total + HEADLINE * _spread(vectors @ near)
    total = total * np.array([c.fitness for c in candidates])
    scale = CENTRAL + POSITION + (HEADLINE if heading else 0.0)
    return np.asarray(total / scale)


def _spread(values: np.ndarray) -> np.ndarray:
    """Scaled to 0..1 over the text, for raw cosines all lie close together."""
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.ones_like(values)


def _headline(document: Document) -> str | None:
    headings = [document.read(b.span) for b in document.blocks if b.kind is BlockKind.HEADING]
    before = [document.title, *headings[:3]]
    best = max((h for h in before if h), key=len, default=None)
    return " ".join(best.split()) if best else None
