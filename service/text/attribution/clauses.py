"""The clause round a reporting verb: its auxiliaries, its pronoun, its place in the sentence."""

from __future__ import annotations

import re

from service.text.document import Sentence
from service.text.gazetteers.word_lists import TITLES
from service.text.span import Span

LEAD = 300  # code points before a verb in which its subject is looked for
# What may stand between a subject and its verb. "falsely", "reportedly" and the like by their
# ending: each word in one way only.
_WHEN = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|week|month|year"
_AUXILIARY = (
    r"has|have|had|also|further|first|now|then|later|once|will|would|often|still|never|ever|could|"
    r"may|might|"
    rf"recently|on|late|early|last|this|earlier|{_WHEN}"
)
_BETWEEN = re.compile(rf"[\s,.]*(?:(?:{_AUXILIARY}|who|and|[a-z]+ly)[\s,]+)*", re.IGNORECASE)
_BEFORE_VERB = re.compile(rf"(?i:{_AUXILIARY})|(?!(?:fami|assemb|al|rep|supp)ly$)[a-z]+ly")
_PRONOUN = re.compile(r"\b(?:I|we|you|it|that|which|this|there|they|he|she|who|what)\s*$", re.I)
_CLAUSE_BEGINS = re.compile(
    r"(?:^|[,“”\"’'–—;:-]|\b(?:and|but|also|so|still|however|then))\s*$", re.I
)
_SUBORDINATE = frozenset("after before when because if until where whether".split())
_BEFORE_NAMES = TITLES | {"the", "a", "an"}
_CLAUSE_LEAD = LEAD // 4  # code points before a subject that hold its conjunction


def is_between_subject_and_verb(text: str, begin: int, end: int) -> bool:
    """Whether the text from `begin` to `end` only joins a subject to its verb: " has also "."""
    return _BETWEEN.fullmatch(text, begin, end) is not None


def auxiliaries_begin(lead: str) -> int:
    """Where in `lead`, which ends at a verb, the words begin that go with it: " has also"."""
    end = len(lead.rstrip())
    while end:
        *rest, word = lead[:end].rsplit(None, 1)
        if not (rest or lead[0].isspace()) or not _BEFORE_VERB.fullmatch(word):
            break
        end = len(rest[0]) if rest else 0
    return end


def ends_with_pronoun(lead: str) -> bool:
    """Whether the text before a verb gives it a pronoun for a subject: "he"."""
    return _PRONOUN.search(lead) is not None


def subject_pronoun(text: str, sentence: Sentence, verb: Span) -> str | None:
    """The pronoun that is the subject of `verb`, in lower case: "she said".

    Only one with which a clause of its own begins, not "what she said".
    """
    lead = text[max(sentence.span.begin, verb.begin - LEAD) : verb.begin]
    match = _PRONOUN.search(lead[: auxiliaries_begin(lead)])
    if match is None or not _CLAUSE_BEGINS.search(lead[: match.start()]):
        return None
    return match[0].strip().lower()


def is_subordinate(text: str, sentence: Sentence, subject: int) -> bool:
    """Whether the subject that begins at `subject` is that of a clause beside the main one.

    "As Reyes said", "than Reyes said"; of "after Reyes said" and the like those that come
    before what the author has to say.
    """
    lead = text[max(sentence.span.begin, subject - _CLAUSE_LEAD) : subject].split()
    while lead and lead[-1].lower().rstrip(".") in _BEFORE_NAMES:
        lead.pop()
    if not lead:
        return False
    if lead[-1].lower() in {"as", "than"}:
        return lead[-2:-1] != ["such"]
    return lead[-1].lower() in _SUBORDINATE and len(lead) <= 2
