"""Words that turn a statement around, put it into the future, or leave it open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

NEGATION = re.compile(
    r"\b(?:not|never|no longer|no|none|nobody|without|neither|nor|cannot|fail(?:s|ed)? to|"
    r"refus(?:e|es|ed) to)\b|n[’']t\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|would|shall|plan(?:s|ned)? to|intend(?:s|ed)? to|expected to|set to|"
    r"scheduled to|hop(?:e|es|ed|ing) to|aim(?:s|ed|ing)? to|going to|about to|want(?:s|ed)? to|"
    r"propos(?:e|es|ed) to|promis(?:e|es|ed) to|vow(?:s|ed)? to)\b",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:(?-i:may)|might|could|allegedly|alleged|alleges?|reportedly|apparently|possibly|"
    r"probably|perhaps|suspected|suspects?|accused|accus(?:e|es)|believed|claim(?:s|ed)?|purported(?:ly)?|"
    r"supposed(?:ly)?|potentially|rumou?red|unconfirmed|appears? to|seems? to|likely)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:has|have|had|was|were|\w{3,}ed)\b", re.IGNORECASE)


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """The opposites of each word that has some, in small letters."""
    text = (files("service.tasks.verify.differences") / "opposites.txt").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            first, second = line.split()
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
    return {word: frozenset(others) for word, others in found.items()}


def is_done(text: str) -> bool:
    """Whether a text tells something as done, and nothing as planned."""
    return _DONE.search(text) is not None and FUTURE.search(text) is None
