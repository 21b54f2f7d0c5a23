"""What a target that states nothing names: a name, people or a body, or a topic.

The head noun decides: "police reform" is about a reform, "the striking nurses" are nurses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum, auto

from service.text.gazetteers.countries import METONYMS, country, is_demonym
from service.text.gazetteers.first_names import is_forename
from service.text.gazetteers.parties import party
from service.text.gazetteers.word_lists import PARTICLES
from service.text.targets.wording.agents import names_body, names_people
from service.text.targets.wording.closed_classes import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
)
from service.text.targets.wording.target_words import TargetWord, is_title_case
from service.text.targets.wording.verb_forms import VerbForm, verb_forms

Words = Sequence[TargetWord]


class Nominal(Enum):
    """What a noun phrase names."""

    NAME = auto()  # "Ana Duarte", "the FBI"
    AGENT = auto()  # "the striking nurses", "Minnesota nurses' union"
    TOPIC = auto()  # "gun control", "LGBTQ rights"


NominalRule = Callable[[Words, int], Nominal | None]

_AFTER_HEAD = PREPOSITIONS | RELATIVES | SUBORDINATORS
_NAME_PARTICLE = re.compile(r"(?:al|el|ad|bin|ibn|van|von|d|o)[-'’]?")
_ABSTRACT = re.compile(
    r"(?:isms?|[ts]ions?|ity|ness|phobia|cracy|ship|ance|ence|care|masonry|archy|ment)$"
)
# Heads of proper names that are matters, not actors: "Affordable Care Act", "Memorial Day".
_MATTERS = frozenset(
    """act acts amendment bill law laws treaty accord accords agreement deal pact plan
    budget crisis scandal war wars revolution rights day night tuesday wednesday week
    month festival reform referendum election elections primary pandemic policy
    programme program rule rules order strategy initiative protests riots hearings trial
    affair effect theory movie novel""".split()
)
# Participles that say of people what they do: "developing countries".
_ATTRIBUTIVE = frozenset(
    """developing leading visiting working ruling striking protesting surviving aspiring
    outgoing incoming missing dying returning homeschooling home-schooling voting paying
    practising practicing neighboring neighbouring competing warring opposing emerging""".split()
)


def nominal(words: Words) -> Nominal:
    """What a noun phrase of at least one word names."""
    head = head_index(words)
    for rule in _RULES:
        found = rule(words, head)
        if found is not None:
            return found
    return Nominal.TOPIC


def _gerund(words: Words, _head: int) -> Nominal | None:
    """ "building the wall", "Reyes skipping the debate" are topics."""
    first = words[0]
    if len(words) == 1 or is_title_case(words):
        return None
    if first.low.endswith("ing") and first.low not in _ATTRIBUTIVE:
        return Nominal.TOPIC
    return Nominal.TOPIC if first.low in PREPOSITIONS | SUBORDINATORS | {"to"} else None


def _matter(words: Words, head: int) -> Nominal | None:
    """ "Affordable Care Act", "Reyes as a candidate"."""
    following = words[head + 1].low if head + 1 < len(words) else ""
    named = words[head].is_name or words[0].is_name
    if named and (following == "as" or following.endswith("ing")):
        return Nominal.TOPIC
    if words[0].low in {"a", "an"}:
        return Nominal.TOPIC
    person = len(words) == 2 and is_forename(words[0].text)  # "Doris Day"
    return Nominal.TOPIC if head > 0 and words[head].low in _MATTERS and not person else None


def _small_letters(words: Words, _head: int) -> Nominal | None:
    """ "donald trump", "britain"."""
    if any(w.is_name for w in words):
        return None
    text = " ".join(w.low for w in words)
    if country(text) or party(text) or text in METONYMS:
        return Nominal.NAME
    person = 1 < len(words) < 4 and is_forename(words[0].low.capitalize())
    return Nominal.NAME if person and not verb_forms(words[-1].low) else None


def _one_word(words: Words, _head: int) -> Nominal | None:
    """ "Boeing", but "Teachers" are people and "Immigration" is a topic."""
    weighty = [w for w in words if w.low not in DETERMINERS]
    if len(weighty) != 1 or not weighty[0].is_name:
        return None
    word = weighty[0]
    if word.text.isupper() or word is not words[0]:
        return Nominal.NAME
    if names_people(word.low) and word.is_plural:
        return Nominal.AGENT
    return Nominal.TOPIC if _ABSTRACT.search(word.low) else Nominal.NAME


def _proper_name(words: Words, head: int) -> Nominal | None:
    """ "Ana Duarte", "the Bank of England", "Ursula von der Leyen"."""
    weighty = [w for w in words if not _is_link(w)]
    if weighty and all(w.is_name or w.text[0].isdigit() for w in weighty):
        return Nominal.NAME
    # "the film Lincoln", "the Paris police" by its head alone.
    return Nominal.NAME if head > 0 and words[head].is_name else None


def _agent(words: Words, head: int) -> Nominal | None:
    """ "the striking nurses", "Minnesota nurses' union"."""
    low = words[head].low
    if words[0].low in DETERMINERS and low in _PEOPLE_BY_QUALITY:
        return Nominal.AGENT
    people = names_people(low) or names_body(low) or is_demonym(low)
    return Nominal.AGENT if people or low in {"those", "somebody"} else None


_PEOPLE_BY_QUALITY = frozenset("rich poor elderly young unemployed wealthy blind homeless".split())
_RULES: tuple[NominalRule, ...] = (
    _gerund,
    _matter,
    _small_letters,
    _one_word,
    _proper_name,
    _agent,
)


def head_index(words: Words) -> int:
    """The place of the head noun: the last word before what follows the noun."""
    at = 1 if words[0].low in DETERMINERS | PRONOUNS and len(words) > 1 else 0
    while at + 1 < len(words) and not _ends_before(words, at + 1):
        at += 1
    return at


def _ends_before(words: Words, at: int) -> bool:
    """Whether word `at` no longer belongs to the noun: "of", "who", "accused", "to"."""
    word, before = words[at], words[at - 1]
    if word.low in _AFTER_HEAD or word.low in {"to", "&"} or word.apart:
        return True
    if word.is_name or not (before.is_open and not before.is_possessive):
        return False
    if at + 1 < len(words) and words[at + 1].low == "of":  # "the closing of the mine"
        return False
    participle = VerbForm.PAST_OR_PARTICIPLE in verb_forms(word.low) or word.low.endswith("ing")
    return participle and at + 1 < len(words) and not words[at + 1].is_open


def _is_link(word: TargetWord) -> bool:
    low = word.low
    if low in DETERMINERS or low in CONJUNCTIONS or low in PREPOSITIONS or low in PARTICLES:
        return True
    return _NAME_PARTICLE.match(word.text) is not None and not word.text.isalpha()
