"""Stance and sentiment of whole texts, at all levels, compared with annotators'.

The measures are those of one caller who posts the text with all its targets, as words, and asks for
all evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from service.evaluation.counts import OURS, Counts, share
from service.evaluation.whole_texts.confusion import macro_f1, note, sided
from service.evaluation.whole_texts.gold import (
    SENTIMENTS,
    STANCES,
    LabelledTarget,
    LabelledText,
)
from service.tasks.annotations import Annotations
from service.tasks.sentiment import Sentiment, SentimentOptions, detect_sentiment
from service.tasks.stance import StanceOptions, TargetStance, detect_stance
from service.tasks.target import MAX_EVIDENCE, TargetSpec
from service.tasks.targeted.verdicts.results import VoiceVerdict
from service.text.document import Document
from service.text.span import Span

SURE = 0.7  # the confidence from which a verdict counts as sure
_SAME = 0.6  # of a sentence, the share that one of ours covers at least


async def count(annotations: Annotations, gold: LabelledText) -> dict[str, Counts]:
    """Counts of ours, and of an answer that takes no side and has no tone.

    The annotations are of the text without targets; those of the text are asked for here.
    """
    targets = [TargetSpec(target.text) for target in gold.targets]
    asked = Annotations(annotations.document, annotations.engine, annotations.call, targets)
    stance = (await detect_stance(asked, StanceOptions(evidence=MAX_EVIDENCE))).result
    plain = Annotations(annotations.document, annotations.engine, annotations.call)
    sentiment = (await detect_sentiment(plain, SentimentOptions())).result
    ours: Counts = Counter()
    for target, found in zip(gold.targets, stance.targets, strict=True):
        _stance(ours, annotations.document, gold, target, found)
    _sentiment(ours, annotations.document, gold, sentiment)
    return {OURS: ours, "always neutral": _neutral(gold)}


def figures(counts: Counts) -> dict[str, float]:
    """Macro-F1 of every kind of verdict, over the labels that annotators gave.

    `stance` is of the text toward all targets, `author` and `voices` of those alone (mixed voices
    count as neutral), `passages` of the evidence that overlaps an annotator's passage, of which it
    covers the share `covered`. `neutral authors sided` is the share of neutral authors who are
    given a side. Of all verdicts the share `sure` has a confidence of 0.7 or more, and of these the
    share `sure, right` is right. A figure without any pair is left out.
    """
    found = {
        "stance": macro_f1(counts, "stance", STANCES),
        "entities": macro_f1(counts, "entity", STANCES),
        "topics": macro_f1(counts, "topic", STANCES),
        "claims": macro_f1(counts, "claim", STANCES),
        "author": macro_f1(counts, "author", STANCES),
        "voices": macro_f1(counts, "voices", STANCES),
        "passages": macro_f1(counts, "passages", STANCES),
        "covered": share(counts["covered"], counts["labelled"]) if counts["labelled"] else None,
        "neutral authors sided": share(*sided(counts, "author")),
        "sure": share(counts["sure"], counts["verdicts"]) if counts["verdicts"] else None,
        "sure, right": share(counts["sure right"], counts["sure"]) if counts["sure"] else None,
        "sentiment": macro_f1(counts, "sentiment", SENTIMENTS),
        "tones": macro_f1(counts, "tones", SENTIMENTS),
    }
    return {name: value for name, value in found.items() if value is not None}


def _stance(
    counts: Counts,
    document: Document,
    gold: LabelledText,
    target: LabelledTarget,
    found: TargetStance,
) -> None:
    note(counts, "stance", target.overall, found.label)
    note(counts, target.kind.value, target.overall, found.label)
    note(counts, "author", target.author, _label(found.voices, "author"))
    note(counts, "voices", _side(target.voices), _label(found.voices, "speaker"))
    if target.overall is not None:
        counts["verdicts"] += 1
        if found.confidence >= SURE:
            counts["sure"] += 1
            counts["sure right"] += found.label == target.overall
    counts["labelled"] += len(target.passages)
    covered: set[int] = set()
    for evidence in found.evidence:
        index = _passage_at(gold, target, document.posted_span(evidence.span))
        if index is not None:
            note(counts, "passages", target.passages[index], evidence.label)
            covered.add(index)
    counts["covered"] += len(covered)


def _passage_at(gold: LabelledText, target: LabelledTarget, span: Span) -> int | None:
    """The first of the annotator's passages that a piece of evidence overlaps."""
    return next((i for i in target.passages if gold.sentences[i].overlaps(span)), None)


def _side(voices: str | None) -> str | None:
    """The verdict of all voices together; mixed ones, and none, take no side."""
    return voices if voices is None or voices in STANCES else "neutral"


def _label(voices: Sequence[VoiceVerdict], kind: str) -> str:
    """The verdict of a kind of voice, neutral if nobody of it speaks."""
    return next((v.label for v in voices if v.kind == kind), "neutral")


def _sentiment(counts: Counts, document: Document, gold: LabelledText, found: Sentiment) -> None:
    note(counts, "sentiment", gold.sentiment, found.label)
    spans = [(document.posted_span(s.span), s.label) for s in found.sentences]
    for sentence, tone in zip(gold.sentences, gold.tones, strict=True):
        label = next((own for span, own in spans if _covers(span, sentence)), None)
        if label is not None:
            note(counts, "tones", tone, label)


def _covers(span: Span, sentence: Span) -> bool:
    common = min(span.end, sentence.end) - max(span.begin, sentence.begin)
    return common > _SAME * len(sentence)


def _neutral(gold: LabelledText) -> Counts:
    """The counts of an answer that takes no side and has no tone."""
    counts: Counts = Counter()
    for target in gold.targets:
        note(counts, "stance", target.overall, "neutral")
        note(counts, target.kind.value, target.overall, "neutral")
        note(counts, "author", target.author, "neutral")
        note(counts, "voices", _side(target.voices), "neutral")
        for label in target.passages.values():
            note(counts, "passages", label, "neutral")
    note(counts, "sentiment", gold.sentiment, "neutral")
    for tone in gold.tones:
        note(counts, "tones", tone, "neutral")
    return counts
