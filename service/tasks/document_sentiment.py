"""The sentiment of a document as a fitted head reads it from the scores of its sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.inference.document_head import DOCUMENT_FEATURES, MIXED, DocumentHead
from service.inference.protocol import ClassScores
from service.tasks.headline import headline_of
from service.tasks.scored import Scored
from service.tasks.targeted.scale import neutral_of
from service.tasks.targeted.verdicts.aggregate import scored
from service.text.attribution.voices import Voice
from service.text.document import BlockKind, Document, Sentence

SCORED_KINDS = frozenset({BlockKind.BODY, BlockKind.QUOTE, BlockKind.HEADING})
_QUOTED_WEIGHT = 0.7  # quotations affect a report less than its own sentences
_FULL_LENGTH = 8  # sentences of at least so many words have the full weight
_LEAD, _END, _MOST = 3, 2, 3  # sentences at the start, at the end, and of the strongest tone


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """The probabilities (negative, neutral, positive) of a sentence that counts.

    `weight` (0..1) is how far it counts.
    """

    row: Sequence[float]
    weight: float
    headline: bool = False


def scorable_sentences(document: Document) -> list[Sentence]:
    """The sentences that have a sentiment of their own."""
    return [sentence for sentence in document.sentences if sentence.kind in SCORED_KINDS]


def counted_sentences(
    document: Document,
    sentences: Sequence[Sentence],
    rows: Sequence[ClassScores],
    voices: Mapping[int, Voice],
) -> dict[int, SentenceScore]:
    """The scores of those that count for the document, by the index of the sentence.

    These are the headline and what is content. Quotations and very short sentences count less.
    """
    headline = headline_of(document)
    heading = headline.block if headline else None
    return {
        sentence.index: SentenceScore(
            row.probabilities,
            _weight(sentence, quoted=voices[sentence.index].quoted),
            headline=sentence.block == heading,
        )
        for sentence, row in zip(sentences, rows, strict=True)
        if sentence.is_content or sentence.block == heading
    }


def read_sentiment(
    labels: Sequence[str], head: DocumentHead, sentences: Sequence[SentenceScore]
) -> Scored:
    """The verdict of a head. A single sentence is its own verdict.

    `labels` are negative, neutral and positive; the distribution is over these and `mixed`.
    """
    if len(sentences) == 1:
        return scored(labels, sentences[0].row)
    features = document_features(sentences)
    odds = {label: _log_odds(head, label, features) for label in (*labels, MIXED)}
    highest = max(odds.values())
    powers = {label: math.exp(value - highest) for label, value in odds.items()}
    whole = sum(powers.values())
    distribution = {label: power / whole for label, power in powers.items()}
    label = max((neutral_of(labels), *distribution), key=distribution.__getitem__)
    score = distribution[labels[-1]] - distribution[labels[0]]
    return Scored(label, score, distribution[label], distribution)


def document_features(sentences: Sequence[SentenceScore]) -> dict[str, float]:
    """The `DOCUMENT_FEATURES`, each from 0 to 1."""
    body = [sentence for sentence in sentences if not sentence.headline]
    head = [sentence for sentence in sentences if sentence.headline]
    mean = {pole: _mean(body, pole) for pole in (2, 0)}
    share = {pole: _share(body, pole) for pole in (2, 0)}
    weaker, stronger = sorted(share.values())
    values = (
        1.0,
        *mean.values(),
        *(_mean(body[:_LEAD], pole) for pole in (2, 0)),
        *(_mean(body[-_END:], pole) for pole in (2, 0)),
        *(_mean(head, pole) for pole in (2, 0)),
        *(_most(body, pole) for pole in (2, 0)),
        math.sqrt(mean[2] * mean[0]),
        *share.values(),
        weaker,
        weaker / stronger if stronger else 0.0,
        1.0 / (1.0 + len(body)),
    )
    return dict(zip(DOCUMENT_FEATURES, values, strict=True))


def _weight(sentence: Sentence, *, quoted: bool) -> float:
    words = len(sentence.clean.split())
    return min(1.0, words / _FULL_LENGTH) * (_QUOTED_WEIGHT if quoted else 1.0)


def _log_odds(head: DocumentHead, label: str, features: Mapping[str, float]) -> float:
    own = head.coefficients.get(label, {})
    return sum(own.get(name, 0.0) * value for name, value in features.items()) / head.temperature


def _mean(sentences: Sequence[SentenceScore], pole: int) -> float:
    total = sum(sentence.weight for sentence in sentences)
    return sum(s.row[pole] * s.weight for s in sentences) / total if total else 0.0


def _share(sentences: Sequence[SentenceScore], pole: int) -> float:
    """The share of the sentences whose likeliest label it is."""
    total = sum(sentence.weight for sentence in sentences)
    own = sum(s.weight for s in sentences if s.row[pole] == max(s.row))
    return own / total if total else 0.0


def _most(sentences: Sequence[SentenceScore], pole: int) -> float:
    """The mean of the strongest sentences."""
    strongest = sorted((s.row[pole] * s.weight for s in sentences), reverse=True)[:_MOST]
    return sum(strongest) / _MOST
