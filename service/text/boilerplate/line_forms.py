"""What a sentence looks like: the features of its form, each a small named rule.

The order of `FORMS` is the order in which the weights are added. To add a feature, write a
function of a `Line`, put it into `FORMS` and fit the weights anew (`models.training.layout`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.text.gazetteers.first_names import is_forename

IMPERATIVES = frozenset(
    """get sign subscribe follow share read see watch listen click tap join support donate check
    stay visit send email e-mail call download comment tell report republish manage accept log
    register hear like find learn contact view show copy print tweet enter try help become never
    don't please let reply explore browse discover buy order shop use submit leave add keep make
    consider give take start create update write skip return go sort close enable save""".split()
)
_POINTED = re.compile(
    r"\b(?:this|these|our|my|us)\s+(?:[a-z-]+\s)?(?:sites?|website|page|story|stories|article|"
    r"post|"
    r"piece|column|newsletter|podcast|app|channel|coverage|reporting|journalism|newsroom|reporters|"
    r"journalists|readers|comments?|discussion|e-?mail|inbox|account|subscription|work|editors|"
    r"privacy|"
    r"terms|team|mission|content|videos?|photos?|interview|series|archive|support|gift|donation)\b"
)
_ADDRESS = re.compile(
    r"https?://|www\.|\w@\w|(?:^|\s)@\w|\.(?:com|org|net|co|example)\b|\d{3}-\d{4}"
)
_SIGNS = ("http", "www.", "@", ".com", ".org", ".net", ".co", ".example", "-")
_PAST = re.compile(r"\b\w{3,}ed\b")
_SEPARATOR = re.compile(r"[|»›•·]| [/>] ")
_STOP = re.compile(r"[.!?…][\"”’')\]]*$")
_QUOTATION_MARKS = '“”"'
_LONG_WORD = 4  # letters
# The most words that a sentence of each length has.
_LENGTHS = (
    (3, "1-3 words"),
    (7, "4-7 words"),
    (14, "8-14 words"),
    (24, "15-24 words"),
    (999, "long"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A folded sentence, the same in lower case with straight apostrophes, and its words."""

    text: str
    low: str
    words: Sequence[str]


def is_imperative(line: Line) -> bool:
    """ "Subscribe to our newsletter"."""
    return line.words[0] in IMPERATIVES


def has_infinitive_first(line: Line) -> bool:
    """ "To read more, log in"."""
    return line.words[0] == "to" and "," in line.low


def asks(line: Line) -> bool:
    """ "Want more like this?", "If you have a tip"."""
    return line.low.startswith(
        ("if you", "did you", "do you", "want", "have ", "already", "was this")
    )


def begins_with_this(line: Line) -> bool:
    """ "This story was updated", "An earlier version"."""
    return line.low.startswith(("this ", "these ", "the above", "an earlier", "a version"))


def begins_with_the_author(line: Line) -> bool:
    """ "The writer is", "Views are my own"."""
    return line.low.startswith(("the writer", "the author", "the views", "views", "opinion"))


def has_address(line: Line) -> bool:
    """ "desk@example.org", "@ana", "555-0199"."""
    # Most sentences have no such sign, and looking for one is quicker than the pattern.
    return any(sign in line.low for sign in _SIGNS) and bool(_ADDRESS.search(line.low))


def has_separator(line: Line) -> bool:
    """ "News | Sport", "Home › World"."""
    return _SEPARATOR.search(line.text) is not None


def is_open(line: Line) -> bool:
    """ "More from Portvale": no stop at the end."""
    return _STOP.search(line.text) is None


def is_question(line: Line) -> bool:
    """ "What do you think?"."""
    return line.text.endswith("?")


def has_quotation_marks(line: Line) -> bool:
    """ "Read “The Quay” here"."""
    return any(mark in line.text for mark in _QUOTATION_MARKS)


def points_at_the_site(line: Line) -> bool:
    """ "this article", "our weekly newsletter"."""
    return _POINTED.search(line.low) is not None


def has_past_form(line: Line) -> bool:
    """ "It rained"."""
    return _PAST.search(line.low) is not None


def begins_with_a_forename(line: Line) -> bool:
    """ "Ana Duarte covers the port"."""
    return line.text[:1].isalpha() and is_forename(line.text.split()[0].strip(",.|"))


def has_capitals(line: Line) -> bool:
    """ "Sign Up for Our Daily Briefing": every long word has a capital."""
    long = [w for w in line.text.split() if w[:1].isalpha() and len(w) >= _LONG_WORD]
    return bool(long) and all(w[0].isupper() for w in long)


FORMS: tuple[tuple[str, Callable[[Line], bool]], ...] = (
    ("imperative", is_imperative),
    ("infinitive first", has_infinitive_first),
    ("asks", asks),
    ("this first", begins_with_this),
    ("author first", begins_with_the_author),
    ("address", has_address),
    ("separator", has_separator),
    ("open", is_open),
    ("question", is_question),
    ("quotes", has_quotation_marks),
    ("pointed", points_at_the_site),
    ("past form", has_past_form),
    ("forename first", begins_with_a_forename),
    ("capitals", has_capitals),
)


def forms(line: Line) -> Iterator[str]:
    """Names of the forms that a sentence has, and of its length."""
    for name, holds in FORMS:
        if holds(line):
            yield name
    yield next(name for most, name in _LENGTHS if len(line.words) <= most)
