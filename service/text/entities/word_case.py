"""How a document writes its words: with a capital or in small letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from service.text.document import Document
from service.text.entities.capital_runs import begins_sentence
from service.text.folding import unaccented
from service.text.gazetteers.word_lists import bare, is_capitalised
from service.text.tokens import Token


@dataclass(frozen=True, slots=True)
class WordCase:
    """The words of a document by their case.

    `capitalised` holds those with a capital in mid-sentence, bare and without accents;
    `lower` those in small letters, as posted.
    """

    capitalised: Set[str]
    lower: Set[str]


def word_case(document: Document, sentences: Iterable[Sequence[Token]]) -> WordCase:
    """The case of all words of the sentences."""
    capitalised: set[str] = set()
    lower: set[str] = set()
    for words in sentences:
        for i, token in enumerate(words):
            if token.word.islower():
                lower.add(token.word)
            elif is_capitalised(token.word) and not begins_sentence(document, words, i):
                capitalised.add(unaccented(bare(token.word)))
    return WordCase(capitalised, lower)
