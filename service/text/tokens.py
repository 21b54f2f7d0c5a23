"""The words of sentences with their offsets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from service.text.document import Document, Sentence
from service.text.gazetteers.word_lists import WORD

_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")


class Token(NamedTuple):
    """One word of a sentence: `[begin, end)` in the document and the word as it stands there."""

    begin: int
    end: int
    word: str


# The words of every sentence of body and quotes, by the sentence's index.
Words = Mapping[int, Sequence[Token]]


def tokens(document: Document, sentence: Sentence) -> list[Token]:
    """The words of a sentence in order; "U.S." keeps its last full stop."""
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
    """The words of all sentences of body and quotes."""
    return {s.index: tokens(document, s) for s in document.content()}
