"""A target's own words in a document, however they are spelled and set."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from service.text.document import BlockKind, Document, Sentence
from service.text.folding import FoldedText
from service.text.span import Span
from service.text.targets.lookalikes import Place, is_everyday_name, without_lookalikes
from service.text.targets.paired_marks import with_partner
from service.text.targets.patterns.spellings import other_spellings
from service.text.targets.patterns.target_pattern import compile_target

_WORD = re.compile(r"\w+")
_REACH = 24  # code points before an initial that hold the word before it


class Matcher:
    """Finds words in one document; its folded text is made once for all targets."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._folded = FoldedText(document.text)

    @cached_property
    def _readable(self) -> list[Sentence]:
        return [s for s in self._document.sentences if s.is_content or s.kind == BlockKind.HEADING]

    @cached_property
    def _begins(self) -> list[int]:
        return [s.span.begin for s in self._readable]

    def find(self, target: str) -> list[Place]:
        """Places in body, quotes and headings, in text order; other spellings as a last resort."""
        wanted = compile_target(target)
        if wanted is None:
            return []
        places = list(self._places(wanted.pattern, wanted.rest))
        found = without_lookalikes(self._document, wanted, places)
        if found or wanted.capitals or is_everyday_name(wanted.target):
            return found
        spellings = other_spellings(wanted.target)
        return next(filter(None, (list(self._places(p, None)) for p in spellings)), [])

    def exactly(self, name: str) -> list[Place]:
        """Places where a name stands with its capitals."""
        wanted = compile_target(name)
        if wanted is None:
            return []
        capitals = _capitals(name)
        places = self._places(wanted.pattern, wanted.rest)
        return [p for p in places if _capitals(self._document.read(p[0])) == capitals]

    def _places(self, pattern: re.Pattern[str], rest: re.Pattern[str] | None) -> Iterator[Place]:
        text = self._folded.text
        for match in pattern.finditer(text):
            end = match.end()
            if rest is not None:
                more = rest.match(text, end)
                if more is None:
                    continue
                end = more.end()
            span = with_partner(self._document.text, self._folded.source(match.start(), end))
            sentence = self._sentence(span)
            if sentence is not None and not self._is_initial(span):
                yield span, sentence.index

    def _sentence(self, span: Span) -> Sentence | None:
        """The sentence that holds the whole span, if it is one that is read."""
        at = bisect_right(self._begins, span.begin) - 1
        found = self._readable[at] if at >= 0 else None
        return found if found is not None and span in found.span else None

    def _is_initial(self, span: Span) -> bool:
        """The "C" of "John C. Smith"."""
        text = self._document.text
        if len(span) != 1 or text[span.end : span.end + 2] != ". ":
            return False
        before = text[max(0, span.begin - _REACH) : span.begin].split()
        following = text[span.end + 2 : span.end + 3]
        return bool(before) and before[-1][0].isupper() and following.isupper()


def _capitals(words: str) -> list[bool]:
    """Which words begin with a capital."""
    return [word[0].isupper() for word in _WORD.findall(words)]
