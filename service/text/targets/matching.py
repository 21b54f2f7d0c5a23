"""A target's own words in a document, however they are spelled and set."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from service.text.document import BlockKind, Document, Sentence
from service.text.entities.acronyms import LONGEST, is_ordinary
from service.text.folding import FoldedText
from service.text.normalization.normalize import normalized
from service.text.span import Span
from service.text.targets.brand_words import is_brand, may_be_brand
from service.text.targets.pattern import TargetPattern, compile_target
from service.text.targets.spellings import other_spellings

Place = tuple[Span, int]  # where it stands, and the index of its sentence
_PAIRS = (("“", "”"), ("«", "»"), ("‘", "’"), ("(", ")"), ("[", "]"))
_WORD = re.compile(r"\w+")
_ACCENTED = re.compile(r"[^\W\d_a-zA-Z]|[\u0300-\u036f]")


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
        pattern = compile_target(target)
        if pattern is None:
            return []
        found = self._found(pattern)
        if found or pattern.capitals or _is_ordinary_name(pattern.target):
            return found
        return next(filter(None, map(self._spelled, other_spellings(pattern.target))), [])

    def exactly(self, name: str) -> list[Place]:
        """Places where a name stands with its capitals."""
        pattern = compile_target(name)
        wanted = _capitals(name)
        places = self._places(pattern.pattern, pattern.rest) if pattern is not None else ()
        return [p for p in places if _capitals(self._document.read(p[0])) == wanted]

    def _spelled(self, pattern: re.Pattern[str]) -> list[Place]:
        return list(self._places(pattern, None))

    def _found(self, wanted: TargetPattern) -> list[Place]:
        """What the letters match, less what only looks alike."""
        found = list(self._places(wanted.pattern, wanted.rest))
        target = wanted.target
        if wanted.capitals:
            return [p for p in found if self._in_capitals(p)]
        if target.isalpha() and target.isupper() and len(target) > LONGEST:  # the START treaty
            capitals = any(self._document.read(span).isupper() for span, _ in found)
            return [p for p in found if not (capitals and self._document.read(p[0]).islower())]
        if target.startswith(("The ", "the ")) and _is_ordinary_name(target[4:]):
            return [p for p in found if self._document.read(p[0]).split()[-1].istitle()]
        if _is_ordinary_name(target):
            return self._capitalised(found)
        if target.isalpha() and target.istitle() and may_be_brand(target.lower()):
            return self._capitalised(found) if any(map(self._is_named, found)) else found
        if found and not (target.isascii() and self._document.text.isascii()):
            return self._same_accents(target, found)
        return found

    def _capitalised(self, found: list[Place]) -> list[Place]:
        return [p for p in found if not self._document.read(p[0])[0].islower()]

    def _is_named(self, place: Place) -> bool:
        """Whether a word has its capital within a sentence of the article, and stands alone."""
        span, index = place
        sentence = self._document.sentences[index]
        if not sentence.is_content or not self._document.read(span)[0].isupper():
            return False
        before = self._document.text[max(sentence.span.begin, span.begin - 40) : span.begin].split()
        after = self._document.text[span.end : min(sentence.span.end, span.end + 2)].strip()
        return bool(before) and before[-1][-1].islower() and not after[:1].isupper()

    def _places(self, pattern: re.Pattern[str], rest: re.Pattern[str] | None) -> Iterator[Place]:
        text = self._folded.text
        for match in pattern.finditer(text):
            end = match.end()
            if rest is not None:
                more = rest.match(text, end)
                if more is None:
                    continue
                end = more.end()
            span = self._balanced(self._folded.source(match.start(), end))
            sentence = self._sentence(span)
            if sentence is not None and not self._is_initial(span):
                yield span, sentence.index

    def _sentence(self, span: Span) -> Sentence | None:
        at = bisect_right(self._begins, span.begin) - 1
        found = self._readable[at] if at >= 0 else None
        return found if found is not None and span in found.span else None

    def _balanced(self, span: Span) -> Span:
        """With the quotation mark or bracket whose partner is within."""
        text = self._document.text
        words = self._document.read(span)
        before = text[span.begin - 1] if span.begin else ""
        for opening, closing in _PAIRS:
            if closing in words and opening not in words and before == opening:
                return Span(span.begin - 1, span.end)
            if opening in words and closing not in words and text.startswith(closing, span.end):
                return Span(span.begin, span.end + 1)
        if words.count('"') == 1:
            if text.startswith('"', span.end):
                return Span(span.begin, span.end + 1)
            if before == '"':
                return Span(span.begin - 1, span.end)
        return span

    def _is_initial(self, span: Span) -> bool:
        """The "C" of "John C. Smith"."""
        text = self._document.text
        if len(span) != 1 or text[span.end : span.end + 2] != ". ":
            return False
        before = text[max(0, span.begin - 24) : span.begin].split()
        return (
            bool(before) and before[-1][0].isupper() and text[span.end + 2 : span.end + 3].isupper()
        )

    def _in_capitals(self, place: Place) -> bool:
        """Capitals that mean something: not those of a sentence that has nothing else."""
        span, index = place
        if not self._document.read(span).isupper():
            return False
        sentence = self._document.sentences[index].clean
        return not sentence.isupper() or len(sentence.split()) < 3

    def _same_accents(self, target: str, found: list[Place]) -> list[Place]:
        """ "Québec" for "Québec"; for "Quebec" as well where it is a name, or there is no other."""
        accents = _accents(target)
        read = [self._document.read(span) for span, _ in found]
        same = [_accents(words) == accents for words in read]
        if not any(same):
            return found
        return [
            place
            for place, words, exact in zip(found, read, same, strict=True)
            if exact or words[:1].isupper()
        ]


def _is_ordinary_name(target: str) -> bool:
    """ "May", "Target", "Gap": small letters would make it another word."""
    word = target.lower()
    return target.isalpha() and target.istitle() and (is_ordinary(word) or is_brand(word))


def _accents(words: str) -> list[str]:
    """The letters with accents, in order."""
    return _ACCENTED.findall(normalized(words).lower())


def _capitals(words: str) -> list[bool]:
    """Which words begin with a capital."""
    return [word[0].isupper() for word in _WORD.findall(words)]
