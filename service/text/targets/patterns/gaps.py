"""What may stand between two parts of a target, as a pattern over folded text.

The rules are tried in order; the first that has a pattern decides. Each pattern matches in
one way only, so that a search is linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable

from service.text.folding import fold_letters
from service.text.gazetteers.word_lists import STOPWORDS
from service.text.targets.patterns.parts import Part
from service.text.targets.patterns.words import SHORT_FORMS

GapRule = Callable[[Part, Part], str | None]

_MARKS_AFTER, _MARKS_BEFORE = r"[\"')\]*]{0,3}+", r"[\"'(\[*]{0,3}+"
SEPARATE = rf"{_MARKS_AFTER}(?:\s{{1,40}}+|-\s?+){_MARKS_BEFORE}"
SEPARATE_OR_JOINED = rf"(?:{SEPARATE})?+"
_DASHED = r"\s?+[-—]{1,2}+\s?+"
_ANY_MARKS = r"[^\w\s]{0,4}+\s{0,4}+[^\w\s]{0,4}+"
_AND = r"(?:\s?+&(?:amp;)?+\s?+|\s{1,40}+and\s{1,40}+)"
_SLASH = r"\s?+[/-]\s?+"
_BLANKS = r"\s{1,40}+"
_OPTIONAL_STOP = r"\.?+"

_DASHES = frozenset("-‐‑‒–—−")
_QUOTES_AND_BRACKETS = " \"'“”„«»‘’()[]*"  # which a text may have or not
_ARTICLES = frozenset({"the", "a", "an"})
# Words after which a full stop may stand or be missing.
_ABBREVIATED = frozenset(
    "st dr mr mrs ms jr sr inc co corp ltd gov sen rep gen prof no vs mt ft bros".split()
)
_LEAST_LETTERS = 3  # of a word that may be joined to another


def gap_pattern(first: Part, second: Part) -> str:
    """What may stand between two neighbouring parts."""
    for rule in _RULES:
        pattern = rule(first, second)
        if pattern is not None:
            return pattern
    return _ANY_MARKS


def _ampersand(first: Part, second: Part) -> str | None:
    """ "AT&T", "AT & T", "AT and T": the gap before the sign has it, that after it nothing."""
    if second.text == "&":
        return _AND
    return "" if first.text == "&" else None


def _slash(first: Part, second: Part) -> str | None:
    """ "9/11", "9-11"."""
    if second.text == "/":
        return _SLASH
    return "" if first.text == "/" else None


def _percent(_first: Part, second: Part) -> str | None:
    """ "5%", "5 per cent": the pattern of the sign has its own blank."""
    return "" if second.text == "%" else None


def _symbol(first: Part, second: Part) -> str | None:
    """ "C++", "$5", "Canal +": symbols are separated as in the target."""
    if first.is_word and second.is_word:
        return None
    return _BLANKS if second.gap else ""


def _full_stop(first: Part, second: Part) -> str | None:
    """ "J.K. Rowling", "J K Rowling", "Booking.com", "Mt. Everest"."""
    if _mark_between(second) != ".":
        return None
    letter = len(first.text) == 1
    if (letter and len(second.text) == 1) or not second.gap[-1:].isspace():
        return rf"{_OPTIONAL_STOP}\s{{0,3}}+"
    return r"(?:\.\s{0,3}+|\s{1,3}+)" if letter else _OPTIONAL_STOP + SEPARATE


def _dash(first: Part, second: Part) -> str | None:
    """ "Covid-19", "Covid 19", "Covid19"; the digits of "2020-21" are never joined."""
    if _mark_between(second) not in _DASHES:
        return None
    digits = first.text[-1].isdigit() and second.text[0].isdigit()
    joined = not digits and first.text.lower() not in _ARTICLES
    return rf"(?:{_DASHED}|{SEPARATE_OR_JOINED if joined else SEPARATE})"


def _blank(first: Part, second: Part) -> str | None:
    """ "data centre", "data-centre", "datacentre"; "St Ives", "St. Ives"."""
    if _mark_between(second):
        return None
    low = fold_letters(first.text)
    short = low in _ABBREVIATED or low in SHORT_FORMS or len(low) == 1
    stop = _OPTIONAL_STOP if short else ""
    return stop + (SEPARATE_OR_JOINED if _may_be_joined(first, second) else SEPARATE)


def _comma(_first: Part, second: Part) -> str | None:
    """ "Paris, France", "Paris France"."""
    return rf",?+{SEPARATE}" if _mark_between(second) == "," else None


_RULES: tuple[GapRule, ...] = (
    _ampersand,
    _slash,
    _percent,
    _symbol,
    _full_stop,
    _dash,
    _blank,
    _comma,
)


def _mark_between(second: Part) -> str:
    """What the target has before `second`, quotation marks and brackets aside."""
    return second.gap.strip(_QUOTES_AND_BRACKETS)


def _may_be_joined(first: Part, second: Part) -> bool:
    """Whether two words may be written as one: "datacentre", but not "therapist"."""
    words = (first.text, second.text)
    return all(
        len(w) >= _LEAST_LETTERS and w.isalpha() and w.lower() not in STOPWORDS for w in words
    )
