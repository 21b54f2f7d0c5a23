"""A speaker who is described, not named: "the former mayor", "61 other owners".

The words before a verb of saying are read backwards, from the verb to a determiner or to a
word that no such phrase holds, a few at most.
"""

from __future__ import annotations

import re

from service.text.gazetteers.word_lists import CALENDAR
from service.text.span import Span

_WORD = re.compile(r"\w[\w’'.-]*|[^\w\s]")
_DETERMINERS = frozenset(
    "the a an one another some two three several many most his her their its our no every".split()
)
_RELATIONS = frozenset("of from at for in with on around familiar close near".split())
# None of these is part of who speaks.
_BREAKS = frozenset(
    """and or but nor so yet that which who whom whose what where when while why how if because
    although though since until unless after before as than like such this these those there then
    is are was were be been being am has have had do does did will would can could may might must
    shall should not never to by into onto about against between during through over under up
    down out off i you he she it we they me him us them myself himself herself themselves
    yourself according despite amid among via per it’s it's he’s he's she’s she's they’re
    they're""".split()
)
_OBJECTS = frozenset("by like than into against via".split())
_ADJECTIVES = frozenset({"familiar", "close", "near"})  # of the relations
_PLURAL = frozenset("people police men women children staff".split())
_TIMES = frozenset(
    """year years month months week weeks day days night nights morning afternoon evening time
    times season today yesterday tomorrow hours hour minutes moment percent""".split()
)
_NO_OWNER = _RELATIONS | _BREAKS | CALENDAR
_LONGEST = 10  # words of a phrase, relations and all
_HEAD = 5  # words from its determiner to the noun


def described(text: str, begin: int, end: int) -> Span | None:
    """The phrase for a person or body that ends at `end`, looked for down to `begin`."""
    words = list(_WORD.finditer(text, begin, end))[-_LONGEST:]
    group: list[re.Match[str]] = []  # the words of the innermost noun phrase, in reverse
    first: int | None = None
    i = len(words) - 1
    while i >= 0 and len(group) <= _HEAD:
        low = words[i][0].lower()
        close = low == "to" and i > 0 and words[i - 1][0].lower() == "close"
        if close or (low in _RELATIONS and (group or low in _ADJECTIVES)):
            if low not in _ADJECTIVES:
                first, group = None, []
        elif _breaks(words, i):
            break
        else:
            group.append(words[i])
            possessive = low.endswith(("’s", "'s"))
            if possessive or low in _DETERMINERS:
                # "a spokesman for the mayor": what is related to another is not the noun.
                i = _owner(words, i) if possessive else i
                before = words[i - 1][0].lower() if i > 0 else ""
                if before in _OBJECTS:
                    return None  # "a survey made by the port said"
                related = before in _RELATIONS or before == "to"
                if not related:
                    first = words[i].start() if len(group) > 1 else None
                    break
        i -= 1
    return _whole(words, group, first) if len(group) <= _HEAD else None


def _breaks(words: list[re.Match[str]], i: int) -> bool:
    """Whether the word can be no part of the phrase. "A leading senator", but not "dancing"."""
    low = words[i][0].lower()
    if not low[0].isalnum() or low in _BREAKS:
        return True
    return low.endswith("ing") and not (i > 0 and words[i - 1][0].lower() in _DETERMINERS)


def _owner(words: list[re.Match[str]], i: int) -> int:
    """Where the name of an owner begins: "Robert Mueller’s", "the mayor’s"."""
    while i > 0 and words[i - 1][0][0].isupper() and words[i - 1][0].isalpha():
        if words[i - 1][0].lower() in _NO_OWNER:
            break
        i -= 1
    return i - 1 if i > 0 and words[i - 1][0].lower() in _DETERMINERS else i


def _whole(
    words: list[re.Match[str]], group: list[re.Match[str]], first: int | None
) -> Span | None:
    """From the words that were taken to the phrase; None where its noun is none that speaks."""
    if not group:
        return None
    noun = group[0][0]
    if noun.lower() in _TIMES or not noun[0].isalpha():
        return None
    if first is None:
        # "Military analysts", "61 other owners": without a determiner it must be a plural.
        several = noun.lower() in _PLURAL or (noun.endswith("s") and not noun.endswith("ss"))
        while len(group) > 1 and group[-1][0].endswith("ly"):
            group.pop()
        first = group[-1].start() if several and noun.lower() not in _DETERMINERS else None
    return Span(first, words[-1].end()) if first is not None else None
