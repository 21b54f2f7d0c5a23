"""The subject of a reporting verb: a name, a described person, or a resolved pronoun."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from service.text.attribution.clauses import (
    LEAD,
    auxiliaries_begin,
    ends_with_pronoun,
    is_between_subject_and_verb,
    is_subordinate,
)
from service.text.attribution.descriptions import find_description
from service.text.document import Document, Sentence
from service.text.entities.coreference import Pronoun
from service.text.entities.model import METONYM, Entity, EntityKind, Mention
from service.text.span import Span

_OF = re.compile(
    r"\s*(?:,\s*)?(?:\d+,\s*)?(?:an?\s|the\s)?(?:[\w-]+\s+){0,3}(?:of|from|at|for|with)\s+"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"(?:(?:the|an?|some|one|another|his|her|their|its|two|three|several|many|most)\s+)"
    r"(?:[\w’'-]+\s+){0,3}?[\w’'-]+(?=\s+(?:who|that|which|in|of|with|from|at|for|on|to|"
    r"familiar|connected|briefed|close)\b|\s*[,.;:—–(“\"]|\s+-|\s*$)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:,\s(?:[^,“”\"]|,(?=\d)){1,120},|\s[-–—]\s[^“”\"]{1,120}?\s[-–—]|\s\([^()]{1,60}\))\s*$"
)
_NO_SUBJECT_AFTER = frozenset(
    """that of in on at to for from with by about he she it they we i you his her their today
    yesterday reporters there this these when after before while and but""".split()
)
# Reporting verbs that have an object, and so never stand before their subject after a comma.
_WITH_OBJECT = frozenset(
    """told tells asked asks urged urges described expected expects called announced believed
    believes vowed posted tweeted predicted""".split()
)
_PREPOSITIONS = frozenset("of in at to from with by on for about against between as like".split())
_PHRASE_CONTINUES = re.compile(
    r"\s+(?!(?:of|in|at|who|on|from|to|with|for|by|as|and|but|when|while|after|before|during|told|"
    r"that|which|this|last|late|early|yesterday|today|here|there|in)\b)[a-z]"
)
_QUOTATION_ENDS = ("”", '"', "’", "'", "?", "!", "…")
_QUOTED = re.compile('[“"‘]')
_MOST_ASIDES = 4  # that are looked past for a subject
_MOST_WORDS = 6  # from a verb to the name of a subject that follows it
_OPENING = 30  # code points within which a sentence's first subject begins

Mentioned = tuple[Mention, Entity]


def _begin(pair: Mentioned) -> int:
    return pair[0].span.begin


@dataclass(frozen=True, slots=True)
class Speaker:
    """`span` is where the text names the speaker there; `name` the fullest form known.

    `named` is False for a speaker who is only described: "the soldier".
    """

    name: str
    span: Span
    named: bool = True


class SpeakerFinder:
    """Finds speakers in one document, given its entities and resolved pronouns."""

    def __init__(
        self, document: Document, entities: Sequence[Entity], pronouns: Sequence[Pronoun]
    ) -> None:
        self._text = document.text
        self._by_sentence: dict[int, list[Mentioned]] = {}
        for entity in entities:
            for mention in entity.mentions:
                if mention.strength >= METONYM:
                    self._by_sentence.setdefault(mention.sentence, []).append((mention, entity))
        for pronoun in pronouns:
            pair = (pronoun.mention, pronoun.entity)
            self._by_sentence.setdefault(pronoun.mention.sentence, []).append(pair)
        for pairs in self._by_sentence.values():
            pairs.sort(key=lambda pair: pair[0].span)

    def subject(self, sentence: Sentence, verb: Span) -> Speaker | None:
        """The speaker who is the subject of `verb`; None where there is none."""
        before = self._text[max(sentence.span.begin, verb.begin - LEAD) : verb.begin].rstrip()
        speaker = self._before(sentence, verb.begin)
        if self._is_inverted(sentence, verb, before, speaker):
            speaker = self.after(sentence, verb.end) or speaker
        elif speaker is None and before.endswith((" and", " but")):
            speaker = self._opening(sentence)  # "Reyes rose and said"
        # "as Trump falsely claimed" does not make the sentence Trump's.
        if speaker is None or is_subordinate(self._text, sentence, speaker.span.begin):
            return None
        return speaker

    def after(self, sentence: Sentence, begin: int) -> Speaker | None:
        """The first person named or described right after `begin`."""
        end = sentence.span.end
        named = self._named_after(sentence, begin, self._phrase_end(begin, end))
        if named is not None:
            return named
        offset = end - len(self._text[begin:end].lstrip())
        match = _DESCRIBED.match(self._text, offset, end)
        return self._described(match.start(), match.end()) if match else None

    def _is_inverted(
        self, sentence: Sentence, verb: Span, before: str, speaker: Speaker | None
    ) -> bool:
        """Whether the verb may stand before its subject: ", said a soldier"."""
        if not before or before.endswith(_QUOTATION_ENDS):
            return True
        if not before.endswith(","):
            return False
        if speaker is not None and speaker.span.begin - sentence.span.begin <= _OPENING:
            return False  # "Reyes, a baker from Spain, said"
        word = self._text[verb.begin : verb.end].split()[0].lower()
        return word not in _WITH_OBJECT

    def _phrase_end(self, begin: int, end: int) -> int:
        """Where a phrase that begins at `begin` ends: at a mark, or at `end`."""
        marks = (self._text.find(mark, begin, end) for mark in ",;“")
        stop = min((at for at in marks if at >= 0), default=end)
        return stop if stop > begin else end

    def _named_after(self, sentence: Sentence, begin: int, end: int) -> Speaker | None:
        """The subject that is named from `begin` to `end`, right after its verb."""
        pairs = self._by_sentence.get(sentence.index, [])
        first = bisect_left(pairs, begin, key=_begin)
        if first == len(pairs) or pairs[first][0].span.begin >= end:
            return None
        mention, entity = pairs[first]
        lead = self._text[begin : mention.span.begin].split()
        if len(lead) > _MOST_WORDS or any(word.lower() in _NO_SUBJECT_AFTER for word in lead):
            return None
        if lead and _PHRASE_CONTINUES.match(self._text, mention.span.end, sentence.span.end):
            return None  # "said the Barcelona defender"
        return Speaker(entity.name, mention.span)

    def _before(self, sentence: Sentence, end: int, asides: int = 0) -> Speaker | None:
        """The person named or described right before `end`."""
        begin = max(sentence.span.begin, end - LEAD)
        lead = self._text[begin:end]
        lead = lead[: auxiliaries_begin(lead)]
        # "Ovcharenko, who had arrived in August, said": look before the aside.
        aside = _ASIDE.search(lead) if asides < _MOST_ASIDES else None
        named = self._named(sentence, begin, end, begin + aside.start() if aside else begin)
        if named is not None:
            return named
        if aside is not None:
            return self._before(sentence, begin + aside.start(), asides + 1)
        if ends_with_pronoun(lead):
            return None
        span = find_description(self._text, begin, begin + len(lead))
        return self._described(span.begin, span.end) if span else None

    def _named(self, sentence: Sentence, begin: int, end: int, aside: int) -> Speaker | None:
        """The speaker whose name ends right before `end`; an aside begins at `aside`."""
        pairs = self._last_named(sentence, begin, end)
        if not pairs or not is_between_subject_and_verb(self._text, pairs[0][0].span.end, end):
            return None
        mention, entity = pairs[0]
        if len(pairs) > 1 and self._is_of(pairs[1][0], mention):
            mention, entity = pairs[1]
        if mention.span.begin > aside > begin and not self._is_apposition(aside, mention, entity):
            return None
        before = self._text[begin : mention.span.begin].split()
        if before and before[-1].lower() in _PREPOSITIONS:
            return None
        return Speaker(entity.name, mention.span)

    def _is_apposition(self, aside: int, mention: Mention, entity: Entity) -> bool:
        """ "the army’s spokesman, Ana Reyes, said", not "Google, the parent of YouTube, said"."""
        inside = self._text[aside : mention.span.begin].split()
        return entity.kind is EntityKind.PERSON and not any(word.islower() for word in inside)

    def _opening(self, sentence: Sentence) -> Speaker | None:
        """The speaker with whose name a sentence begins."""
        pairs = self._by_sentence.get(sentence.index, [])
        if not pairs:
            return None
        mention, entity = pairs[0]
        before = self._text[sentence.span.begin : mention.span.begin][: 2 * _OPENING]
        if sum(word.islower() for word in before.split()) > 1 or _QUOTED.search(before):
            return None
        return Speaker(entity.name, mention.span)

    def _last_named(self, sentence: Sentence, begin: int, end: int) -> list[Mentioned]:
        """Up to two mentions from `begin` to `end`, the last first."""
        pairs = self._by_sentence.get(sentence.index, [])
        first, after = (bisect_left(pairs, at, key=_begin) for at in (begin, end))
        return list(islice((p for p in reversed(pairs[first:after]) if p[0].span.end <= end), 2))

    def _is_of(self, first: Mention, second: Mention) -> bool:
        """ "Mykula of Deep State said": the first of the two speaks."""
        return bool(_OF.fullmatch(self._text, first.span.end, second.span.begin))

    def _described(self, begin: int, end: int) -> Speaker:
        return Speaker(" ".join(self._text[begin:end].split()), Span(begin, end), named=False)
