"""Other spellings of a target, tried where the text has none of its own.

"Mueller" for "Müller", "Zelenskyy" for "Zelensky", British for American, "data centre" for
"datacentre", "Covid" for "Covid-19", and a word that is divided at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.folding import fold_letters

_WORDS = re.compile(r"[^\W_]+")
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_WITHOUT = re.compile(r"(?<=[^aeiou])(?:ae|oe|ue)|(?<=[^aeiou])aa")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:yy|iy|ii|ij|yi|y|i)$")
_ENDINGS = r"(?:yy|iy|ii|ij|yi|y|i)"
_BRITISH = re.compile(
    r"(?<=[a-z]{2})(?:ou?r(?=s?$|ed|ing|ful|ite|able|less|hood)|[sz](?=e[sdr]?s?$|ing$|ations?$)|"
    r"(?:re|er)(?=s?$)|[cs](?=es?$)|og(?:ue)?(?=s?$)|ll?(?=ed$|ing$|ers?$)|amm?e?(?=s?$))"
)
_PAIRS = {
    "our": "ou?r", "or": "ou?r", "s": "[sz]", "z": "[sz]", "re": "(?>re|er)", "er": "(?>re|er)",
    "c": "[cs]", "og": "og(?:ue)?+", "ogue": "og(?:ue)?+", "l": "ll?+", "ll": "ll?+",
}  # fmt: skip
_NUMBERED = re.compile(r"([^\W\d_]{4,})-\d+")
_APART, _APART_OR_ONE = r"[\s.'-]{1,4}+", r"[\s.'-]{0,4}+"
_MOST_WORDS = 6
_LONGEST_WORD = 24
_LEAST = 3  # letters of what is not a prefix
_SHORTEST = 5  # letters of a word that may be divided
_COMPOUND = 8  # letters of one that may be two words


def other_spellings(target: str) -> Iterator[re.Pattern[str]]:
    """Patterns over folded text, the likeliest first; `target` is normalized."""
    words = _WORDS.findall(target)
    if not 1 <= len(words) <= _MOST_WORDS or any(len(w) > _LONGEST_WORD for w in words):
        return
    apart = _APART_OR_ONE if "-" in target else _APART
    for spelled, ending in _spelled(words, target):
        body = apart.join(spelled)
        yield re.compile(rf"(?<!\w)(?<!\bo'){body}{ending}(?!\w)")


def _spelled(words: list[str], target: str) -> Iterator[tuple[list[str], str]]:
    """The words as patterns, and what may end the last of them."""
    plain = [fold_letters(w) for w in words]
    same = [re.escape(w) for w in plain]
    by_two = [re.escape(_spelled_out(w)) for w in words]
    if by_two != same:
        yield by_two, ""
    by_one = [re.escape(_WITHOUT.sub(lambda m: m[0][0], w)) for w in plain]
    if by_one != same and words[0][0].isupper():
        yield by_one, ""
    if words[-1][0].isupper() and _ENDING.search(plain[-1]):
        yield [*same[:-1], re.escape(_ENDING.sub("", plain[-1]))], _ENDINGS
    elsewhere = [_BRITISH.sub(_either, w) for w in same]
    if elsewhere != same:
        yield elsewhere, ""
    if numbered := _NUMBERED.fullmatch(target):
        yield [re.escape(fold_letters(numbered[1]))], ""
    if any(len(w) >= _SHORTEST for w in plain):
        yield [_divided(w) for w in plain], ""


def _either(ending: re.Match[str]) -> str:
    """British and American: "labour", "centre", "organise", "defence"."""
    return _PAIRS.get(ending[0], ending[0])


def _spelled_out(word: str) -> str:
    """German and Nordic letters by two: "Müller", "Mueller"."""
    low = word.lower()
    return fold_letters("".join(_UMLAUTS.get(char, char) for char in low))


def _divided(word: str) -> str:
    """The word in two: by a hyphen at the end of a line, or by one blank or hyphen."""
    if len(word) < _SHORTEST:
        return re.escape(word)
    halves = [re.escape(word)]
    for cut in range(1, len(word) - 2):
        prefix = cut < _LEAST  # "e-mail"
        gap = "-" if prefix else r"(?:-\s*+|\s)" if len(word) >= _COMPOUND else r"-\s++"
        halves.append(re.escape(word[:cut]) + gap + re.escape(word[cut:]))
    return f"(?>{'|'.join(halves)})"
