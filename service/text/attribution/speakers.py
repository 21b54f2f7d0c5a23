"""The subject of a verb of saying: a name, a described person, or a resolved pronoun."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from service.text.attribution.descriptions import described
from service.text.document import Document, Sentence
from service.text.entities.coreference import Pronoun
from service.text.entities.model import Entity, EntityKind, Mention
from service.text.gazetteers.word_lists import TITLES
from service.text.span import Span

# What may stand between a subject and its verb. "falsely", "reportedly" and the like by their
# ending: each word in one way only.
_WHEN = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|week|month|year"
_HELP = (
    r"has|have|had|also|further|first|now|then|later|once|will|would|often|still|never|ever|could|"
    r"may|might|"
    rf"recently|on|late|early|last|this|earlier|{_WHEN}"
)
_BETWEEN = re.compile(rf"[\s,.]*(?:(?:{_HELP}|who|and|[a-z]+ly)[\s,]+)*", re.IGNORECASE)
_HELPING = re.compile(rf"(?i:{_HELP})|(?!(?:fami|assemb|al|rep|supp)ly$)[a-z]+ly")
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
_PRONOUN = re.compile(r"\b(?:I|we|you|it|that|which|this|there|they|he|she|who|what)\s*$", re.I)
_CLAUSE = re.compile(r"(?:^|[,“”\"’'–—;:-]|\b(?:and|but|also|so|still|however|then))\s*$", re.I)
_SUBORDINATE = frozenset("after before when because if until where whether".split())
_NOT_SUBJECT = frozenset(
    """that of in on at to for from with by about he she it they we i you his her their today
    yesterday reporters there this these when after before while and but""".split()
)
# Verbs of saying that have an object, and so never stand before their subject after a comma.
_WITH_OBJECT = frozenset(
    """told tells asked asks urged urges described expected expects called announced believed
    believes vowed posted tweeted predicted""".split()
)
_PREPOSITIONS = frozenset("of in at to from with by on for about against between as like".split())
_PHRASE_GOES_ON = re.compile(
    r"\s+(?!(?:of|in|at|who|on|from|to|with|for|by|as|and|but|when|while|after|before|during|told|"
    r"that|which|this|last|late|early|yesterday|today|here|there|in)\b)[a-z]"
)
_BEFORE_NAMES = TITLES | {"the", "a", "an"}
_LEAD = 300  # code points before a verb in which its subject is looked for
_ASIDES = 4  # that are looked past for it
_QUOTED = re.compile('[“"‘]')
_OPENING = 30  # code points within which a sentence's first subject begins


def _begin(pair: tuple[Mention, Entity]) -> int:
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
        start = max(sentence.span.begin, verb.begin - _LEAD)
        before = self._text[start : verb.begin].rstrip()
        speaker = self._before(sentence, verb.begin)
        opening = speaker is not None and speaker.span.begin - sentence.span.begin <= _OPENING
        quoted = before.endswith(("”", '"', "’", "'", "?", "!", "…"))
        comma = before.endswith(",") and not opening  # else "Reyes, a baker from Spain, said"
        word = self._text[verb.begin : verb.end].split()[0].lower()
        if not before or quoted or (comma and word not in _WITH_OBJECT):
            # ", said a soldier": the verb before its subject.
            speaker = self.after(sentence, verb.end) or speaker
        elif speaker is None and before.endswith((" and", " but")):
            speaker = self._opening(sentence)  # "Reyes rose and said"
        if speaker is None or self._subordinate(sentence, speaker.span.begin):
            return None  # "as Trump falsely claimed" does not make the sentence Trump's
        return speaker

    def pronoun(self, sentence: Sentence, verb: Span) -> str | None:
        """The pronoun that does the saying at `verb`, in lower case: "she said".

        Only one with which a clause of its own begins, not "what she said".
        """
        begin = max(sentence.span.begin, verb.begin - _LEAD)
        lead = self._text[begin : verb.begin]
        match = _PRONOUN.search(lead[: self._tail(lead)])
        if match is None or not _CLAUSE.search(lead[: match.start()]):
            return None
        return match[0].strip().lower()

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
            if len(lead) > 6 or any(word.lower() in _NOT_SUBJECT for word in lead):
                break
            if lead and _PHRASE_GOES_ON.match(self._text, mention.span.end, end):
                break  # "said the Barcelona defender"
            return Speaker(entity.name, mention.span)
        offset = end - len(self._text[begin:end].lstrip())
        match = _DESCRIBED.match(self._text, offset, end)
        return self._speaker(match.start(), match.end()) if match else None

    def _before(self, sentence: Sentence, end: int, asides: int = 0) -> Speaker | None:
        """The person named or described right before `end`."""
        begin = max(sentence.span.begin, end - _LEAD)
        lead = self._text[begin:end]
        phrase = self._tail(lead)
        # "Ovcharenko, who had arrived in August, said": look before the aside.
        aside = _ASIDE.search(lead[:phrase]) if asides < _ASIDES else None
        named = self._named(sentence, begin, end, begin + aside.start() if aside else begin)
        if named is not None or (_PRONOUN.search(lead[:phrase]) and not aside):
            return named
        if aside is not None:
            return self._before(sentence, begin + aside.start(), asides + 1)
        span = described(self._text, begin, begin + phrase)
        return self._speaker(span.begin, span.end) if span else None

    def _named(self, sentence: Sentence, begin: int, end: int, aside: int) -> Speaker | None:
        """The one whose name ends right before `end`, an aside being from `aside` on."""
        pairs = self._last_named(sentence, begin, end)
        if not pairs or not _BETWEEN.fullmatch(self._text, pairs[0][0].span.end, end):
            return None
        mention, entity = pairs[0]
        if len(pairs) > 1 and self._is_of(pairs[1][0], mention):
            mention, entity = pairs[1]
        if mention.span.begin > aside > begin:
            # "the army’s spokesman, Ana Reyes, said", but "Google, the parent of YouTube, said"
            inside = self._text[aside : mention.span.begin].split()
            if entity.kind is not EntityKind.PERSON or any(word.islower() for word in inside):
                return None
        before = self._text[begin : mention.span.begin].split()
        if before and before[-1].lower() in _PREPOSITIONS:
            return None
        return Speaker(entity.name, mention.span)

    def _opening(self, sentence: Sentence) -> Speaker | None:
        """The one with whom a sentence begins."""
        pairs = self._by_sentence.get(sentence.index, [])
        if not pairs:
            return None
        mention, entity = pairs[0]
        before = self._text[sentence.span.begin : mention.span.begin][: 2 * _OPENING]
        if sum(word.islower() for word in before.split()) > 1 or _QUOTED.search(before):
            return None
        return Speaker(entity.name, mention.span)

    @staticmethod
    def _tail(lead: str) -> int:
        """Where in `lead` the helping words before its verb begin: " has also"."""
        end = len(lead.rstrip())
        while end:
            *rest, word = lead[:end].rsplit(None, 1)
            if not (rest or lead[0].isspace()) or not _HELPING.fullmatch(word):
                break
            end = len(rest[0]) if rest else 0
        return end

    def _subordinate(self, sentence: Sentence, begin: int) -> bool:
        """Whether the subject at `begin` is that of a clause beside the main one.

        "As Reyes said", "than Reyes said"; of "after Reyes said" and the like those that come
        before what the author has to say.
        """
        lead = self._text[max(sentence.span.begin, begin - _LEAD // 4) : begin].split()
        while lead and lead[-1].lower().rstrip(".") in _BEFORE_NAMES:
            lead.pop()
        if not lead:
            return False
        if lead[-1].lower() in {"as", "than"}:
            return lead[-2:-1] != ["such"]
        return lead[-1].lower() in _SUBORDINATE and len(lead) <= 2

    def _last_named(self, sentence: Sentence, begin: int, end: int) -> list[tuple[Mention, Entity]]:
        """Up to two mentions from `begin` to `end`, the last first."""
        pairs = self._by_sentence.get(sentence.index, [])
        first, after = (bisect_left(pairs, at, key=_begin) for at in (begin, end))
        return list(islice((p for p in reversed(pairs[first:after]) if p[0].span.end <= end), 2))

    def _is_of(self, first: Mention, second: Mention) -> bool:
        """ "Mykula of Deep State said": the first of the two speaks."""
        return bool(_OF.fullmatch(self._text, first.span.end, second.span.begin))

    def _speaker(self, begin: int, end: int) -> Speaker:
        return Speaker(" ".join(self._text[begin:end].split()), Span(begin, end), named=False)
