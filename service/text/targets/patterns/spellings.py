"""Other spellings of a target, tried where the text has none of its own.

"Mueller" for "Müller", "Zelenskyy" for "Zelensky", British for American, "data centre" for
"datacentre", "Covid" for "Covid-19", and a word that is divided at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.text.folding import fold_letters

_WORDS = re.compile(r"[^\W_]+")
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_TWO_LETTERS = re.compile(r"(?<=[^aeiou])(?:ae|oe|ue)|(?<=[^aeiou])aa")
_SLAVIC_ENDING = re.compile(r"(?<=[a-z]{3})(?:yy|iy|ii|ij|yi|y|i)$")
_SLAVIC_ENDINGS = r"(?:yy|iy|ii|ij|yi|y|i)"
_REGIONAL = re.compile(
    r"(?<=[a-z]{2})(?:ou?r(?=s?$|ed|ing|ful|ite|able|less|hood)|[sz](?=e[sdr]?s?$|ing$|ations?$)|"
    r"(?:re|er)(?=s?$)|[cs](?=es?$)|og(?:ue)?(?=s?$)|ll?(?=ed$|ing$|ers?$)|amm?e?(?=s?$))"
)
# What British and American English write differently, as a pattern for both.
_REGIONAL_FORMS = {
    "our": "ou?r", "or": "ou?r", "s": "[sz]", "z": "[sz]", "re": "(?>re|er)", "er": "(?>re|er)",
    "c": "[cs]", "og": "og(?:ue)?+", "ogue": "og(?:ue)?+", "l": "ll?+", "ll": "ll?+",
}  # fmt: skip
_NUMBERED = re.compile(r"([^\W\d_]{4,})-\d+")
_SEPARATE, _SEPARATE_OR_JOINED = r"[\s.'-]{1,4}+", r"[\s.'-]{0,4}+"
_MOST_WORDS = 6
_LONGEST_WORD = 24
_SHORTEST_STEM = 3  # letters before a division that are not a prefix
_SHORTEST_DIVIDED = 5  # letters of a word that may be divided
_SHORTEST_COMPOUND = 8  # letters of one that may be two words


@dataclass(frozen=True, slots=True)
class _Target:
    """A normalized target: its words as written, folded, and escaped for a pattern."""

    text: str
    words: list[str]
    folded: list[str]
    escaped: list[str]


# A rule gives the words in another spelling, each as a pattern; None where it has no other.
SpellingRule = Callable[[_Target], list[str] | None]


def other_spellings(target: str) -> Iterator[re.Pattern[str]]:
    """Patterns over folded text, the likeliest first; `target` is normalized."""
    words = _WORDS.findall(target)
    if not 1 <= len(words) <= _MOST_WORDS or any(len(w) > _LONGEST_WORD for w in words):
        return
    folded = [fold_letters(w) for w in words]
    known = _Target(target, words, folded, [re.escape(w) for w in folded])
    between = _SEPARATE_OR_JOINED if "-" in target else _SEPARATE
    for rule in _RULES:
        spelled = rule(known)
        if spelled is not None and spelled != known.escaped:
            yield re.compile(rf"(?<!\w)(?<!\bo'){between.join(spelled)}(?!\w)")


def _umlauts_by_two_letters(target: _Target) -> list[str] | None:
    """ "Mueller" for "Müller"."""
    spelled = ("".join(_UMLAUTS.get(char, char) for char in w.lower()) for w in target.words)
    return [re.escape(fold_letters(w)) for w in spelled]


def _umlauts_by_one_letter(target: _Target) -> list[str] | None:
    """ "Muller" for "Mueller", a name."""
    if not target.words[0][0].isupper():
        return None
    return [re.escape(_TWO_LETTERS.sub(lambda m: m[0][0], w)) for w in target.folded]


def _slavic_ending(target: _Target) -> list[str] | None:
    """ "Zelenskyy" for "Zelensky", a name."""
    last = target.folded[-1]
    if not target.words[-1][0].isupper() or not _SLAVIC_ENDING.search(last):
        return None
    stem = re.escape(_SLAVIC_ENDING.sub("", last))
    return [*target.escaped[:-1], stem + _SLAVIC_ENDINGS]


def _british_or_american(target: _Target) -> list[str] | None:
    """ "labor" for "labour", "center" for "centre", "organize", "defense"."""
    return [_REGIONAL.sub(lambda m: _REGIONAL_FORMS.get(m[0], m[0]), w) for w in target.escaped]


def _without_number(target: _Target) -> list[str] | None:
    """ "Covid" for "Covid-19"."""
    numbered = _NUMBERED.fullmatch(target.text)
    return [re.escape(fold_letters(numbered[1]))] if numbered else None


def _in_two(target: _Target) -> list[str] | None:
    """ "har-\\nbour" for "harbour", "data centre" for "datacentre"."""
    if all(len(w) < _SHORTEST_DIVIDED for w in target.folded):
        return None
    return [_divided(w) for w in target.folded]


_RULES: tuple[SpellingRule, ...] = (
    _umlauts_by_two_letters,
    _umlauts_by_one_letter,
    _slavic_ending,
    _british_or_american,
    _without_number,
    _in_two,
)


def _divided(word: str) -> str:
    """The word in two: by a hyphen at the end of a line, or by one blank or hyphen."""
    if len(word) < _SHORTEST_DIVIDED:
        return re.escape(word)
    halves = [re.escape(word)]
    for cut in range(1, len(word) - 2):
        halves.append(re.escape(word[:cut]) + _division(word, cut) + re.escape(word[cut:]))
    return f"(?>{'|'.join(halves)})"


def _division(word: str, cut: int) -> str:
    """What may stand between the two halves of a word."""
    if cut < _SHORTEST_STEM:
        return "-"  # "e-mail"
    return r"(?:-\s*+|\s)" if len(word) >= _SHORTEST_COMPOUND else r"-\s++"
