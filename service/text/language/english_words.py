"""How English the words of a text are, without a model: a second witness beside py3langid.

A classifier of letter sequences is unsure of short texts and of lists of foreign names. Words
such as "the" and "which" tell English; that there are words in small letters at all tells
prose from names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.text.gazetteers.word_lists import STOPWORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Function words of English that are words of other languages, too.
_SHARED = frozenset(
    """a all also am an as ask at be by do done even get go he her him i if in is just like made
    make me more most near no of on once one or over own per plus same see so still to under us
    use was we will again""".split()
)
_TELLING = (STOPWORDS - _SHARED) | {"said", "people"}
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Words:
    """Counts over a text: `distinct` words, `small` ones among them without a capital (all, where
    all are in capitals).

    `telling` is the share (0..1) of words that are function words of English alone, `names`
    whether it is hardly more than a list of capitalised words, `loud` whether all are in capitals.
    """

    distinct: int
    small: int
    telling: float
    names: bool
    loud: bool


def count_words(text: str) -> Words:
    """The counts of `text`, of which addresses and handles should be left out."""
    words = _WORD.findall(text)
    loud = text.isupper()  # in a text of capitals alone they say nothing
    small = {word for word in words if loud or word[0].islower()}
    titled = sum(word.istitle() for word in words)
    return Words(
        distinct=len({word.lower() for word in words}),
        small=len(small),
        telling=sum(word.lower() in _TELLING for word in words) / max(1, len(words)),
        names=titled > _MOSTLY * len(words) and len(small) < 3,
        loud=loud,
    )


def is_telling(words: Words) -> bool:
    """Whether a sentence has so many function words of English that it is English."""
    return words.telling >= 0.12


def is_plainly_english(sentence: str) -> bool:
    """The same, looked at faster and with more certainty; also of what is too short to tell."""
    words = sentence.lower().split()
    if len(words) < 3:
        return sentence.isascii()
    return sum(word in _TELLING for word in words) >= 0.15 * len(words)
