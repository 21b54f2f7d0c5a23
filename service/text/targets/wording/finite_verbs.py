"""Whether a word of a target is the finite verb of a clause.

English has few endings, so that most forms are nouns or participles as well: "police strikes",
"people accused of theft". Each rule reads one kind of form with the words beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.text.targets.wording.closed_classes import (
    AUXILIARIES,
    CONJUNCTIONS,
    CONTRACTED,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBJECT_PRONOUNS,
)
from service.text.targets.wording.neighbours import has_determiner, opens_object, subject_of
from service.text.targets.wording.past_tenses import is_active_past, is_past
from service.text.targets.wording.target_words import TargetWord
from service.text.targets.wording.verb_forms import VerbForm, may_be_noun, verb_forms

Words = Sequence[TargetWord]
FiniteRule = Callable[[Words, int], bool]

_NEVER_BEFORE_BASE = AUXILIARIES | (DETERMINERS - {"enough"}) | CONJUNCTIONS | {"to"}
_NOUN_MODALS = frozenset({"will", "can", "might", "must", "may"})
# Plural nouns that often stand before another noun: "arms trade", "capital gains tax".
_COMPOUNDING = frozenset(
    """affairs arms awards benefits civics communications damages drugs earnings emissions
    gains games goods guns jobs materials news operations parks police politics rights
    rules sales savings services sports systems taxes trades weapons works""".split()
)
_PLURAL_PRONOUNS = frozenset({"i", "you", "we", "they"})
# Nouns too, but verbs where they end a phrase: "gun control works", "black lives matter".
_VERBS_ALONE = frozenset(
    """works work matters matter helps help lies lie fails fail wins win pays pay kills
    kill sucks suck stinks hurts hurt counts count sells rocks""".split()
)


def is_finite(words: Words, at: int) -> bool:
    """Whether word `at`, which is not the first, is a finite verb."""
    return any(rule(words, at) for rule in _RULES)


def _auxiliary(words: Words, at: int) -> bool:
    """ "should", "is", "don't"; "the will of the people" has none."""
    word, before = words[at], words[at - 1].low
    if word.low not in AUXILIARIES or before == "to" or word.is_name:
        return False
    if word.low not in MODALS:
        return before not in MODALS
    following = words[at + 1].low if at + 1 < len(words) else ""
    is_noun = word.low in _NOUN_MODALS and following in {"", "of", "to", "for", "and"}
    return not is_noun


def _contracted(words: Words, at: int) -> bool:
    return is_contracted(words[at])


def is_contracted(word: TargetWord) -> bool:
    """ "they're", but not "Trump's"."""
    low = word.low
    return low.endswith(CONTRACTED) and low.split("'")[0] in SUBJECT_PRONOUNS | {"that"}


def _third_person(words: Words, at: int) -> bool:
    """ "the opposition obstructs", "Brexit hurts trade", but not "police strikes"."""
    word, subject = words[at], subject_of(words, at)
    if word.is_name or VerbForm.THIRD not in verb_forms(word.low):
        return False
    if not may_be_noun(word.low):
        return words[at - 1].low not in DETERMINERS and not words[at - 1].is_possessive
    if subject is None or _is_plural_head(words, at, subject):
        return False
    if word.low in _COMPOUNDING:
        return has_determiner(words, at + 1) or _stands_alone(words, at)
    return _governs(words, at) or _wants(words, at, subject)


def _base(words: Words, at: int) -> bool:
    """ "vaccines save lives", "police leaders reject the reform"."""
    word, subject = words[at], subject_of(words, at)
    if word.is_name or VerbForm.BASE not in verb_forms(word.low):
        return False
    if not may_be_noun(word.low) and _is_modified(words, at) and _may_precede_base(words[at - 1]):
        return True
    if subject is None:
        return False
    if not (subject.is_plural or subject.low in _PLURAL_PRONOUNS or _is_pair(words, at)):
        return _is_modified(words, at) and has_determiner(words, at + 1)
    return not may_be_noun(word.low) or _goes_on(words, at, subject)


def _goes_on(words: Words, at: int, subject: TargetWord) -> bool:
    """Whether a base form, which may be a noun, is the verb of a plural subject."""
    if subject.low in PRONOUNS or opens_object(words, at + 1) or _stands_alone(words, at):
        return True
    if at + 1 == len(words):
        return False
    if words[at].low == "need" and words[at + 1].low == "to":
        return True
    if at == 1 and subject.is_name:  # "Democrats talk about it"
        return True
    return subject.low not in _COMPOUNDING and words[at + 1].is_open


def _may_precede_base(word: TargetWord) -> bool:
    return word.low not in _NEVER_BEFORE_BASE and not word.is_possessive


_RULES: tuple[FiniteRule, ...] = (
    _auxiliary,
    _contracted,
    _third_person,
    _base,
    is_past,
    is_active_past,
)


def _governs(words: Words, at: int) -> bool:
    """Whether something stands beside that a plural noun would not have: an object, an adverb."""
    if words[at - 1].is_adverb:
        return True
    if at + 1 == len(words):
        return _stands_alone(words, at)
    return opens_object(words, at + 1) or words[at + 1].is_open


def _stands_alone(words: Words, at: int) -> bool:
    return at + 1 == len(words) and words[at].low in _VERBS_ALONE


def _wants(words: Words, at: int, subject: TargetWord) -> bool:
    """ "Reyes plans to resign", but not "cuts to schools"."""
    if at + 2 >= len(words) or words[at + 1].low != "to":
        return False
    if words[at].low == "needs":
        return True
    if not subject.is_name:
        return False
    return VerbForm.BASE in verb_forms(words[at + 2].low)


def _is_plural_head(words: Words, at: int, subject: TargetWord) -> bool:
    """Whether the noun before `at` needs another form of the verb: "police strikes"."""
    plural = subject.low == "police" or (subject.low.endswith("s") and subject.is_plural)
    return plural and not (subject.is_name or _is_modified(words, at))


def _is_modified(words: Words, at: int) -> bool:
    """Whether the noun before `at` may not be the head: "lack of jobs hurts"."""
    if at > 1 and words[0].low.endswith("ing"):  # "raising cattle ruins"
        return True
    return any(w.low in PREPOSITIONS | RELATIVES for w in words[: at - 1])


def _is_pair(words: Words, at: int) -> bool:
    """ "Reyes and Duarte want"."""
    return at > 2 and words[at - 2].low == "and"
