"""Whether a past tense is the verb of its subject, not a participle: "people accused of theft"."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.gazetteers.word_lists import CALENDAR
from service.text.targets.wording.agents import BODIES
from service.text.targets.wording.closed_classes import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECT_PRONOUNS,
)
from service.text.targets.wording.neighbours import (
    PARTICLES,
    has_determiner,
    opens_object,
    subject_of,
)
from service.text.targets.wording.target_words import TargetWord
from service.text.targets.wording.verb_forms import VerbForm, base_of_past, may_be_noun, verb_forms

Words = Sequence[TargetWord]

# They say when something was done, and so are no object: "prisoners released last week".
_TIMES = CALENDAR | {"last", "next", "today", "yesterday", "recently"}
_INTRANSITIVE = frozenset(
    """fail lie die vote work act behave serve negotiate apologise apologize collapse
    resign campaign lobby profit benefit struggle agree fight conspire collude cooperate
    succeed suffer vanish disappear fall respond react protest belong depend arrive
    happen occur look listen walk talk refuse try decide promise want hope help
    plan deserve need manage seem appear""".split()
)
# After these a preposition or "to" shows a participle: "rules meant to", "money used for".
_PARTICIPLES = frozenset(
    """designed aimed meant intended supposed forced required expected needed used based
    called accused known given linked related involved made held taken sent born allowed
    asked paid sold built caused killed injured released hired told caught left brought
    put""".split()
)


def is_past(words: Words, at: int) -> bool:
    """ "Reyes went home"."""
    word = words[at]
    return (
        not word.is_name
        and VerbForm.PAST in verb_forms(word.low)
        and words[at - 1].low not in DETERMINERS
    )


def is_active_past(words: Words, at: int) -> bool:
    """ "Obamacare failed", "Reyes insulted the guests", but not "people accused of theft"."""
    word, subject = words[at], subject_of(words, at)
    if subject is None or not _may_be_past(word):
        return False
    if at + 1 == len(words):
        return word.low not in _PARTICIPLES or subject.is_name
    following = words[at + 1].low
    if following in CONJUNCTIONS | {"by"}:
        return False
    if _is_phrasal(words, at):
        return True
    if following in PREPOSITIONS | _TIMES | {"to"}:
        return _is_active(words, at, subject)
    if has_determiner(words, at + 1):
        return True
    if VerbForm.BASE in verb_forms(word.low) and may_be_noun(word.low):  # "tax cut plans"
        return subject.is_name or subject.low in PRONOUNS
    return not words[at - 1].low.endswith("ing")


def _may_be_past(word: TargetWord) -> bool:
    return not word.is_name and VerbForm.PAST_OR_PARTICIPLE in verb_forms(word.low)


def _is_phrasal(words: Words, at: int) -> bool:
    """ "made up the story": a verb with a particle and an object."""
    if words[at].low in {"based", "called"} or words[at + 1].low not in PARTICLES | {"on"}:
        return False
    return _has_object(words, at + 2)


def _is_active(words: Words, at: int, subject: TargetWord) -> bool:
    """Whether a past tense with a preposition after it is the verb of its subject."""
    past = words[at].low
    if words[at - 1].is_adverb or words[0].low in SUBJECT_PRONOUNS:
        return True
    if past == "used" and subject.is_name:
        return words[at + 1].low == "to"
    if subject.is_name or subject.low in SUBJECT_PRONOUNS:
        return past not in _PARTICIPLES or subject.low in SUBJECT_PRONOUNS
    return base_of_past(past) in _INTRANSITIVE or subject.low in BODIES


def _has_object(words: Words, at: int) -> bool:
    """ "made up the story", "covered up abuse", "held on to power"."""
    return at < len(words) and (
        opens_object(words, at) or words[at].low == "to" or words[at].is_open
    )
