"""Whether a line reads as a heading: rules in order, of which the first with a verdict decides.

To add a case, write a function of a `HeadingLine` and put it into `RULES`. A line for which no
rule has a verdict is a heading: it is short and ends without a stop.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

CLOSED = re.compile(r"[.!?…;,:]\s?[\"”’')\]»]*$")
_MINOR_WORDS = frozenset(
    "a an the of in on to for and or but nor at by from with as vs via per".split()
)
_LONG_WORD = 4  # letters
_FEWEST_CAPITALS = 4  # letters of a line that is in capitals on purpose
_FEWEST_TITLED = 2  # long words with a capital, for a question to be a heading
_MANY_TITLED = 4  # the same, for a line with a full stop


@dataclass(slots=True)
class HeadingLine:
    """A line of text, its words, and how many words a heading may have where it stands."""

    text: str
    words: list[str]
    limit: int

    @property
    def titled_words(self) -> int:
        """Number of long words where each has a capital, as in American headlines; otherwise 0."""
        long_words = [w for w in self.words if len(w) >= _LONG_WORD and w[0].isalpha()]
        return len(long_words) if all(w[0].isupper() for w in long_words) else 0


# Whether the line is a heading; None where the rule does not apply.
HeadingRule = Callable[[HeadingLine], bool | None]


def too_long(line: HeadingLine) -> bool | None:
    """More words than a heading has."""
    return False if len(line.words) > line.limit else None


def no_letters(line: HeadingLine) -> bool | None:
    """ "12.30 - 14.00", "***"."""
    return None if any(c.isalpha() for c in line.text) else False


def markdown(line: HeadingLine) -> bool | None:
    """ "## What the road costs."."""
    return True if line.text.startswith("#") else None


def all_capitals(line: HeadingLine) -> bool | None:
    """ "COUNCIL CLOSES ROAD.", but "U.S."."""
    letters = [c for c in line.text if c.isalpha()]
    return True if len(letters) >= _FEWEST_CAPITALS and all(c.isupper() for c in letters) else None


def titled_question(line: HeadingLine) -> bool | None:
    """ "Who Owns the Harbour Road?", but "Who owns the road?"."""
    if line.text.endswith(("?", "!")) and line.titled_words >= _FEWEST_TITLED:
        return True
    return None


def title_case(line: HeadingLine) -> bool | None:
    """ "Council Closes Harbour Road to Cars.", but "Ana Duarte Left Portvale and Sang."."""
    if line.titled_words < _MANY_TITLED:
        return None
    return True if all(w in _MINOR_WORDS for w in line.words if w[0].islower()) else None


def closed(line: HeadingLine) -> bool | None:
    """ "It rained.", "He named three books:"."""
    return False if CLOSED.search(line.text) else None


def mid_sentence(line: HeadingLine) -> bool | None:
    """ "and then home", "“Half of my customers", "@ana"."""
    return False if line.text[0].islower() or line.text.startswith(("“", '"', "@")) else None


RULES: tuple[HeadingRule, ...] = (
    too_long,
    no_letters,
    markdown,
    all_capitals,
    titled_question,
    title_case,
    closed,
    mid_sentence,
)


def is_heading(text: str, limit: int) -> bool:
    """Whether a line of at most `limit` words reads as a heading."""
    line = HeadingLine(text, text.split(), limit)
    for rule in RULES:
        verdict = rule(line)
        if verdict is not None:
            return verdict
    return True
