"""Lines of author, outlet and date that hold no sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = re.compile(
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\s+{_MONTH},?\s+\d{{4}}|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\b",
    re.IGNORECASE,
)
# "March 31", "2:56 p.m.", "3 hours ago": they count only in a line that is labelled as a date.
_LOOSE = re.compile(
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\s+{_MONTH}|\d{{1,2}}[:.]\d\d|"
    r"\d{1,3}\s*(?:min|minute|hour|hr|day|week|month|year|h|d)s? ago|today|yesterday|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"(?:last |first |originally )?(?:published|updated|posted|modified|created|edited|issued|"
    r"release date|date|printed|upd)\b\s?:?",
    re.IGNORECASE,
)
_FILLING = frozenset(
    """published updated posted modified created edited issued release date last first originally on
    at by from in am pm a.m p.m et est edt pt pst pdt ct cst cdt gmt utc bst cet cest ist
    ago hours hour minutes minute mins min days day weeks week today yesterday monday tuesday
    wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun jan feb mar apr
    may jun jul aug sep sept oct nov dec january february march april june july august september
    october november december updated: read""".split()
)
_LIFE = re.compile(r"(?:born|died|died:|born:|b\.|d\.)\s?", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_][\w.’'&-]*")
_LONGEST = 140  # code points
_WORDS = 14
_SENTENCE_WORDS = 5  # a line with a full stop and more of them is a sentence
_OTHERS = 5  # words that name the outlet and the author


def is_dated_line(text: str) -> bool:
    """A date with the name of an outlet or author at most: "Portvale Courier November 9, 2026"."""
    if len(text) > _LONGEST or text.endswith(("!", "?")):
        return False
    words = text.split()
    if len(words) > _WORDS or _LIFE.match(text):
        return False
    if _is_bare_time(words):
        return bool(_LOOSE.search(text))
    labelled = _is_labelled(text)
    if not _holds_date(text, labelled) or (not labelled and _is_sentence(text, words)):
        return False
    return _names_only(text)


def _is_labelled(text: str) -> bool:
    """ "Published on", "Last updated:"."""
    return bool(_SAYS_SO.match(text.lstrip("-–—(*• ")))


def _is_bare_time(words: Sequence[str]) -> bool:
    """ "3:42 PM", "Tuesday 5.30 GMT": nothing but numbers and words about time."""
    return bool(words) and all(
        w.strip(".,|/()–-").lower() in _FILLING or w[0].isdigit() for w in words
    )


def _holds_date(text: str, labelled: bool) -> bool:
    """A full date, or after a label one without a year: "Updated March 31"."""
    return bool(DATE.search(text)) or (labelled and bool(_LOOSE.search(text)))


def _is_sentence(text: str, words: Sequence[str]) -> bool:
    """ "Portvale Council met on March 3, 2026.", but "9 May 2026, Portvale, by Ana Duarte."."""
    return text.endswith(".") and not text[:1].isdigit() and len(words) > _SENTENCE_WORDS


def _names_only(text: str) -> bool:
    """Whether the words besides the date are few and capitalised, as names are."""
    others = [w for w in _TOKEN.findall(text) if w.rstrip(".").lower() not in _FILLING]
    return len(others) <= _OTHERS and all(w[0].isupper() for w in others)
