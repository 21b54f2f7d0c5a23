"""A target in other words: all its stems close together, in any order and number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from service.text.document import Document
from service.text.gazetteers.word_lists import STOPWORDS, WORD, stem
from service.text.span import Span
from service.text.targets.word_windows import shortest_windows
from service.text.tokens import Token, Words

_CLAUSE = re.compile(r"[;:“”\"—]|,\s|\s[-–]+\s")  # between clauses: no rewording spans it
_MOST_STEMS = 5
_SHORTEST_LONE_STEM = 4  # letters of a stem that is sought alone: "vaccines", not "news"
_SHARED = 5  # letters that forms of one word have in common
_SPREAD, _SPREAD_OF_TWO = 9, 5  # words within which all stems of a target must stand


class Rewordings:
    """Finds rewordings in one document; the stems of its words are worked out once."""

    def __init__(self, document: Document, words: Words) -> None:
        self._document = document
        self._words = words
        self._stems: dict[str, frozenset[str]] = {}

    @cached_property
    def _sentences(self) -> dict[str, set[int]]:
        """Sentences by the stems in them."""
        found: dict[str, set[int]] = {}
        for index, tokens in self._words.items():
            for token in tokens:
                for own in self._stems_of(token):
                    found.setdefault(own, set()).add(index)
        return found

    def has_any(self, word: str) -> bool:
        """Whether the text has a word that begins as this does: "strike" for "striking"."""
        begins = stem(word)[:_SHARED]
        return any(own.startswith(begins) for own in self._sentences)

    def find(self, target: str) -> list[tuple[Span, int]]:
        """The tightest places in body and quotes, each with the index of its sentence."""
        wanted = _content_stems(target)
        if not _may_be_reworded(target, wanted):
            return []
        nowhere: set[int] = set()
        sentences = set.intersection(*(self._sentences.get(s, nowhere) for s in wanted))
        return [(span, i) for i in sorted(sentences) for span in self._in_sentence(i, wanted)]

    def _in_sentence(self, index: int, wanted: set[str]) -> Iterator[Span]:
        """The tightest places within one clause of the sentence."""
        hits = [
            (i, token, own)
            for i, token in enumerate(self._words[index])
            if (own := self._stems_of(token) & wanted)
        ]
        spread = _SPREAD if len(wanted) > 2 else _SPREAD_OF_TWO
        for first, last in shortest_windows([(i, own) for i, _, own in hits], wanted, spread):
            span = Span(hits[first][1].begin, hits[last][1].end)
            if not _CLAUSE.search(self._document.text, span.begin, span.end):
                yield span

    def _stems_of(self, token: Token) -> frozenset[str]:
        """Stems of a word and of its parts; most words of a text stand there several times."""
        found = self._stems.get(token.word)
        if found is None:
            parts = [token.word, *token.word.split("-")] if "-" in token.word else [token.word]
            found = self._stems[token.word] = frozenset(stem(part) for part in parts)
        return found


def _content_stems(text: str) -> set[str]:
    """Stems of the words that carry meaning: "taxes" and "tax" share one."""
    stems = {stem(w) for w in WORD.findall(text) if w.lower() not in STOPWORDS}
    return {s for s in stems if len(s) > 1}


def _may_be_reworded(target: str, stems: set[str]) -> bool:
    """Several stems, but not a sentence of them; or one plain word of some length."""
    if len(stems) != 1:
        return 2 <= len(stems) <= _MOST_STEMS
    return target.islower() and target.isalpha() and len(min(stems)) >= _SHORTEST_LONE_STEM
