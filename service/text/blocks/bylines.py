"""Lines of author, outlet and date that hold no sentence."""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = re.compile(
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\s+{_MONTH},?\s+\d{{4}}|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\b",
    re.IGNORECASE,
)
# "March 31", "2:56 p.m.", "3 hours ago": a time, but in a line that says so only.
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
_WORDS = 14
_OTHERS = 5  # words that name the outlet and the author


def is_dated_line(text: str) -> bool:
    """A date with the name of an outlet or author at most: "Portvale Courier November 9, 2026"."""
    if len(text) > 140 or text.endswith(("!", "?")):
        return False
    words = text.split()
    if len(words) > _WORDS or _LIFE.match(text):
        return False
    says_so = bool(_SAYS_SO.match(text.lstrip("-–—(*• ")))
    if words and all(w.strip(".,|/()–-").lower() in _FILLING or w[0].isdigit() for w in words):
        return bool(_LOOSE.search(text))  # "3:42 PM", "Tuesday 5.30 GMT"
    if not (DATE.search(text) or (says_so and _LOOSE.search(text))):
        return False
    if text.endswith(".") and not says_so and not text[:1].isdigit() and len(words) > 5:
        return False
    others = [w for w in _TOKEN.findall(text) if w.rstrip(".").lower() not in _FILLING]
    return len(others) <= _OTHERS and all(w[0].isupper() for w in others)
