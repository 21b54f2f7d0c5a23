"""Letters of other alphabets that look Latin, within Latin words.

No word of any language mixes alphabets. Where one does, as "hаrbоur" with two Cyrillic letters,
it is written to hide the word from programs, while people still read it.
"""

from __future__ import annotations

import re

_CYRILLIC = ("аеорсухіјѕһԁԛԝАВЕЅІЈКМНОРСТУХ", "aeopcyxijshdqwABESIJKMHOPCTYX")
_GREEK = ("οανρυικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oavpuiktABEZHIKMNOPTYX")
_LATIN = {**dict(zip(*_CYRILLIC, strict=True)), **dict(zip(*_GREEK, strict=True))}
HOMOGLYPHS = frozenset(_LATIN)
_TABLE = str.maketrans(_LATIN)
_WORD = re.compile(rf"(?<![^\W\d_])[A-Za-z{''.join(_LATIN)}]{{3,}}+(?![^\W\d_])")
_ASCII = re.compile(r"[A-Za-z]")


def unmix(text: str) -> str:
    """`text` of the same length, with one alphabet in each word that mixed two."""
    return _WORD.sub(_of_one, text)


def _of_one(word: re.Match[str]) -> str:
    own = len(_ASCII.findall(word[0]))
    return word[0].translate(_TABLE) if 2 * own >= len(word[0]) else word[0]
