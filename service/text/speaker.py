"""The subject of a verb of saying: a name, a described person, or a resolved pronoun."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from service.text.document import Document, Sentence, Span
from service.text.entities import EXACT, Entity, Mention
from service.text.pronouns import Pronoun

_BETWEEN = re.compile(
    # "falsely", "reportedly" and the like by their ending: each word in one way only
    r"[\s,]*(?:(?:has|have|had|also|then|later|once|who|and|will|would|often|still|\w+ly)\s+)*",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s*(?:,\s*)?(?:\d+,\s*)?(?:an?\s|the\s)?(?:[\w-]+\s+){0,3}(?:of|from|at|for|with)\s+"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"(?:(?:the|an?|some|one|another|his|her|their|its|two|three|several|many|most)\s+)"
    r"(?:[\w’'-]+\s+){0,2}?[\w’'-]+(?=\s+(?:who|that|which|in|of|with|from|at|for|on|to|"
    r"familiar|connected|briefed|close)\b|\s*[,.;:—–(“\"]|\s+-|\s*$)",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:^|[\s,“”\"])((?:[A-Za-z][\w-]*\s+){0,2}[A-Za-z][\w-]*s)\s*$")
_ARTICLE = re.compile(
    r"\b((?:the|an?|one|another|his|her|their)\s+(?:[\w’'][\w’'-]*\s+){0,2}[\w’'][\w’'-]*)\s*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"(?:,\s[^,“”\"]{1,120},|\s[-–—]\s[^“”\"]{1,120}?\s[-–—])\s*$")
_FIRST = re.compile(r"\b(?:I|we|you|it|that|which|this|there|they)\s*$", re.IGNORECASE)
_SUBORDINATE = re.compile(r"\bas\s+(?:[\w.’'-]+\s+){0,4}$", re.IGNORECASE)
_LEAD = 300  # code points before a verb in which its subject is looked for
_ASIDES = 4  # that are looked past for it


def _begin(pair: tuple[Mention, Entity]) -> int:
    return pair[0].span.begin


@dataclass(frozen=True, slots=True)
class Speaker:
    """`span` is where the text names the speaker there; `name` the fullest form known."""

    name: str
    span: Span


class SpeakerFinder:
    """Finds speakers in one document, given its entities and resolved pronouns."""

    def __init__(
        self, document: Document, entities: Sequence[Entity], pronouns: Sequence[Pronoun]
    ) -> None:
        self._text = document.text
        self._by_sentence: dict[int, list[tuple[Mention, Entity]]] = {}
        for entity in entities:
            for mention in entity.mentions:
                if mention.strength >= 0.8:
                    self._by_sentence.setdefault(mention.sentence, []).append((mention, entity))
        for pronoun in pronouns:
            pair = (pronoun.mention, pronoun.entity)
            self._by_sentence.setdefault(pronoun.mention.sentence, []).append(pair)
        for pairs in self._by_sentence.values():
            pairs.sort(key=lambda pair: pair[0].span)

    def subject(self, sentence: Sentence, verb: Span) -> Speaker | None:
        """Who does the saying at `verb`; None when nobody can be told."""
        lead = self._text[max(sentence.span.begin, verb.begin - _LEAD) : verb.begin]
        before = lead.rstrip()
        if before.endswith(("”", '"', ",", "…", "?", "!")) or not before:
            # ", said a soldier": the verb before its subject.
            inverted = self.after(sentence, verb.end)
            if inverted is not None:
                return inverted
        if _SUBORDINATE.search(lead):
            return None  # "as Trump falsely claimed" does not make the sentence Trump's
        return self._before(sentence, verb.begin)

    def after(self, sentence: Sentence, begin: int) -> Speaker | None:
        """The first person named or described right after `begin`."""
        end = sentence.span.end
        stop = min((self._text.find(m, begin, end) % (end + 1) for m in ",;“"), default=end)
        stop = min(end, stop if stop > begin else end)
        pairs = self._by_sentence.get(sentence.index, [])
        for mention, entity in pairs[bisect_left(pairs, begin, key=_begin) :]:
            if mention.span.begin >= stop:
                break
            lead = self._text[begin : mention.span.begin].split()
            if len(lead) > 5 or "that" in lead or "of" in lead:
                break
            return Speaker(entity.name, mention.span)
        offset = end - len(self._text[begin:end].lstrip())
        match = _DESCRIBED.match(self._text, offset, end)
        return self._speaker(match.start(), match.end()) if match else None

    def _before(self, sentence: Sentence, end: int, asides: int = 0) -> Speaker | None:
        """The person named or described right before `end`."""
        begin = max(sentence.span.begin, end - _LEAD)
        lead = self._text[begin:end]
        named = self._last_named(sentence, begin, end)
        if named and _BETWEEN.fullmatch(self._text, named[0][0].span.end, end):
            mention, entity = named[0]
            if len(named) > 1 and self._is_of(named[1][0], mention):
                mention, entity = named[1]
            if mention.strength < EXACT and _FIRST.search(lead):
                return None
            return Speaker(entity.name, mention.span)
        if _FIRST.search(lead):
            return None
        match = _ARTICLE.search(lead) or _PLURAL.search(lead)
        if match:
            return self._speaker(begin + match.start(1), begin + match.end(1))
        # "Ovcharenko, who had arrived in August, said": look before the aside.
        aside = _ASIDE.search(lead) if asides < _ASIDES else None
        return self._before(sentence, begin + aside.start(), asides + 1) if aside else None

    def _last_named(self, sentence: Sentence, begin: int, end: int) -> list[tuple[Mention, Entity]]:
        """Up to two mentions from `begin` to `end`, the last first."""
        pairs = self._by_sentence.get(sentence.index, [])
        first, after = (bisect_left(pairs, at, key=_begin) for at in (begin, end))
        return list(islice((p for p in reversed(pairs[first:after]) if p[0].span.end <= end), 2))

    def _is_of(self, first: Mention, second: Mention) -> bool:
        """ "Mykula of Deep State said": the first of the two speaks."""
        return bool(_OF.fullmatch(self._text, first.span.end, second.span.begin))

    def _speaker(self, begin: int, end: int) -> Speaker:
        return Speaker(" ".join(self._text[begin:end].split()), Span(begin, end))
