"""The words and symbols of a target as patterns over folded text."""

from __future__ import annotations

import re

from service.text.entities.acronyms import letters_of
from service.text.folding import fold_letters
from service.text.targets.patterns.parts import Part

# Written short or in full, before a name.
SHORT_FORMS = {
    **dict.fromkeys(("st", "saint"), "(?>saint|st)"),
    **dict.fromkeys(("mt", "mount"), "(?>mount|mt)"),
    **dict.fromkeys(("ft", "fort"), "(?>fort|ft)"),
    **dict.fromkeys(("dr", "doctor"), "(?>doctor|dr)"),
    **dict.fromkeys(("v", "vs", "versus"), r"(?>versus|vs?)"),
}
CURRENCIES = frozenset("$€£¥")
_MOST_CUTS = 4  # places within a word where it may be written as two, or without an apostrophe
# "100m" is "100 m", but "3M" is no distance.
_CUT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_]{2}|[a-z])")
_OPTIONAL_APOSTROPHE = re.compile(r"['’](?=s$|[A-Z])")
_SPOKEN_LETTERS = 3  # letters up to which an acronym within a target may have full stops
# Symbols that stand between two words, where the gap has them, or after one.
_SYMBOLS = {"&": "", "/": "", "%": r"\s?+(?:%|per\s?+cent\b)"}


def part_pattern(part: Part, *, first: bool, last: bool) -> str:
    """One part of a target; `first` and `last` say where it stands."""
    text = part.text
    if part.is_word:
        short_form = None if last else SHORT_FORMS.get(text.lower())
        return short_form or _word_pattern(text)
    if text in {"#", "@"} and first:
        return f"{text}?+"
    if text in _SYMBOLS:
        return _SYMBOLS[text]
    return re.escape(fold_letters(text)) + (r"\s?+" if text in CURRENCIES else "")


def acronym_pattern(letters: str) -> str:
    """ "us" or "u.s.": full stops after all letters, or after none."""
    low = [re.escape(fold_letters(char)) for char in letters]
    return "(?:" + "".join(low) + "|" + r"\.\s?+".join(low) + r"(?:\.|(?!\w)))"


def _word_pattern(text: str) -> str:
    """A word as it is folded, with what may stand within it or be missing."""
    letters = letters_of(text)
    if letters is not None and len(letters) <= _SPOKEN_LETTERS:
        return acronym_pattern(letters)
    cuts = {m.start() for m in _first_matches(_CUT, text)}
    optional = set()
    if text[:1].isupper():  # "McDonald's", but not "it's"
        optional = {m.start() for m in _first_matches(_OPTIONAL_APOSTROPHE, text)}
    pieces = []
    for at, char in enumerate(text):
        pieces.append(r"[\s-]?+" if at in cuts else "")
        pieces.append(re.escape(fold_letters(char)) + ("?+" if at in optional else ""))
    return "".join(pieces)


def _first_matches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return list(pattern.finditer(text))[:_MOST_CUTS]
