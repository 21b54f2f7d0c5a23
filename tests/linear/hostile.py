"""Inputs that make a pattern work: made from the pattern itself, and those known for it.

Slow patterns are slow in two ways: a repetition that is tried again from each place where it
could begin, and two repetitions that share what they take. Both show on what a repetition
takes, repeated, behind what has to stand before it, with an end that fits nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as sre
from re import _parser
from typing import Any

# One, a few or many characters that prose, markup and careless posts repeat.
UNITS = (
    *".aA -–'’“\",()[]/1:;@_<>=&#!?…*·•",
    *"\n\r\t\x0b\x85\u00a0\u00ad\u200b\u2028\u00e9\u0301漢。．\U0001f621",
    "\r\n", "\n\n", " \n", "a ", "A ", "A. ", "a. ", "1. ", "1) ", "a.", "A.", ".a", ".A", "a-",
    "A-", "-a", "a'", "'a", "’s ", "“a” ", '"a" ', "a, ", ", a", " - ", ", ", ". ", "! ", "? ",
    "… ", "...", "?!", '."', ".”", ").", "].", "(a ", "(a) ", "[a]", "((", "))", "<a ", "<a>",
    "</a>", "<!--", "&a", "&#1", "&amp;", "http://", "www.", "http://a ", "a@", "@a ", "#a ",
    "a@a.", "said ", "said Ana ", "Ana said ", "the ", "The ", "and ", "who ", "he ", "I ", "of ",
    "by ", "By Ana ", "Mr. ", "U.S. ", "p.m. ", "No. ", "Inc. ", "Jan 1 ", "May. ", "slowly ",
    "KYIV, ", "K, A ", "according to ", "not ", "has ", "is ", "Photo by ", "Read more ", "> ",
    "• ", "— A (@a) ", "a\n", "A\n", "a.\n", "A. B. ", "a\u0301", "\U0001f468\u200d", "a\xad",
)  # fmt: skip
_USUAL = "a A1.,-'’“”\"()[]<>=/:;@_\n\t\u00a0é漢"
_CATEGORIES = {
    f"CATEGORY_{'NOT_' if letter.isupper() else ''}{name}": re.compile(f"\\{letter}")
    for name, letters in (("DIGIT", "dD"), ("SPACE", "sS"), ("WORD", "wW"))
    for letter in letters
}
_MOST = 24  # inputs of a pattern's own, whatever it holds


def made_from(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    """(before, unit, after): what stands before a repetition, what it takes, what fits nothing."""
    parsed = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    found: dict[tuple[str, str, str], None] = {}
    for before, units in _repeats(parsed, ""):
        for unit in units:
            for after in ("\x00", ""):
                found.setdefault((before, unit, after))
                found.setdefault(("", before + unit, after))
        if before:
            found.setdefault(("", before, "\x00"))
    return [one for one in found if one[1]][:_MOST]


def known() -> Iterator[tuple[str, str, str]]:
    """Each of `UNITS`, ended in a way that fits nothing."""
    for unit in UNITS:
        yield "", unit, "\x00"


def filled(before: str, unit: str, after: str, size: int) -> str:
    """Text of about `size` characters."""
    return before + unit * (size // len(unit)) + after


def _repeats(nodes: Sequence[tuple[Any, Any]], before: str) -> Iterator[tuple[str, list[str]]]:
    """Each repetition without a small bound: an example of what precedes it, and of its bodies."""
    for operator, argument in nodes:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = argument
            if most > 4:
                yield before, list(dict.fromkeys(_examples(body)))[:4]
            yield from _repeats(body, before)
        elif operator is sre.BRANCH:
            for branch in argument[1]:
                yield from _repeats(branch, before)
        elif operator is sre.SUBPATTERN:
            yield from _repeats(argument[3], before)
        elif operator is sre.ATOMIC_GROUP:
            yield from _repeats(argument, before)
        elif operator in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(argument[1], before)
        before += next(iter(_examples([(operator, argument)])), "")


def _examples(nodes: Sequence[tuple[Any, Any]]) -> list[str]:
    """Some texts that a part of a pattern takes; every branch and member gives one."""
    made = [""]
    for operator, argument in nodes:
        parts = _of(operator, argument)
        made = [a + b for a in made[:3] for b in parts[:6]]
    return made


def _of(operator: Any, argument: Any) -> list[str]:
    if operator is sre.LITERAL:
        return [chr(argument)]
    if operator is sre.NOT_LITERAL:
        return [c for c in "a 1.\n" if ord(c) != argument]
    if operator is sre.ANY:
        return ["a", " ", "."]
    if operator is sre.IN:
        return _members(argument)
    if operator is sre.BRANCH:
        return [text for branch in argument[1] for text in _examples(branch)[:2]]
    if operator is sre.SUBPATTERN:
        return _examples(argument[3])
    if operator is sre.ATOMIC_GROUP:
        return _examples(argument)
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [text * max(1, argument[0]) for text in _examples(argument[2])]
    return [""]  # positions, assertions, references


def _members(argument: Any) -> list[str]:
    """Characters of a class: those it names, and those of prose that are in it."""
    negated = any(operator is sre.NEGATE for operator, _ in argument)
    named = [chr(value) for operator, value in argument if operator is sre.LITERAL]
    named += [chr(value[0]) for operator, value in argument if operator is sre.RANGE]
    usual = [char for char in _USUAL if negated != any(_takes(part, char) for part in argument)]
    return list(dict.fromkeys([*([] if negated else named[:4]), *usual]))[:8] or ["a"]


def _takes(part: tuple[Any, Any], char: str) -> bool:
    operator, value = part
    if operator is sre.LITERAL:
        return bool(ord(char) == value)
    if operator is sre.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if operator is sre.CATEGORY:
        return _CATEGORIES[str(value)].match(char) is not None
    return False  # the mark of a negated class
