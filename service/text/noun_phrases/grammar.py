"""Noun phrases of a sentence, by a small grammar over its word classes.

A phrase is (adjective | participle | noun | name)* noun, perhaps with "of" and a second such
phrase. A word that may be a noun or a verb is a noun where its neighbours say so: "the plans" and
"price increases", but not "she plans to".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from service.text.document import Document
from service.text.gazetteers.word_lists import CALENDAR, bare
from service.text.noun_phrases.word_classes import TIMES, WordClass, word_class
from service.text.tokens import Token

_BREAKS = re.compile(r"[^\s’'\-]")  # any mark between two words, but not a hyphen
_RUN = re.compile(r"[ALN]+")
_COMPLEMENT = re.compile(r"OD?[ALN]*[NL]")
_SINGULAR_S = ("ss", "us", "is", "ics")
# Plurals that stand before a noun: "arms deal", "news conference".
_MODIFIERS = frozenset(
    """news sports arms sales savings goods operations communications affairs services resources
    schools drugs rights veterans earnings jobs taxes weapons systems customs elections appeals
    claims works munitions futures securities admissions parks athletics emissions""".split()
)
# What may follow a noun that could be a verb, where a noun or a name precedes it.
_AFTER_NOUN = frozenset("PORV|X")
_PLURAL = "S"  # a noun that may be an unlisted verb: "hawks", "derides"
_PLURAL_OR_VERB = "Z"  # "talks"
_BEFORE_NOUN = frozenset("DAPOEG")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A phrase as tokens `[begin, end)` of its sentence.

    `head` is the token of its main noun; `starts` are the tokens up to it at which the phrase or a
    shorter one may begin, which is never within a name; `determined` says that "the" precedes.
    """

    begin: int
    end: int
    head: int
    starts: tuple[int, ...]
    determined: bool


def noun_phrases(
    document: Document, words: Sequence[Token], named: Set[int]
) -> Iterator[NounPhrase]:
    """The longest phrases of a sentence in text order, each with what follows its "of".

    What follows is also a phrase of its own.

    Args:
        document: the document of the words.
        words: the words of the sentence.
        named: where the words begin that belong to a name.
    """
    classes, places = _classes(document, words, named)
    for run in _RUN.finditer(classes):
        first = run.start()
        last = classes.rfind("N", first, run.end())  # a phrase ends with a noun
        if last < 0:
            continue
        begin, head = places[first], places[last]
        complement = _COMPLEMENT.match(classes, last + 1)
        starts = [
            places[at]
            for at in range(first, last + 1)
            if at == first or classes[at - 1 : at + 1] != "LL"
        ]
        yield NounPhrase(
            begin=begin,
            head=head,
            end=places[complement.end() - 1] + 1 if complement else head + 1,
            starts=tuple(starts),
            determined=begin > 0 and words[begin - 1].word.lower() == "the",
        )


def _classes(
    document: Document, words: Sequence[Token], named: Set[int]
) -> tuple[str, Sequence[int]]:
    """The classes of the words with breaks between them, and the word of each letter."""
    letters: list[str] = []
    places: list[int] = []
    for i, token in enumerate(words):
        if i and _BREAKS.search(document.text, words[i - 1].end, token.begin):
            letters.append(WordClass.BREAK)
            places.append(i)
        letters.append(_class(token, i, named))
        places.append(i)
        if bare(token.word) != token.word:  # "the governor’s voucher plan": the second begins anew
            letters[-1] = WordClass.DETERMINER
    return _resolved(letters), places


def _class(token: Token, i: int, named: Set[int]) -> str:
    word = token.word
    if token.begin in named or (i and word[0].isupper()) or (len(word) > 1 and word.isupper()):
        return WordClass.OTHER if word.lower() in CALENDAR else WordClass.NAME
    return _letter(word.lower())


@lru_cache(maxsize=8192)
def _letter(low: str) -> str:
    """The class of a word in small letters, before its neighbours are seen."""
    if low in TIMES:
        return WordClass.OTHER
    found = word_class(low)
    if found is WordClass.NOUN_OR_VERB and low.endswith("s"):
        return _PLURAL_OR_VERB
    if found is WordClass.NOUN and low.endswith("s") and low not in _MODIFIERS:
        return found if low.endswith(_SINGULAR_S) else _PLURAL
    return found


def _resolved(letters: Sequence[str]) -> str:
    """The classes with every word that may have several given one, from left to right."""
    found: list[str] = []
    for i, letter in enumerate(letters):
        before = found[-1] if found else WordClass.BREAK
        after = letters[i + 1] if i + 1 < len(letters) else WordClass.BREAK
        found.append(_RESOLVE.get(letter, _as_it_is)(letter, before, after))
    return "".join(found)


def _as_it_is(letter: str, _before: str, _after: str) -> str:
    return letter


def _noun_or_verb(_letter: str, before: str, after: str) -> str:
    """ "the strike" and "price increases", but neither "to strike" nor "he plans"."""
    if before in _BEFORE_NOUN:
        return WordClass.NOUN
    if before in "NL|" and after in _AFTER_NOUN:
        return WordClass.NOUN
    return WordClass.VERB


def _plural_or_verb(letter: str, before: str, after: str) -> str:
    """ "overshadows talks", where "want strike" could be a verb."""
    return WordClass.NOUN if before == "V" else _noun_or_verb(letter, before, after)


def _plural(_letter: str, before: str, after: str) -> str:
    """ "Iran hawks push", but not "the nominee overshadows talks"."""
    return WordClass.VERB if before in "NL" and after in "NLADEGBSZ" else WordClass.NOUN


def _participle(_letter: str, before: str, after: str) -> str:
    """ "a proposed ban", but not "he proposed bans"."""
    modifies = before in "DAP" and after in "NALBGSZ"
    return WordClass.ADJECTIVE if modifies else WordClass.VERB


def _gerund(_letter: str, before: str, after: str) -> str:
    """ "carbon pricing works", but not "the man leaving town"."""
    if before in "NAD" and after in _AFTER_NOUN:
        return WordClass.NOUN
    return WordClass.ADJECTIVE if before in "DA" and after in "NBSZ" else WordClass.VERB


_RESOLVE = {
    _PLURAL: _plural,
    _PLURAL_OR_VERB: _plural_or_verb,
    WordClass.NOUN_OR_VERB.value: _noun_or_verb,
    WordClass.PARTICIPLE.value: _participle,
    WordClass.GERUND.value: _gerund,
}
