"""Numbers and dates of a text by their values, so that "ten" and "10" are one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split()
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "dozen": 12.0,
}  # fmt: skip
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WORDS = {
    **{word: float(i) for i, word in enumerate(_ONES) if i > 1},  # "one" is mostly no number
    **{word: 10.0 * i for i, word in enumerate(_TENS, 2)},
}
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<currency>[$£€¥])?(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,18})(?P<part>\.\d+)?"
    r"(?:(?:st|nd|rd|th)\b)?"
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|mn|bn|[km]\b))?"
    r"(?P<percent> ?%| percent\b| per cent\b)?",
    re.IGNORECASE,
)
_SPELT = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<ones>{'|'.join(_ONES[1:10])}))?|"
    rf"(?P<word>{'|'.join(_ONES[2:])}))\b"
    r"(?:[ -](?P<scale>hundred|thousand|million|billion|trillion|dozen)\b)?"
    r"(?P<percent> percent\b)?",
    re.IGNORECASE,
)
_DAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b", re.IGNORECASE)
_VERBS = ("march", "may")  # as well
_MONTH = re.compile(
    rf"\b(?i:{'|'.join(m for m in _MONTHS if m not in _VERBS)})\b|\bMarch\b|"
    rf"\b(?i:{'|'.join(_VERBS)})\b(?=,? \d)|(?<=\d )(?i:{'|'.join(_VERBS)})\b|"
    r"(?<=\b[Ii]n )May\b|(?<=\b[Oo]f )May\b",
)
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_FEW = 20  # below it a number is not rounded


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a date at `[begin, end)` of a text.

    `unit` is "%", "currency", "year", "day", "month" or empty; days and months count from 0.
    `digits` are the significant digits as it is written, of a rounded number few.
    """

    begin: int
    end: int
    value: float
    unit: str
    digits: int = 1

    @property
    def is_date(self) -> bool:
        """Whether it is a day, a month or a year."""
        return self.unit in ("year", "day", "month")

    def same_as(self, other: Quantity) -> bool:
        """Whether the other one, perhaps rounded, is this one."""
        if self.is_date or other.is_date:
            return self.value == other.value and (self.unit == other.unit or self.unit == "year")
        if self.value == other.value:
            return True
        if other.value < _FEW or other.digits <= self.digits:
            return False
        scale = 10.0 ** (math.floor(math.log10(other.value)) - self.digits + 1)
        return math.isclose(round(other.value / scale) * scale, self.value)


def quantities(text: str) -> list[Quantity]:
    """All numbers and dates of a text, in order."""
    found = [q for match in _NUMBER.finditer(text) if (q := _of_digits(match)) is not None]
    found += [_of_words(match) for match in _SPELT.finditer(text)]
    for pattern, names, unit in ((_DAY, _DAYS, "day"), (_MONTH, _MONTHS, "month")):
        for m in pattern.finditer(text):
            found.append(Quantity(m.start(), m.end(), float(names.index(m[0].lower())), unit))
    return sorted(found, key=lambda q: q.begin)


def missing(text: str, others: Iterable[Quantity]) -> list[Quantity]:
    """The numbers and dates of a text that are none of the others."""
    known = list(others)
    return [q for q in quantities(text) if not any(q.same_as(other) for other in known)]


def _of_digits(match: re.Match[str]) -> Quantity | None:
    plain = match["digits"].replace(",", "")
    value = float(plain + (match["part"] or ""))
    scale = match["scale"]
    unit = "%" if match["percent"] else "currency" if match["currency"] else ""
    if scale:
        value *= _SCALES[scale.lower()]
    elif not unit and not match["part"] and len(plain) == 4 and "," not in match["digits"]:
        if _FIRST_YEAR <= value <= _LAST_YEAR:
            unit = "year"
    digits = len((plain + (match["part"] or "").removeprefix(".")).strip("0"))
    return Quantity(match.start(), match.end(), value, unit, max(1, digits))


def _of_words(match: re.Match[str]) -> Quantity:
    if match["tens"]:
        value = _WORDS[match["tens"].lower()]
        value += _ONES.index(match["ones"].lower()) if match["ones"] else 0
    else:
        value = _WORDS[match["word"].lower()]
    if match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    unit = "%" if match["percent"] else ""
    return Quantity(match.start(), match.end(), value, unit, 2 if match["ones"] else 1)
