"""Rules for a stop before a word in lower case.

Posts often begin sentences in lower case. In edited text such a stop mostly belongs to an
abbreviation, a name or a quotation, and the sentence goes on. Every rule here may assume that
the next word starts in lower case.
"""

from __future__ import annotations

import re

from service.text.sentences.speech import SPOKEN, THOUGHT
from service.text.sentences.stop import BRACKETS, DASHES, QUOTES, Rule, Stop

_ITEM = re.compile(r"[a-z]{1,4}\)")
_PLAIN_WORD = re.compile(r"[^\W\d_]++(?:[’'-][^\W\d_]++)*+")
_VOWEL = re.compile(r"[aeiouyáéíóúàèäöüøå]", re.IGNORECASE)
_DOMAINS = frozenset("com org net co uk gov edu io".split())
_LONG_NUMBER = 4  # digits
_SHORTEST = 2  # letters of a word before the stop of a post in lower case
_SHORTEST_CAPITALISED = 4  # letters of a capitalised word before a stop: "Fla." is shortened


def item_in_brackets(stop: Stop) -> bool | None:
    """ "Pay the toll. (b) walk" is a new item, "He left. (or so" goes on."""
    return bool(_ITEM.match(stop.text, stop.where)) if "(" in stop.opening else None


def bracket_or_dash(stop: Stop) -> bool | None:
    """ "(see p. 5.) of the act", "the U.N. – and": the sentence goes on."""
    if BRACKETS.intersection(stop.closing) or stop.opening[:1] in DASHES:
        return False
    return None


def end_of_a_quotation(stop: Stop) -> bool | None:
    """ "“Why?” he asked" goes on; "“no way.” then i left", in a post, does not."""
    if not QUOTES.intersection(stop.closing):
        return None
    return stop.starts_low and not SPOKEN.match(stop.text, stop.where)


def no_plain_word(stop: Stop) -> bool | None:
    """ "in 2019. then" ends, "v1.2. then" only in a post, "no. 5. then" goes on."""
    if _PLAIN_WORD.fullmatch(stop.left):
        return None
    if stop.starts_low and stop.left[-1:].isalnum():
        return True
    return stop.left.isdecimal() and len(stop.left) >= _LONG_NUMBER


def exclamation_or_question(stop: Stop) -> bool | None:
    """ "what a day! then it rained" ends; "What a day! he thought." goes on."""
    if stop.mark[:1] not in "!?":
        return None
    low = stop.starts_low or stop.left[0].islower()
    return low and not THOUGHT.match(stop.text, stop.where)


def domain(stop: Stop) -> bool | None:
    """ "at example. com": an address written with a blank."""
    return False if stop.word in _DOMAINS else None


def word_before(stop: Stop) -> bool:
    """ "it rained. then" ends; after "Fla. of" or "Mgmt. of" the sentence goes on.

    A capitalised word must be long, and in edited text any word needs a vowel: shortened words
    often have neither.
    """
    low = stop.starts_low
    shortest = _SHORTEST if low or stop.left[0].islower() else _SHORTEST_CAPITALISED
    return len(stop.left) >= shortest and (low or bool(_VOWEL.search(stop.left)))


RULES: tuple[Rule, ...] = (
    item_in_brackets,
    bracket_or_dash,
    end_of_a_quotation,
    no_plain_word,
    exclamation_or_question,
    domain,
    word_before,
)
