"""The words beside a verb: the subject before it, the object after it."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.targets.wording.closed_classes import DETERMINERS, PRONOUNS, SUBJECT_PRONOUNS
from service.text.targets.wording.target_words import TargetWord

Words = Sequence[TargetWord]

_REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves", "ourselves", "no"})
# After a verb: "carried out", but "on" mostly begins a place or time.
PARTICLES = frozenset({"up", "out", "off", "down", "away", "back", "into"})
_OBJECT_CLAUSES = frozenset(
    {"that", "what", "how", "why", "whether", "where", "as", "better", "worse"}
)


def opens_object(words: Words, at: int) -> bool:
    """Whether an object or a complement surely begins at word `at`."""
    if at >= len(words):
        return False
    word = words[at]
    if word.low in DETERMINERS | PRONOUNS | _OBJECT_CLAUSES or word.low.endswith("ing"):
        return True
    return word.is_name or word.is_adverb or word.low in PARTICLES


def subject_of(words: Words, at: int) -> TargetWord | None:
    """The word before a verb, adverbs aside, if it may end a subject."""
    i = at - 1
    while i > 0 and (words[i].is_adverb or words[i].low in _REFLEXIVES):
        i -= 1
    word = words[i]
    if word.low in SUBJECT_PRONOUNS:
        return word
    return word if word.is_open and not (word.is_possessive or word.is_adverb) else None


def has_determiner(words: Words, at: int) -> bool:
    """Whether an article, possessive or pronoun stands at `at`."""
    return at < len(words) and words[at].low in DETERMINERS | PRONOUNS
