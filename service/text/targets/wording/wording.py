"""What kind of thing the wording of a target names, without the text that it is sought in."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from service.text.normalization.normalize import normalized
from service.text.targets.wording.nominals import Nominal, head_index, nominal
from service.text.targets.wording.statements import is_statement
from service.text.targets.wording.target_words import target_words


class Wording(StrEnum):
    """What a target is by its wording."""

    STATEMENT = "statement"  # "The union lied", "Ban fracking"
    NAME = "name"  # "Ana Duarte", "the FBI"
    AGENT = "agent"  # "the striking nurses", "Minnesota nurses' union"
    TOPIC = "topic"  # "gun control", "LGBTQ rights"


_OF_NOMINAL = {
    Nominal.NAME: Wording.NAME,
    Nominal.AGENT: Wording.AGENT,
    Nominal.TOPIC: Wording.TOPIC,
}


@lru_cache(maxsize=1024)
def wording_of(target: str) -> Wording:
    """The wording of a target as the caller gave it; a topic where it has no words."""
    text = " ".join(normalized(target).split())
    if is_statement(text):
        return Wording.STATEMENT
    words = target_words(text)
    return _OF_NOMINAL[nominal(words)] if words else Wording.TOPIC


def head_of(target: str) -> tuple[str, list[str]]:
    """The head noun of a noun phrase and the words that modify it, in small letters.

    "union" with "minnesota" and "nurses" for "the Minnesota nurses' union". `target` has a word.
    """
    words = target_words(target)
    head = head_index(words)
    others = [word for i, word in enumerate(words) if i != head and word.is_open]
    return words[head].low, [word.low.rstrip("'") for word in others]
