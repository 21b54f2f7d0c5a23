"""The features by which noun phrases are ranked as issues of the text."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from service.tasks.target import Reasons
from service.tasks.targeted.discovery.issue_words import DISPUTED_BEFORE
from service.tasks.targeted.discovery.reading_order import ReadingOrder
from service.tasks.targeted.discovery.weights import HEADS
from service.text.noun_phrases.recurring import Phrase
from service.text.noun_phrases.word_classes import commonness
from service.text.span import Span

_ACTION = re.compile(r"(?:[ts]ion|ment|ing|ance|ence|ism|ity|al|age|ure|ship|cy)s?$")
_PERSON = re.compile(r"(?:er|or|ist|ian|ant|ent|man|men|woman|women|people)s?$")
_WIDE = 0.3  # the share of the sentences from which a phrase is everywhere
_REACH = 32  # code points before a phrase that are searched for a word of dispute
_ENOUGH = 4  # words that are looked at there


@dataclass(frozen=True, slots=True)
class PhraseContext:
    """What is the same for all phrases of a document.

    `heads` counts the occurrences of each head, `stems` those of each stem in all words, and
    `described` are the places that only describe who speaks ("union leaders said").
    """

    order: ReadingOrder
    heads: Mapping[str, int]
    stems: Counter[str]
    described: Set[int]


def issue_reasons(context: PhraseContext, phrase: Phrase) -> Reasons:
    """Where the text speaks of an issue."""
    sentences = {sentence for sentence, _ in phrase.places}
    return Reasons(
        mentions=len(phrase.places),
        pronouns=0,
        sentences=len(sentences),
        heading=set(_content(phrase)) <= context.order.heading_stems,
        lead=any(context.order.in_lead(s) for s in sentences),
        speaks=sum(span.begin in context.described for _, span in phrase.places),
    )


def issue_features(context: PhraseContext, phrase: Phrase, reasons: Reasons) -> dict[str, float]:
    """The features by name."""
    words = _content(phrase)
    return (
        _measures(context, phrase, reasons, words)
        | {name: n / len(phrase.places) for name, n in _counts(context, phrase, reasons).items()}
        | {name: float(v) for name, v in _flags(context, phrase, reasons, words).items()}
    )


def _measures(
    context: PhraseContext, phrase: Phrase, reasons: Reasons, words: Sequence[str]
) -> dict[str, float]:
    """Frequencies and positions."""
    order = context.order
    size = max(1, order.sentences)
    return {
        "bias": 1.0,
        "head_mentions": math.log1p(context.heads[phrase.head]),
        "stem_mentions": sum(math.log1p(context.stems[w]) for w in words) / len(words),
        "spread": min(_WIDE, reasons.sentences / size),
        "late": min(order.place(s) for s, _ in phrase.places) / size,
        "length": math.log1p(order.sentences) / 4,
        "common_head": commonness(phrase.head),
        "common": sum(map(commonness, words)) / len(words),
        "head_value": HEADS.get(phrase.head, 0.0),
        "in_heading": sum(w in order.heading_stems for w in words) / len(words),
    }


def _counts(context: PhraseContext, phrase: Phrase, reasons: Reasons) -> dict[str, int]:
    """How many of the occurrences are of a kind."""
    order, spans = context.order, [span for _, span in phrase.places]
    return {
        "the": phrase.determined,
        "described": reasons.speaks,
        "quoted": sum(map(order.quoted, spans)),
        "disputed": sum(_is_disputed(order, span) for span in spans),
    }


def _flags(
    context: PhraseContext, phrase: Phrase, reasons: Reasons, words: Sequence[str]
) -> dict[str, bool]:
    """What is so or not so."""
    return {
        "heading": reasons.heading,
        "head_in_heading": phrase.head in context.order.heading_stems,
        "lead": reasons.lead,
        "opening": any(context.order.in_opening(s) for s, _ in phrase.places),
        "once": len(phrase.places) == 1,
        "of": "of" in phrase.key,
        "named": not phrase.wording.islower(),
        "one_word": len(words) == 1,
        "two_words": len(words) == 2,
        "four_words": len(words) > 3,
        "lone_first": len(words) > 1 and context.stems[words[0]] == 1,
        "lone_head": context.stems[words[-1]] == 1,
        "plural": phrase.wording.endswith("s"),
        "action": bool(_ACTION.search(phrase.head)),
        "person": bool(_PERSON.search(phrase.head)),
    }


def _content(phrase: Phrase) -> list[str]:
    """The stems of the phrase without "of" and articles."""
    return [word for word in phrase.key if len(word) > 3 or word not in _LIGHT] or list(phrase.key)


_LIGHT = frozenset({"of", "the", "a", "an"})


def _is_disputed(order: ReadingOrder, span: Span) -> bool:
    """Whether a word of support, opposition or decision precedes: "a ban on vouchers"."""
    before = order.document.text[max(0, span.begin - _REACH) : span.begin].lower().split()
    return any(word in DISPUTED_BEFORE for word in before[-_ENOUGH:])
