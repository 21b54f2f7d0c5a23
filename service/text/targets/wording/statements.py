"""Whether a target is a statement: a clause with a subject and a finite verb, or a demand.

The verb of a relative clause does not count: "the belief that all need a degree" is a topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from service.text.gazetteers.first_names import is_forename
from service.text.targets.wording.agents import names_body
from service.text.targets.wording.closed_classes import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    NON_FINITE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
)
from service.text.targets.wording.finite_verbs import is_contracted, is_finite
from service.text.targets.wording.neighbours import opens_object
from service.text.targets.wording.target_words import TargetWord, is_title_case, target_words
from service.text.targets.wording.verb_forms import VerbForm, may_be_noun, verb_forms

Words = Sequence[TargetWord]

_QUESTION_WORDS = frozenset("who whom whose which what why how where when whether".split())
# At the beginning these open a clause; within a target they are mostly prepositions.
_ALSO_PREPOSITIONS = frozenset({"before", "after", "since", "until", "as", "than", "once"})
_LETTING = frozenset({"let", "let's", "don't", "never", "please", "do"})
# Nouns as well, but as the first word of a target mostly a demand: "ban fracking".
_DEMANDS = frozenset(
    """ban abolish legalise legalize raise stop end cut support oppose impeach defund
    repeal elect re-elect arrest jail boycott scrap reject protect nationalise
    nationalize privatise privatize decriminalise decriminalize deport""".split()
)
_CAUSING = frozenset({"letting", "making", "having", "helping"})  # "letting students vote"
_CLOSING = ".!"
_LEAST_SENTENCE = 4  # words of a target whose full stop tells


def is_statement(target: str) -> bool:
    """Whether `target` states, asks or demands something, by its grammar alone."""
    words = target_words(target)
    return len(words) > 1 and (_asks_or_demands(words) or _declares(target, words))


def is_declarative(target: str) -> bool:
    """Whether `target` is a sentence that may be true, neither a question nor a demand."""
    words = target_words(target)
    return len(words) > 1 and not _asks_or_demands(words) and _declares(target, words)


def _asks_or_demands(words: Words) -> bool:
    """ "Should voting be compulsory?", "Ban fracking", "Repeal Obamacare"."""
    if is_title_case(words):
        return VerbForm.BASE in verb_forms(words[0].low) and _is_demand_of_name(words)
    if words[0].low in AUXILIARIES and words[0].low not in _LETTING:
        return len(words) > 2
    return _is_demand(words)


def _declares(target: str, words: Words) -> bool:
    """ "The union lied", "It's a scandal", but not "what schools teach"."""
    if is_title_case(words):
        return _is_headline(words)
    if is_contracted(words[0]):
        return True
    if target.rstrip().endswith("?") and words[0].low in _QUESTION_WORDS:
        return False
    return _has_main_verb(words) or _ends_as_sentence(target, words)


def _is_headline(words: Words) -> bool:
    """ "Taxes Should Rise", but not "Black Lives Matter", "We Are Family"."""
    if words[0].low in SUBJECT_PRONOUNS | SUBORDINATORS | RELATIVES | {"there"}:
        return False
    return any(
        word.low in AUXILIARIES - {"may", "do"} and before.low not in DETERMINERS
        for before, word in pairwise(words[:-1])
    )


def _is_demand_of_name(words: Words) -> bool:
    """ "Repeal Obamacare", "Save the NHS", but neither "Save the Children" nor "Best Buy"."""
    first, second, last = words[0], words[1], words[-1]
    if second.low in {"for", "against"}:
        return first.low == "vote"
    if names_body(last.low):
        return False
    acronym = len(last.text) > 1 and last.text.isupper()
    return first.low in _DEMANDS or is_forename(second.text) or acronym


def _is_demand(words: Words) -> bool:
    """ "Ban fracking", "Tax the rich", "Don't cut pensions", but not "tax cuts"."""
    first, second = words[0], words[1]
    if first.low == "vote" and second.low in {"for", "against"}:
        return True
    if first.low in _LETTING:
        return first.low != "do" or second.low == "not"
    if VerbForm.BASE not in verb_forms(first.low) or second.low in PREPOSITIONS:
        return False
    if first.low in _DEMANDS:
        return True
    if second.low in DETERMINERS | PRONOUNS:
        return second.text.islower()  # "Stand Your Ground laws"
    return not may_be_noun(first.low) and (second.is_open or opens_object(words, 1))


def _ends_as_sentence(target: str, words: Words) -> bool:
    return len(words) >= _LEAST_SENTENCE and target.rstrip()[-1] in _CLOSING


def _has_main_verb(words: Words) -> bool:
    """Whether a finite verb remains when every subordinate clause has had its own."""
    waiting = 1 if _opens_clause(words[0]) else 0
    at = 1
    if words[0].low in {"who", "whoever"} and _begins_verb(words, 1):
        waiting, at = 0, _end_of_verb(words, 1)
    while at < len(words):
        if words[at].apart and words[0].low in _ALSO_PREPOSITIONS:
            waiting = 0
        if _has_own_verb(words, at):
            at = _end_of_verb(words, at + 1)
            continue
        if _is_subordinator(words, at) or _begins_reduced_clause(words, at):
            waiting += 1
        elif is_finite(words, at):
            if not waiting:
                return True
            waiting -= 1
            at = _end_of_verb(words, at)
            continue
        at += 1
    return _is_that_clause(words)


def _has_own_verb(words: Words, at: int) -> bool:
    """Whether a relative at `at` is the subject of the verb after it: "who pay"."""
    return words[at].low in RELATIVES and at + 1 < len(words) and _begins_verb(words, at + 1)


def _is_that_clause(words: Words) -> bool:
    """ "That the tax was cut"."""
    if words[0].low != "that" or len(words) <= 3:
        return False
    return any(is_finite(words, i) for i in range(1, len(words)))


def _opens_clause(first: TargetWord) -> bool:
    return first.low in SUBORDINATORS | (RELATIVES - {"that"}) | _CAUSING


def _is_subordinator(words: Words, at: int) -> bool:
    word = words[at]
    if at + 1 < len(words) and words[at + 1].low == "of":  # "because of"
        return False
    return word.low in RELATIVES or word.low in SUBORDINATORS - _ALSO_PREPOSITIONS


def _begins_verb(words: Words, at: int) -> bool:
    """Whether the verb of a relative clause begins at `at`: "who pay", "that are"."""
    while at + 1 < len(words) and words[at].is_adverb:
        at += 1
    low = words[at].low
    return low in AUXILIARIES or bool(verb_forms(low) and not words[at].is_name)


def _end_of_verb(words: Words, at: int) -> int:
    """Where the words after the verb at `at` go on, its adverbs and participles left out."""
    at += 1
    while at < len(words) and _is_part_of_verb(words[at]):
        at += 1
    return at


def _is_part_of_verb(word: TargetWord) -> bool:
    if word.low in NON_FINITE | ADVERBS or word.is_adverb:
        return True
    participle = {VerbForm.PAST_OR_PARTICIPLE, VerbForm.BASE}
    return not word.is_name and bool(verb_forms(word.low) & participle)


def _may_be_relative_head(word: TargetWord) -> bool:
    return word.is_open and not (word.is_name or word.is_possessive)


def _begins_reduced_clause(words: Words, at: int) -> bool:
    """ "the emails he deleted", "the deal Reyes made": a clause without "that"."""
    if at < 2 or words[0].low not in DETERMINERS or words[at].apart:
        return False
    before, word = words[at - 1], words[at]
    if not _may_be_relative_head(before):
        return False
    if word.low in SUBJECT_PRONOUNS or verb_forms(before.low):
        return word.low in SUBJECT_PRONOUNS
    if not word.is_name:
        return word.low in DETERMINERS
    behind = next((w for w in words[at:] if not w.is_name), None)
    return behind is not None and bool(verb_forms(behind.low))
