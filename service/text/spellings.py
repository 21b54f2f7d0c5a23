"""Other spellings of a target, tried where the text has none of its own.

"Mueller" for "Müller", "Zelenskyy" for "Zelensky", "data centre" for "datacentre", and a word
that is divided at the end of a line.
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
_MOST_WORDS = 6
_LONGEST_WORD = 24
_LEAST = 3  # letters on either side of where a word is divided
_SHORTEST = 8  # letters of a word that may be two


def other_spellings(target: str) -> Iterator[re.Pattern[str]]:
    """Patterns over folded text, the likeliest first; `target` is normalized."""
    words = _WORDS.findall(target)
    if not 1 <= len(words) <= _MOST_WORDS or any(len(w) > _LONGEST_WORD for w in words):
        return
    plain = [fold_letters(w) for w in words]
    spelled = [_spelled_out(w) for w in words]
    if spelled != plain:
        yield _pattern([re.escape(w) for w in spelled])
    short = [_WITHOUT.sub(lambda m: m[0][0], w) for w in plain]
    if short != plain and words[0][0].isupper():
        yield _pattern([re.escape(w) for w in short])
    if words[-1][0].isupper() and _ENDING.search(plain[-1]):
        body = [*plain[:-1], _ENDING.sub("", plain[-1])]
        yield _pattern([re.escape(w) for w in body], _ENDINGS)
    if any(len(w) >= 2 * _LEAST for w in plain):
        yield _pattern([_divided(w) for w in plain])


def _pattern(words: list[str], ending: str = "") -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"[\s.'-]{1,4}+".join(words) + ending + r"(?!\w)")


def _spelled_out(word: str) -> str:
    """German and Nordic letters by two: "Müller", "Mueller"."""
    low = word.lower()
    return fold_letters("".join(_UMLAUTS.get(char, char) for char in low))


def _divided(word: str) -> str:
    """The word in two: by a hyphen at the end of a line, or by one blank or hyphen."""
    if len(word) < 2 * _LEAST:
        return re.escape(word)
    gap = r"(?:-\s*+|\s)" if len(word) >= _SHORTEST else r"-\s++"
    cuts = range(_LEAST, len(word) - _LEAST + 1)
    halves = "|".join(f"{re.escape(word[:cut])}{gap}{re.escape(word[cut:])}" for cut in cuts)
    return f"(?>{re.escape(word)}|{halves})"
