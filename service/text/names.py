"""Proper names in running text, found by their capitals.

There is no name tagger among the embedded models, so the case of the words is the
evidence: a capital in mid-sentence marks a name; one that begins a sentence counts only
when the same word is capitalised in mid-sentence elsewhere. Titles and peoples that stand
before a person's name ("Ukrainian president Volodymyr Zelensky") are not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.text.countries import METONYMS, country, is_demonym
from service.text.document import Document, Sentence, Span
from service.text.words import (
    CALENDAR,
    ORGANISATION,
    STOPWORDS,
    TITLES,
    WORD,
    bare,
    is_capitalised,
    stem,
)

_LINKS = frozenset({"of", "for", "the", "de", "la", "von", "van", "bin", "del", "di", "da", "al"})
_PARTICLES = frozenset({"de", "la", "von", "van", "bin", "del", "di", "da", "al"})
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_FORM = re.compile(r"(?:ing|ed|ly)$")
_COMPOUND = re.compile(r"-(?:based|led|backed|born|style|era|held|controlled|run|owned|made)$")
_LOOSE = STOPWORDS | _LINKS
_NEVER = CALENDAR | TITLES


class Token(NamedTuple):
    """One word of a sentence: offsets in the document and the word as posted."""

    begin: int
    end: int
    word: str


# The words of every sentence of body and quotes, by the sentence's index.
Words = Mapping[int, Sequence[Token]]


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


def tokens(document: Document, sentence: Sentence) -> list[Token]:
    """The words of a sentence in order; "U.S." keeps its last point."""
    found = []
    for match in WORD.finditer(document.text, sentence.span.begin, sentence.span.end):
        begin, end = match.span()
        word = match[0]
        if "." in word and _INITIALS.fullmatch(word) and document.text[end : end + 1] == ".":
            end += 1
            word += "."
        found.append(Token(begin, end, word))
    return found


def all_tokens(document: Document) -> Words:
    """The words of body and quotes; every pass over them needs the same."""
    return {s.index: tokens(document, s) for s in document.content()}


def find_names(document: Document, words_of: Words) -> list[Name]:
    """All names in body and quotes, in text order."""
    sentences = [(s, words_of[s.index]) for s in document.content()]
    seen = frozenset(
        bare(token.word)
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
        touching = (not gap or (gap == "." and len(last) == 1)) and bare(last) == last
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
    return ready and stem(words[run[-1]].word) in ORGANISATION


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
        if first.lower() in STOPWORDS or (common and first not in seen and not known):
            run.pop(0)
    while run and _loose(words[run[0]].word, _LOOSE):
        run.pop(0)
    while run and _COMPOUND.search(words[run[0]].word):
        run.pop(0)  # "Poland-based Rochan"
    while run and _loose(words[run[-1]].word, STOPWORDS):
        run.pop()
    run, titled = _without_title(words, run)
    kept = [words[i] for i in run]
    if not kept or all(t.word.lower() in _NEVER for t in kept):
        return
    span = Span(kept[0].begin, kept[-1].begin + len(bare(kept[-1].word)))
    text = " ".join(document.read(span).split())
    if all(is_demonym(w) for w in text.split()) or is_demonym(text):
        return
    if len(text) > 1:
        yield Name(span, text, sentence.index, titled)


def _loose(word: str, listed: frozenset[str]) -> bool:
    """Whether a word at the edge is no part of the name; "US" and "IT" are not "us" and "it"."""
    return word.lower() in listed and not (len(word) > 1 and word.isupper())


def _without_title(words: Sequence[Token], run: list[int]) -> tuple[list[int], bool]:
    """Drop "Russian Defense Minister" before "Andrei Belousov"; keep "Defense Ministry"."""
    lead = 0
    while lead < len(run) and (
        words[run[lead]].word.lower().rstrip(".") in TITLES or is_demonym(words[run[lead]].word)
    ):
        lead += 1
    titled = any(words[i].word.lower().rstrip(".") in TITLES for i in run[:lead])
    if not titled:
        # "Ukrainian president Volodymyr Zelensky": the title may be in lower case.
        before = run[0] - 1 if run else -1
        return run, before >= 0 and words[before].word in TITLES
    rest = run[lead:]
    if not rest:
        return run, False
    if stem(words[rest[0]].word) in ORGANISATION or country(words[rest[0]].word):
        return run, False
    return rest, True
