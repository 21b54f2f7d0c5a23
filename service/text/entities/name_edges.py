"""Words at the edges of a run of capitals that are not part of the name.

Each rule says of the first or of the last word of a run that it does not belong to the name.
To add a case, write a rule and put it into the table of its edge.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from service.text.entities.capital_runs import LINKS, Run, begins_sentence
from service.text.entities.word_case import WordCase
from service.text.folding import unaccented
from service.text.gazetteers.countries import METONYMS, country
from service.text.gazetteers.word_lists import CALENDAR, STOPWORDS, bare

EdgeRule = Callable[[Run], bool]
OpenerRule = Callable[[Run, WordCase], bool]

_INFLECTED = re.compile(r"(?:ing|ed|ly)$")
_COMPOUND = re.compile(r"-(?:based|led|backed|born|style|era|held|controlled|run|owned|made)$")
_NEGATED = re.compile(r"n[’']t$")
_CONSTITUENCY = re.compile(r"[RDI]-\w")
# Words that open a sentence and are never the name after it: "Hundreds", "Yeah".
_OPENERS = STOPWORDS | frozenset(
    """two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds
    thousand thousands million millions billions half several yeah oh okay ok hey well hi hello
    thanks please wow dear update related exclusive breaking""".split()
)
_MONTHS = frozenset(
    """january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec""".split()
)
_BEFORE_MONTHS = frozenset({"in", "since", "last", "until", "by", "of", "from"})
_REPORTS = re.compile(r"\s(?:said|says|told|tells|added|adds|wrote|argued|warned|insisted|asked)\b")
_COLLECTIVES = frozenset("police staff people".split())  # "Police said" names nobody
_FUNCTION_WORDS = STOPWORDS | LINKS


def without_edges(run: Run, case: WordCase) -> Run:
    """The run without the words at its edges that are not part of a name; it may be empty.

    The rules of a table hold in order, each for as many words as it applies to. A sentence
    has one opener, so that rule is tried once.
    """
    if begins_sentence(run.document, run.words, run.first) and _is_opener(run, case):
        run = run.without_first()
    for rule in _FIRST_WORD_RULES:
        while len(run) and rule(run):
            run = run.without_first()
    while len(run) and any(rule(run) for rule in _LAST_WORD_RULES):
        run = run.without_last()
    return run


# Signs that the word which opens a sentence is a name, or begins one.


def _is_capitalised_elsewhere(run: Run, case: WordCase) -> bool:
    """ "Reyes left." where "Later Reyes came" is in the text too."""
    return unaccented(bare(run.first_word)) in case.capitalised


def _is_known_place(run: Run, _case: WordCase) -> bool:
    """ "France" or "Moscow"."""
    word = bare(run.first_word)
    return country(word) is not None or word.lower() in METONYMS


def _begins_longer_name(run: Run, case: WordCase) -> bool:
    """ "Zorvan Muntil": more capitals follow a word that the text never has in small letters."""
    word = bare(run.first_word)
    return len(run) > 1 and word.lower() not in case.lower and not _INFLECTED.search(word)


def _is_lone_speaker(run: Run, case: WordCase) -> bool:
    """ "Reid said", but neither "Critics said" nor "Police said"."""
    word = run.first_word
    low = word.lower()
    if len(run) > 1 or not word.isalpha() or low.endswith("s"):
        return False
    if low in case.lower or low in _COLLECTIVES:
        return False
    return bool(_REPORTS.match(run.document.text, run.words[run.first].end))


_NAME_SIGNS: tuple[OpenerRule, ...] = (
    _is_capitalised_elsewhere,
    _is_known_place,
    _begins_longer_name,
    _is_lone_speaker,
)


def _is_opener(run: Run, case: WordCase) -> bool:
    """Whether the word that opens the sentence owes its capital to that place alone."""
    if bare(run.first_word).lower() in _OPENERS:
        return True
    return not any(sign(run, case) for sign in _NAME_SIGNS)


# The first word of a run.


def _is_function_word_first(run: Run) -> bool:
    """ "The", "For", "I’m"."""
    return _is_function_word(run.first_word, _FUNCTION_WORDS)


def _is_compound(run: Run) -> bool:
    """ "Poland-based Rochan"."""
    return bool(_COMPOUND.search(run.first_word))


def _is_date(run: Run) -> bool:
    """ "On Friday Reyes left", "in April Reyes left"; elsewhere "April Reyes" has a first name."""
    low = run.first_word.lower()
    if len(run) == 1 or low not in CALENDAR:
        return False
    return low not in _MONTHS or run.word_before.lower() in _BEFORE_MONTHS


_FIRST_WORD_RULES: tuple[EdgeRule, ...] = (_is_function_word_first, _is_compound, _is_date)


# The last word of a run.


def _is_function_word_last(run: Run) -> bool:
    """ "Reyes Is", "Reyes Isn’t"."""
    return _is_function_word(run.last_word, STOPWORDS)


def _is_constituency(run: Run) -> bool:
    """ "Ryan R-Wis."."""
    return bool(_CONSTITUENCY.match(run.last_word))


_LAST_WORD_RULES: tuple[EdgeRule, ...] = (_is_function_word_last, _is_constituency)


def _is_function_word(word: str, listed: frozenset[str]) -> bool:
    """Whether a word is `listed` or contracted; "US" and "IT" are not "us" and "it"."""
    if len(word) > 1 and word.isupper():
        return False
    low = word.lower()
    return low in listed or _is_contracted(word) or bool(_NEGATED.search(low))


def _is_contracted(word: str) -> bool:
    """ "I’m" and "we’ll", but not the possessive "Who’s"."""
    stem = re.split("[’']", word.lower(), maxsplit=1)[0]
    return stem != word.lower() and bare(word) == word and stem in STOPWORDS
