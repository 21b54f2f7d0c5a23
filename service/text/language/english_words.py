"""How English the words of a text are, without a model: evidence beside that of py3langid.

A classifier of letter sequences is unsure about short texts and lists of foreign names. Function
words such as "the" and "which" show English, and words in lower case show that a text is prose
and not a list of names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.text.gazetteers.word_lists import STOPWORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Function words of English that are also words of other languages.
_SHARED = frozenset(
    """a all also am an as ask at be by do done even get go he her him i if in is just like made
    make me more most near no of on once one or over own per plus same see so still to under us
    use was we will again""".split()
)
_ENGLISH_ONLY = (STOPWORDS - _SHARED) | {"said", "people"}
_MOSTLY = 0.6
_FEW = 3  # a list of names has fewer different words in lower case
_ENGLISH = 0.12  # share of function words
_PLAINLY_ENGLISH = 0.15


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Counts over the words of a text.

    `distinct` is the number of different words, `lower_case` of those without a capital (of all
    words if the text is in capitals). `english_share` is the share (0..1) of words that are
    function words of English only, `mostly_names` says that the text is little more than a list
    of capitalised words, `all_capitals` that no letter is in lower case.
    """

    distinct: int
    lower_case: int
    english_share: float
    mostly_names: bool
    all_capitals: bool


def count_words(text: str) -> WordCounts:
    """The counts of `text`, which should hold no addresses and handles."""
    words = _WORD.findall(text)
    all_capitals = text.isupper()  # in a text of capitals alone, case says nothing
    lower_case = {word for word in words if all_capitals or word[0].islower()}
    titled = sum(word.istitle() for word in words)
    english = sum(word.lower() in _ENGLISH_ONLY for word in words)
    return WordCounts(
        distinct=len({word.lower() for word in words}),
        lower_case=len(lower_case),
        english_share=english / max(1, len(words)),
        mostly_names=titled > _MOSTLY * len(words) and len(lower_case) < _FEW,
        all_capitals=all_capitals,
    )


def has_english_words(words: WordCounts) -> bool:
    """Whether a text has enough function words of English to be English."""
    return words.english_share >= _ENGLISH


def is_plainly_english(sentence: str) -> bool:
    """A faster and stricter test of one sentence; very short ones pass if they are ASCII."""
    words = sentence.lower().split()
    if len(words) < 3:
        return sentence.isascii()
    return sum(word in _ENGLISH_ONLY for word in words) >= _PLAINLY_ENGLISH * len(words)
