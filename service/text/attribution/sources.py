"""The speaker whom the source of an attribution names, describes, or means by a pronoun."""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.text.attribution.speakers import Speaker
from service.text.document import Document
from service.text.entities.phrases import PhraseReader
from service.text.span import Span
from service.text.whitespace import trim

_PRONOUN = re.compile(
    r"(?:he|she|they|it|you|his|her|their|its|who|which|that|those|these|this|one|some|many|"
    r"others|both)",
    re.I,
)
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us"})
_LONGEST = 80  # code points of a description
# Words that describe nobody without what follows: "nine in ten voters", "some of his friends".
_AMOUNTS = frozenset(
    """a an the one two three four five six seven eight nine ten some many most few several all both
    each none half just only about nearly almost over than more less fewer at least percent per
    cent majority number thousands hundreds dozens those another""".split()
)


class SourceReader:
    """Finds the speakers of the sources of one document."""

    def __init__(
        self,
        document: Document,
        phrases: PhraseReader,
        described: Mapping[Span, Span] | None = None,
    ) -> None:
        """`described` are the noun phrases that pronouns stand for."""
        self._text = document.text
        self._phrases = phrases
        self._described = described or {}

    def is_author(self, source: Span) -> bool:
        """Whether a source is the author, as in "I think"."""
        return self._text[source.begin : source.end].strip().lower() in _FIRST_PERSON

    def speaker(self, source: Span) -> Speaker:
        """The speaker of a source."""
        source = trim(self._text, source)
        meant = self._phrases.entity(source)
        if meant is not None:
            span, entity = meant
            return Speaker(entity.name, span)
        phrase = self._described.get(source)
        if phrase is not None and len(phrase) <= _LONGEST:
            words = self._text[phrase.begin : phrase.end].split()
            return Speaker(" ".join(words), source, named=False)
        word = self._text[source.begin : source.end]
        if _PRONOUN.fullmatch(word) or self.is_author(source):
            return Speaker(None, source, named=False)
        head = self._phrases.head(source)
        if self._is_amount(head) or len(head) > _LONGEST:
            head = Span(source.begin, min(source.end, source.begin + _LONGEST))
        return Speaker(" ".join(self._text[head.begin : head.end].split()), head, named=False)

    def _is_amount(self, head: Span) -> bool:
        words = self._text[head.begin : head.end].lower().replace("-", " ").split()
        return all(word in _AMOUNTS or not word[0].isalpha() for word in words)
