"""Runs of neighbouring capitalised words, the candidates for names.

A run also holds the small words that join the parts of one name: "Bank of England",
"Ursula von der Leyen".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.document import Document, Sentence
from service.text.entities.titles import ABBREVIATED_TITLES
from service.text.gazetteers.word_lists import THINGS, bare, is_capitalised, stem
from service.text.tokens import Token

PARTICLES = frozenset({"de", "la", "von", "van", "bin", "del", "di", "da", "al"})
LINKS = PARTICLES | {"of", "for", "the"}
_SENTENCE_MARKS = '“"‘«„:;.!?…•'  # after one of these a capital may only begin a sentence


@dataclass(slots=True, eq=False)  # not frozen: that would take twice as long to make
class Run:
    """The words `[first, end)` of a sentence's `words`; none where the two are equal."""

    document: Document
    sentence: Sentence
    words: Sequence[Token]
    first: int
    end: int

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def first_word(self) -> str:
        """The first word as it stands in the text."""
        return self.words[self.first].word

    @property
    def last_word(self) -> str:
        """The last word as it stands in the text."""
        return self.words[self.end - 1].word

    @property
    def word_before(self) -> str:
        """The word of the sentence before the run; "" where the run begins the sentence."""
        return self.words[self.first - 1].word if self.first else ""

    def without_first(self) -> Run:
        """The run that begins one word later."""
        return Run(self.document, self.sentence, self.words, self.first + 1, self.end)

    def without_last(self) -> Run:
        """The run that ends one word earlier."""
        return Run(self.document, self.sentence, self.words, self.first, self.end - 1)


def capital_runs(document: Document, sentence: Sentence, words: Sequence[Token]) -> Iterator[Run]:
    """The runs of one sentence in text order; none is empty and none overlaps another."""
    first: int | None = None
    for i, token in enumerate(words):
        if first is not None:
            if _continues(document, words, i):
                continue
            yield Run(document, sentence, words, first, i)
        first = i if is_capitalised(token.word) else None
    if first is not None:
        yield Run(document, sentence, words, first, len(words))


def begins_sentence(document: Document, words: Sequence[Token], i: int) -> bool:
    """Whether the capital of word `i` says nothing: sentence start, after a quote or colon."""
    if i == 0:
        return True
    between = document.text[words[i - 1].end : words[i].begin]
    return any(mark in between for mark in _SENTENCE_MARKS)


def _continues(document: Document, words: Sequence[Token], i: int) -> bool:
    """Whether word `i` belongs to the run that the word before it belongs to."""
    last, word = words[i - 1].word, words[i].word
    if not is_capitalised(word) and word not in LINKS:
        return False
    # "China’s Xi Jinping" names two.
    if bare(last) != last or not _is_adjacent(document, words, i):
        return False
    return is_capitalised(word) or _joins(words, i)


def _is_adjacent(document: Document, words: Sequence[Token], i: int) -> bool:
    """Whether only white space is before word `i`, or the full stop of "J." or "Rep."."""
    last = words[i - 1]
    gap = document.text[last.end : words[i].begin].strip()
    if gap == ".":
        return len(last.word) == 1 or last.word.lower() in ABBREVIATED_TITLES
    return not gap


def _joins(words: Sequence[Token], i: int) -> bool:
    """Whether the link `i` joins: "Bank of England" is one name, "Mykula of Deep State" two."""
    if i + 1 >= len(words):
        return False
    link, following = words[i].word, words[i + 1].word
    if link in PARTICLES:
        return is_capitalised(following)
    if link == "the":
        return words[i - 1].word in {"of", "for"} and is_capitalised(following)
    ready = is_capitalised(following) or following == "the"
    return ready and stem(words[i - 1].word) in THINGS
