"""The issues of a text: noun phrases that recur or stand where the subject is named."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from operator import attrgetter

from service.tasks.annotations import NameAnnotations
from service.tasks.target import Target, TargetKind, TargetOrigin, TargetType
from service.tasks.targeted.discovery.entity_types import is_body
from service.tasks.targeted.discovery.issue_features import (
    PhraseContext,
    issue_features,
    issue_reasons,
)
from service.tasks.targeted.discovery.issue_words import PEOPLE
from service.tasks.targeted.discovery.reading_order import ReadingOrder
from service.tasks.targeted.discovery.weights import ISSUE, probability
from service.tasks.targeted.mention_context import names_a_place
from service.text.gazetteers.countries import is_demonym
from service.text.gazetteers.word_lists import stem
from service.text.noun_phrases.recurring import Key, Phrase, gather_phrases, without_parts
from service.text.tokens import Token

_SHORTEST = 3  # letters of the first word
_PADDED = 3  # words of a phrase that may hold a shorter one of two
_MOST = 400  # phrases that are ranked, those that recur most


def issue_targets(order: ReadingOrder, names: NameAnnotations) -> list[Target]:
    """Every phrase that may be an issue, with the probability that it is one."""
    context, phrases = phrases_of(order, names)
    found = []
    for phrase in issue_candidates(context, phrases):
        reasons = issue_reasons(context, phrase)
        found.append(
            Target(
                text=_wording(_fuller(phrases, phrase)),
                kind=TargetKind.ENTITY if _is_people(phrase) else TargetKind.TOPIC,
                origin=TargetOrigin.DISCOVERED,
                salience=probability(ISSUE, issue_features(context, phrase, reasons)),
                type=TargetType.ORGANISATION if is_body(phrase.head) else TargetType.ISSUE,
                reasons=reasons,
            )
        )
    return found


def phrases_of(
    order: ReadingOrder, names: NameAnnotations
) -> tuple[PhraseContext, Mapping[Key, Phrase]]:
    """All noun phrases of a text, and what their features need."""
    phrases = gather_phrases(order.document, names.words, _named(names))
    heads: dict[str, int] = {}
    for phrase in phrases.values():
        heads[phrase.head] = max(heads.get(phrase.head, 0), len(phrase.places))
    described: set[int] = set()
    for speaker in {v.speaker.span for v in names.voices.values() if v.speaker is not None}:
        described.update(range(speaker.begin, speaker.end))
    counts: Counter[str] = Counter()
    for word, times in Counter(t.word for ws in names.words.values() for t in ws).items():
        counts[stem(word)] += times
    return PhraseContext(order, heads, counts, described), phrases


def issue_candidates(context: PhraseContext, phrases: Mapping[Key, Phrase]) -> list[Phrase]:
    """The phrases that may be an issue, the most frequent first."""
    found = [
        p
        for p in without_parts(phrases)
        if _may_be_issue(context, p) and not _is_padded(phrases, p)
    ]
    found.sort(key=lambda p: (-len(p.places) * len(p.key), p.places[0][1]))
    return found[:_MOST]


def _may_be_issue(context: PhraseContext, phrase: Phrase) -> bool:
    """Whether it recurs, shares a recurring head, or stands in the heading or the opening."""
    if len(phrase.key[0]) < _SHORTEST or names_a_place(phrase.wording):
        return False
    if len(phrase.places) > 1:
        return True
    heading = context.order.heading_stems
    if phrase.head in heading:
        return True
    opening = context.order.in_opening(phrase.places[0][0])
    return len(phrase.key) > 1 and (context.heads[phrase.head] > 1 or opening)


def _is_padded(phrases: Mapping[Key, Phrase], phrase: Phrase) -> bool:
    """Whether it occurs once and holds a shorter phrase of two words or more that recurs."""
    key = phrase.key
    if len(phrase.places) > 1 or len(key) < _PADDED:
        return False
    parts = [key[at:] for at in range(1, len(key) - 1)]
    parts += [key[:end] for end in range(2, len(key)) if key[end] == "of"]
    return any(part in phrases and len(phrases[part].places) > 1 for part in parts)


def _fuller(phrases: Mapping[Key, Phrase], phrase: Phrase) -> Phrase:
    """ "City council" for "council", if the text has it more than once and no other council."""
    if len(phrase.key) > 1 or not is_body(phrase.head):
        return phrase
    fuller = [p for p in phrases.values() if len(p.key) > 1 and p.key[-1] == phrase.key[0]]
    recurring = [p for p in fuller if len(p.places) > 1]
    return recurring[0] if len(recurring) == 1 else phrase


def _wording(phrase: Phrase) -> str:
    """ "the strike", but "vouchers" and "carbon pricing"."""
    wording = phrase.wording
    definite = " " not in wording and 2 * phrase.determined > len(phrase.places)
    return f"the {wording}" if definite else wording


def _is_people(phrase: Phrase) -> bool:
    """ "North Korean troops" act, "Korean food" does not."""
    words = phrase.wording.split()
    lead = is_demonym(words[0]) or is_demonym(" ".join(words[:2]))
    return lead and len(words) > 1 and words[-1].endswith("s") and phrase.head in PEOPLE


def _named(names: NameAnnotations) -> Set[int]:
    """Where the words of names begin."""
    begins: set[int] = set()
    for entity in names.entities:
        for mention in entity.mentions:
            words = names.words.get(mention.sentence, ())
            begins.update(_begins(words, mention.span.begin, mention.span.end))
    return begins


def _begins(words: Sequence[Token], begin: int, end: int) -> Iterator[int]:
    """The beginnings of the words within `[begin, end)`."""
    at = bisect_left(words, begin, key=_BEGIN)
    while at < len(words) and words[at].begin < end:
        yield words[at].begin
        at += 1


_BEGIN = attrgetter("begin")
