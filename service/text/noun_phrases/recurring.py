"""The noun phrases of a document, gathered by their stems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from service.text.document import Document
from service.text.gazetteers.word_lists import bare, stem
from service.text.noun_phrases.grammar import NounPhrase, noun_phrases
from service.text.noun_phrases.word_classes import PARTITIVES
from service.text.span import Span
from service.text.tokens import Token, Words

_LONGEST = 5  # words of a phrase before "of"
_LONGEST_OF = 6  # words of a phrase with "of"

Key = tuple[str, ...]


class Occurrence(NamedTuple):
    """The sentence of an occurrence, and whether it opens the sentence with a common word."""

    sentence: int
    opens: bool


@dataclass(slots=True)
class Phrase:
    """A noun phrase with all its occurrences.

    `forms` counts its wordings in the text, `places` are its occurrences with the index of the
    sentence, and `determined` counts those after "the".
    """

    key: Key
    head: str
    forms: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, Span]] = field(default_factory=list)
    determined: int = 0

    @property
    def wording(self) -> str:
        """The most frequent wording; of equals the first in the alphabet."""
        return min(self.forms, key=lambda f: (-self.forms[f], f))


def gather_phrases(document: Document, words_of: Words, named: Set[int]) -> dict[Key, Phrase]:
    """Every noun phrase of body and quotes, and every shorter one that ends it, by its stems."""
    named = named | _always_capitalised(words_of)
    phrases: dict[Key, Phrase] = {}
    stems: dict[str, str] = {}
    for index, words in words_of.items():
        for found in noun_phrases(document, words, named):
            for begin, end in _parts(words, found):
                key = tuple(_stem(stems, token.word) for token in words[begin:end])
                phrase = phrases.get(key)
                if phrase is None:
                    head = _stem(stems, words[min(found.head, end - 1)].word)
                    phrase = phrases[key] = Phrase(key, head)
                opens = begin == 0 and words[0].begin not in named
                _add(document, phrase, words[begin:end], Occurrence(index, opens))
                phrase.determined += found.determined and begin == found.begin
    return phrases


def without_parts(phrases: Mapping[Key, Phrase]) -> Iterator[Phrase]:
    """The phrases that occur more often than within one longer phrase that recurs.

    "Korean troops" adds nothing if every occurrence is within "North Korean troops".
    """
    within = {
        part
        for key, phrase in phrases.items()
        if len(phrase.places) > 1
        for part in (key[1:], key[: key.index("of")] if "of" in key else ())
        if part in phrases and len(phrases[part].places) <= len(phrase.places)
    }
    return (phrase for key, phrase in phrases.items() if key not in within)


def _always_capitalised(words_of: Words) -> Set[int]:
    """Where sentences open with a word that the text else writes with a capital: "House"."""
    capitals: set[str] = set()
    lower: set[str] = set()
    for words in words_of.values():
        lower |= {token.word for token in words if token.word.islower()}
        capitals |= {token.word for token in words[1:] if token.word[:1].isupper()}
    return {
        words[0].begin
        for words in words_of.values()
        if words and words[0].word in capitals and words[0].word.lower() not in lower
    }


def _parts(words: Sequence[Token], phrase: NounPhrase) -> Iterator[tuple[int, int]]:
    """The words of the phrase and of the shorter ones with the same head."""
    head_end = phrase.head + 1
    partitive = words[phrase.head].word.lower() in PARTITIVES
    for begin in phrase.starts:
        if head_end - begin <= _LONGEST:
            yield begin, head_end
        if phrase.end > head_end and not partitive and phrase.end - begin <= _LONGEST_OF:
            yield begin, phrase.end


def _add(document: Document, phrase: Phrase, words: Sequence[Token], at: Occurrence) -> None:
    last = words[-1]
    span = Span(words[0].begin, last.begin + len(bare(last.word)))
    text = " ".join(document.read(span).split())
    if at.opens and text[1:2].islower():
        text = text[0].lower() + text[1:]  # its capital is the sentence's
    phrase.forms[text] += 1
    phrase.places.append((at.sentence, span))


def _stem(stems: dict[str, str], word: str) -> str:
    found = stems.get(word)
    if found is None:
        found = stems[word] = stem(word)
    return found
