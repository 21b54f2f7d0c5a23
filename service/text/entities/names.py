"""Proper names in running text, found by their capitals.

There is no name tagger among the embedded models, so the case of the words is the
evidence: a capital in mid-sentence marks a name; one that begins a sentence counts only
when the same word is capitalised in mid-sentence elsewhere. Titles and peoples that stand
before a person's name ("Ukrainian president Volodymyr Zelensky") are not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.document import Document, Sentence
from service.text.entities.titles import POINTED, is_office, titles_before
from service.text.folding import unaccented
from service.text.gazetteers.countries import METONYMS, country, is_demonym
from service.text.gazetteers.parties import party_word
from service.text.gazetteers.word_lists import (
    CALENDAR,
    STOPWORDS,
    THINGS,
    TITLES,
    bare,
    is_capitalised,
    stem,
)
from service.text.span import Span
from service.text.tokens import Token, Words

_LINKS = frozenset({"of", "for", "the", "de", "la", "von", "van", "bin", "del", "di", "da", "al"})
_PARTICLES = frozenset({"de", "la", "von", "van", "bin", "del", "di", "da", "al"})
_FORM = re.compile(r"(?:ing|ed|ly)$")
_COMPOUND = re.compile(r"-(?:based|led|backed|born|style|era|held|controlled|run|owned|made)$")
_LOOSE = STOPWORDS | _LINKS
_NEVER = CALENDAR | TITLES
_NOT = re.compile(r"n[’']t$")
# What opens a sentence and is never the name after it: "Hundreds", "Yeah".
_OPENERS = STOPWORDS | frozenset(
    """two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds
    thousand thousands million millions billions half several yeah oh okay ok hey well hi hello
    thanks please wow dear update related exclusive breaking""".split()
)
_STATE = re.compile(r"[RDI]-\w")  # "Ryan R-Wis."
_MONTHS = frozenset(
    """january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec""".split()
)
_SAYS = re.compile(r"\s(?:said|says|told|tells|added|adds|wrote|argued|warned|insisted|asked)\b")
_NOBODY = frozenset("police staff people".split())  # who speaks without a name


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text, without titles and possessive ending.

    `titled` says that a title stood before it, so that it is a person's.
    """

    span: Span
    text: str
    sentence: int
    titled: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name, as posted."""
        return tuple(self.text.split())


def find_names(document: Document, words_of: Words) -> list[Name]:
    """All names in body and quotes, in text order."""
    sentences = [(s, words_of[s.index]) for s in document.content()]
    seen = frozenset(
        unaccented(bare(token.word))
        for _, words in sentences
        for i, token in enumerate(words)
        if is_capitalised(token.word) and not _opens(document, words, i)
    )
    lower = frozenset(t.word for _, words in sentences for t in words if t.word.islower())
    names: list[Name] = []
    for sentence, words in sentences:
        for run in _runs(document, words):
            names.extend(_named(document, sentence, words, run, seen, lower))
    return names


def _opens(document: Document, words: Sequence[Token], i: int) -> bool:
    """Whether a capital at this place says nothing: sentence start, after a quote or colon."""
    if i == 0:
        return True
    between = document.text[words[i - 1].end : words[i].begin]
    return any(mark in between for mark in '“"‘«„:;.!?…•')


def _runs(document: Document, words: Sequence[Token]) -> Iterator[list[int]]:
    """Indices of neighbouring capitalised words, with "of" and the like between them."""
    run: list[int] = []
    for i, token in enumerate(words):
        capital = is_capitalised(token.word)
        if not run:
            run = [i] if capital else run
            continue
        last = words[run[-1]].word
        gap = document.text[words[i - 1].end : token.begin].strip()
        # A point holds after an initial only; "China’s Xi Jinping" names two.
        pointed = gap == "." and (len(last) == 1 or last.lower() in POINTED)
        touching = (not gap or pointed) and bare(last) == last
        if touching and (capital or (token.word in _LINKS and _link_holds(words, run, i))):
            run.append(i)
        else:
            yield run
            run = [i] if capital else []
    if run:
        yield run


def _link_holds(words: Sequence[Token], run: list[int], i: int) -> bool:
    """ "Bank of England" is one name, "Mykula of Deep State" is two."""
    if i + 1 >= len(words):
        return False
    follows = words[i + 1]
    if words[i].word in _PARTICLES:
        return is_capitalised(follows.word)
    if words[i].word == "the":
        return words[run[-1]].word in {"of", "for"} and is_capitalised(follows.word)
    ready = is_capitalised(follows.word) or follows.word == "the"
    return ready and stem(words[run[-1]].word) in THINGS


def _named(
    document: Document,
    sentence: Sentence,
    words: Sequence[Token],
    run: list[int],
    seen: frozenset[str],
    lower: frozenset[str],
) -> Iterator[Name]:
    """The name that a run of capitals holds, or none."""
    run = list(run)
    if _opens(document, words, run[0]):
        first = bare(words[run[0]].word)
        common = first.lower() in lower or bool(_FORM.search(first)) or len(run) == 1
        known = country(first) is not None or first.lower() in METONYMS
        spoken = len(run) == 1 and _speaks(document, words[run[0]], lower)
        if first.lower() in _OPENERS or (
            common and unaccented(first) not in seen and not known and not spoken
        ):
            run.pop(0)
    while run and _loose(words[run[0]].word, _LOOSE):
        run.pop(0)
    while run and _COMPOUND.search(words[run[0]].word):
        run.pop(0)  # "Poland-based Rochan"
    while len(run) > 1 and _dates(words, run[0]):
        run.pop(0)  # "On Friday Reyes left"
    while run and (_loose(words[run[-1]].word, STOPWORDS) or _STATE.match(words[run[-1]].word)):
        run.pop()
    before = words[run[0] - 1].word if run and run[0] else ""
    lead, titled = titles_before([words[i].word for i in run], before)
    kept = [words[i] for i in run[lead:]]
    if not kept or all(bare(t.word).lower() in _NEVER for t in kept):
        return
    if is_office([t.word for t in kept]):
        return
    span = Span(kept[0].begin, kept[-1].begin + len(bare(kept[-1].word)))
    text = " ".join(document.read(span).split())
    if all(is_demonym(w) for w in text.split()) or is_demonym(text) or _of_party(text):
        return
    if len(text) > 1:
        yield Name(span, text, sentence.index, titled)


def _speaks(document: Document, token: Token, lower: frozenset[str]) -> bool:
    """Whether a lone capital before a verb of saying is a name: "Reid said", not "Critics said"."""
    low = token.word.lower()
    plain = (
        token.word.isalpha() and not low.endswith("s") and low not in lower and low not in _NOBODY
    )
    return plain and bool(_SAYS.match(document.text, token.end))


def _dates(words: Sequence[Token], i: int) -> bool:
    """Whether the capital at `i` is a day's or a month's and not a first name ("April")."""
    low = words[i].word.lower()
    if low not in CALENDAR:
        return False
    before = words[i - 1].word.lower() if i else ""
    return low not in _MONTHS or before in {"in", "since", "last", "until", "by", "of", "from"}


def _of_party(text: str) -> bool:
    """ "House Republicans", "Democratic": the party, which `find_parties` finds."""
    return party_word(text.split()[-1]) is not None


def _loose(word: str, listed: frozenset[str]) -> bool:
    """Whether a word at the edge is no part of the name; "US" and "IT" are not "us" and "it"."""
    low = word.lower()
    stem_of = re.split("[’']", low, maxsplit=1)[0]  # "I’m"
    contracted = stem_of != low and bare(word) == word and stem_of in STOPWORDS
    return (low in listed or contracted or bool(_NOT.search(low))) and not (
        len(word) > 1 and word.isupper()
    )
