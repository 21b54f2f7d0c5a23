"""Whose words each sentence is, compared with gold attributions.

The gold holder of a sentence is the source of the attribution that covers most of its letters, if
that is half of them or more; otherwise it is the author. A holder is right if its span overlaps the
gold source, or if its name shares a capitalised word with the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from service.evaluation.counts import OURS, Counts, f1, share
from service.evaluation.reading.capitals import capitalised_runs
from service.evaluation.reading.gold import GoldAttribution, GoldText
from service.tasks.annotations import Annotations
from service.tasks.document_sentiment import SCORED_KINDS
from service.tasks.holders import holder
from service.text.attribution.voices import Voice
from service.text.document import Document
from service.text.span import Span

_QUOTATION_MARK = re.compile('["“”]')
_LONGEST_HOLDER = 80  # code points; a longer span is right only by its name
_POSSESSIVE = re.compile(r"[’']s\b")
_CAPITALISED = re.compile(r"[A-Z][\w’'-]+")
_NO_NAMES = frozenset("The A An Mr Mrs Ms Dr".split())


@dataclass(frozen=True, slots=True)
class Teller:
    """A speaker as found for a sentence; nothing of it is known if the text names nobody."""

    name: str | None = None
    span: Span | None = None


async def count(annotations: Annotations, gold: GoldText) -> dict[str, Counts]:
    """Counts of ours and of the baselines, over the sentences that sentiment lists."""
    document = annotations.document
    voices = (await annotations.names()).voices
    sentences = [s for s in document.sentences if s.kind in SCORED_KINDS]
    spans = [document.posted_span(s.span) for s in sentences]
    owners = find_owners(gold, spans)
    guesses: dict[str, list[Teller | None]] = {
        OURS: [_teller(document, voices[s.index]) for s in sentences],
        "all the author's": [None] * len(spans),
        "quotation marks": by_quotation_marks(gold.text, spans),
    }
    return {name: _tally(gold.text, owners, tellers) for name, tellers in guesses.items()}


def figures(counts: Counts) -> dict[str, float]:
    """How often a speaker's sentence is recognised, and how often with the right holder.

    `precision`, `recall` and `F1` are of the sentences that are a speaker's, whoever that is.
    `right holder` is the share of correct holders among those recognised, `both` that among all of
    the speakers' sentences.
    """
    recognised = counts["both"]
    precision = share(recognised, recognised + counts["extra"])
    recall = share(recognised, recognised + counts["missed"])
    return {
        "sentences": counts["sentences"],
        "a speaker's": recognised + counts["missed"],
        "precision": precision,
        "recall": recall,
        "F1": f1(precision, recall),
        "right holder": share(counts["holder"], recognised),
        "both": share(counts["holder"], recognised + counts["missed"]),
    }


def find_owners(gold: GoldText, sentences: Sequence[Span]) -> list[GoldAttribution | None]:
    """The attribution that each sentence belongs to, None for the author's.

    `sentences` are in text order and do not overlap.
    """
    letters = [0, *accumulate(not c.isspace() for c in gold.text)]  # before each code point
    ends = [s.end for s in sentences]
    covered: list[Counter[int]] = [Counter() for _ in sentences]
    for number, attribution in enumerate(gold.attributions):
        for piece in attribution.content:
            for at in range(bisect_right(ends, piece.begin), len(sentences)):
                begin = max(piece.begin, sentences[at].begin)
                end = min(piece.end, sentences[at].end)
                if sentences[at].begin >= piece.end:
                    break
                covered[at][number] += letters[end] - letters[begin]
    owners: list[GoldAttribution | None] = []
    for sentence, cover in zip(sentences, covered, strict=True):
        whole = letters[sentence.end] - letters[sentence.begin]
        number, most = max(cover.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
        owners.append(gold.attributions[number] if most and most * 2 >= whole else None)
    return owners


def by_quotation_marks(text: str, sentences: Sequence[Span]) -> list[Teller | None]:
    """A baseline: a sentence with quotation marks is that of the last name before them."""
    names = list(capitalised_runs(text))
    ends = [name.end for name in names]
    found: list[Teller | None] = []
    for sentence in sentences:
        mark = _QUOTATION_MARK.search(text, sentence.begin, sentence.end)
        if mark is None:
            found.append(None)
            continue
        before = bisect_right(ends, mark.start())
        found.append(Teller(span=names[before - 1]) if before else Teller())
    return found


def _teller(document: Document, voice: Voice) -> Teller | None:
    """The holder as an answer tells it; None for the author."""
    whose = holder(voice)
    if whose.kind != "speaker":
        return None
    return Teller(whose.name, None if whose.span is None else document.posted_span(whose.span))


def _tally(
    text: str, owners: Sequence[GoldAttribution | None], tellers: Sequence[Teller | None]
) -> Counts:
    counts: Counts = Counter(sentences=len(owners))
    for owner, teller in zip(owners, tellers, strict=True):
        if owner is not None and teller is not None:
            counts["both"] += 1
            counts["holder"] += is_right(text, owner.source, teller)
        elif teller is not None:
            counts["extra"] += 1
        elif owner is not None:
            counts["missed"] += 1
    return counts


def is_right(text: str, source: Sequence[Span], teller: Teller) -> bool:
    """Whether the holder that was found is the gold source."""
    span = teller.span
    if span is not None and len(span) <= _LONGEST_HOLDER and any(map(span.overlaps, source)):
        return True
    told = " ".join(text[piece.begin : piece.end] for piece in source)
    return not _capitalised(told).isdisjoint(_capitalised(teller.name or ""))


def _capitalised(name: str) -> set[str]:
    return set(_CAPITALISED.findall(_POSSESSIVE.sub("", name))) - _NO_NAMES
