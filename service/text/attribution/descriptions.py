"""A speaker who is described, not named: "the former mayor", "61 other owners".

The words before a reporting verb are read backwards, from the verb to a determiner or to a
word that no such phrase holds, a few at most. What a word means for the phrase is a table of
rules, tried in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto

from service.text.gazetteers.word_lists import CALENDAR
from service.text.span import Span

_WORD = re.compile(r"\w[\w’'.-]*|[^\w\s]")
_DETERMINERS = frozenset(
    "the a an one another some two three several many most his her their its our no every".split()
)
_ADJECTIVES = frozenset({"familiar", "close", "near"})  # that have a preposition after them
_RELATIONS = _ADJECTIVES | frozenset("of from at for in with on around".split())
# None of these is part of a phrase for a speaker.
_BREAKS = frozenset(
    """and or but nor so yet that which who whom whose what where when while why how if because
    although though since until unless after before as than like such this these those there then
    is are was were be been being am has have had do does did will would can could may might must
    shall should not never to by into onto about against between during through over under up
    down out off i you he she it we they me him us them myself himself herself themselves
    yourself according despite amid among via per it’s it's he’s he's she’s she's they’re
    they're""".split()
)
# Before the phrase: "a survey made by the port said" is not what the port said.
_BEFORE_OBJECTS = frozenset("by like than into against via".split())
_PLURALS = frozenset("people police men women children staff".split())
_TIMES = frozenset(
    """year years month months week weeks day days night nights morning afternoon evening time
    times season today yesterday tomorrow hours hour minutes moment percent""".split()
)
_NO_OWNERS = _RELATIONS | _BREAKS | CALENDAR
_LONGEST = 10  # words of a phrase, relations and all
_LONGEST_NOUN_PHRASE = 5  # words from its determiner to the noun


def find_description(text: str, begin: int, end: int) -> Span | None:
    """The phrase for a person or body that ends at `end`, looked for down to `begin`."""
    reader = _BackwardReader(list(_WORD.finditer(text, begin, end))[-_LONGEST:])
    return reader.phrase() if reader.read() else None


class _Step(Enum):
    """What a word that was read means for the phrase."""

    CONTINUES = auto()
    BEGINS = auto()  # no word before it is part of the phrase
    INVALID = auto()  # the phrase is no speaker


class _BackwardReader:
    """Reads the words of a phrase from the last to the first.

    `at` is the word being read, `noun_phrase` the words of the innermost noun phrase so far,
    the noun first, and `begin` where the phrase begins, once a determiner is read.
    """

    def __init__(self, words: list[re.Match[str]]) -> None:
        self.words = words
        self.at = len(words) - 1
        self.noun_phrase: list[re.Match[str]] = []
        self.begin: int | None = None

    def word(self, i: int) -> str:
        """Word `i` in small letters; "" before the first."""
        return self.words[i][0].lower() if i >= 0 else ""

    def read(self) -> bool:
        """Read to where the phrase begins; False where it is no speaker."""
        while self.at >= 0 and len(self.noun_phrase) <= _LONGEST_NOUN_PHRASE:
            step = self._step()
            if step is _Step.INVALID:
                return False
            if step is _Step.BEGINS:
                break
            self.at -= 1
        return len(self.noun_phrase) <= _LONGEST_NOUN_PHRASE

    def phrase(self) -> Span | None:
        """The phrase that was read; None where its noun is none that speaks."""
        if not self.noun_phrase or not _may_speak(self.noun_phrase[0][0]):
            return None
        begin = self.begin if self.begin is not None else self._begin_of_plural()
        return Span(begin, self.words[-1].end()) if begin is not None else None

    def _step(self) -> _Step:
        for rule in _RULES:
            step = rule(self)
            if step is not None:
                return step
        self.noun_phrase.append(self.words[self.at])
        return _Step.CONTINUES

    def _begin_of_plural(self) -> int | None:
        """Without a determiner the noun must be a plural: "Military analysts", "61 owners"."""
        noun = self.noun_phrase[0][0]
        plural = noun.lower() in _PLURALS or (noun.endswith("s") and not noun.endswith("ss"))
        if not plural or noun.lower() in _DETERMINERS:
            return None
        words = list(self.noun_phrase)
        while len(words) > 1 and words[-1][0].endswith("ly"):
            words.pop()
        return words[-1].start()


# What the word at `reader.at` means; None where the rule does not know the word.

WordRule = Callable[[_BackwardReader], _Step | None]


def _close_to(reader: _BackwardReader) -> _Step | None:
    """ "an official close to the mayor": the noun is before it."""
    if reader.word(reader.at) != "to" or reader.word(reader.at - 1) != "close":
        return None
    reader.noun_phrase.clear()
    return _Step.CONTINUES


def _adjective_with_preposition(reader: _BackwardReader) -> _Step | None:
    """ "a soldier familiar with the matter"."""
    return _Step.CONTINUES if reader.word(reader.at) in _ADJECTIVES else None


def _preposition(reader: _BackwardReader) -> _Step | None:
    """ "a spokesman for the mayor": the noun is before it."""
    if reader.word(reader.at) not in _RELATIONS or not reader.noun_phrase:
        return None
    reader.noun_phrase.clear()
    return _Step.CONTINUES


def _break(reader: _BackwardReader) -> _Step | None:
    """ "and owners": a conjunction, a pronoun, a verb or a mark."""
    word = reader.word(reader.at)
    return _Step.BEGINS if not word[0].isalnum() or word in _BREAKS else None


def _verb_form(reader: _BackwardReader) -> _Step | None:
    """ "dancing senators", but "a leading senator" has an adjective."""
    if not reader.word(reader.at).endswith("ing"):
        return None
    return None if reader.word(reader.at - 1) in _DETERMINERS else _Step.BEGINS


def _determiner(reader: _BackwardReader) -> _Step | None:
    """ "the mayor"."""
    return _begun(reader) if reader.word(reader.at) in _DETERMINERS else None


def _possessive(reader: _BackwardReader) -> _Step | None:
    """ "Robert Mueller’s office", "the mayor’s office"."""
    return _begun(reader) if reader.word(reader.at).endswith(("’s", "'s")) else None


_RULES: tuple[WordRule, ...] = (
    _close_to,
    _adjective_with_preposition,
    _preposition,
    _break,
    _verb_form,
    _possessive,
    _determiner,
)


def _begun(reader: _BackwardReader) -> _Step:
    """What follows from a noun phrase that begins with the word being read."""
    reader.noun_phrase.append(reader.words[reader.at])
    if reader.word(reader.at).endswith(("’s", "'s")):
        reader.at = _owner(reader, reader.at)
    before = reader.word(reader.at - 1)
    if before in _BEFORE_OBJECTS:
        return _Step.INVALID
    if before in _RELATIONS or before == "to":
        return _Step.CONTINUES  # "a spokesman for the mayor": this is not yet the noun
    if len(reader.noun_phrase) > 1:
        reader.begin = reader.words[reader.at].start()
    return _Step.BEGINS


def _owner(reader: _BackwardReader, i: int) -> int:
    """The first word of an owner's name: "Robert Mueller’s", "the mayor’s"."""
    while i > 0 and _is_name(reader.words[i - 1][0]):
        i -= 1
    return i - 1 if reader.word(i - 1) in _DETERMINERS else i


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.isalpha() and word.lower() not in _NO_OWNERS


def _may_speak(noun: str) -> bool:
    """Whether a noun may be a speaker: "mayor", but not "Monday morning" or "61"."""
    return noun.lower() not in _TIMES and noun[0].isalpha()
