"""Rules for a full stop after an abbreviation or a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.sentences.abbreviations import (
    CAPITAL,
    DIGIT,
    KNOWN,
    LOWER,
    NUMERAL,
    OFFICE,
    OPENER,
    SAINTS,
    Abbreviations,
)
from service.text.sentences.starts import OFFICERS, follows
from service.text.sentences.stop import DASHES, REACH, Stop

_ANSWERED = frozenset(
    "said says say saying answered answer voted replied simply is was yes shouted yelled".split()
)
# Numbers that count what follows, and so refer to nothing before: "20 people", "1,000".
_COUNTING = re.compile(
    r"\d{1,3},\d{3}|\d{5}|\d{1,4} (?:people|men|women|children|boys|girls|families|homes|houses|"
    r"cars|votes|towns|others|more|(?:min|hour|day|week|month|year|death|shop|boat)\w{0,5}s|"
    r"[a-z]{2,12}(?:ers|ors|ents|ants|ists|ians))\b"
)
# Classes whose numbers name something: "art. 5", "Dec. 20". Others measure: "approx. 20 people".
_BEFORE_NUMBERS = frozenset(
    {"title", "reference", "reference, lower case", "reference and word", "month"}
)
_AGO = re.compile(r"\d{1,4} [a-z]{2,12} ago\b")
_MIXED = re.compile(r"\d{1,4}(?:th|st|nd|rd|-(?:year|month|week|day|point|person|member))\b")
_DAY_AND_MONTH = re.compile(r"(?<!\d)\d{1,2}\. \d{1,2}\Z")
_YEAR = re.compile(r"\d{4}\b|\d{1,2}\. \d{4}\b")
_MONTH_AND_YEAR = re.compile(
    r"\d{1,2}\. ?\d{4}\b|(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December) \d{4}\b"
)
_FRAGMENT = re.compile(
    r"(?:At|By|In|On|From|Around|About|Before|After|Until|Till|Since|Near|Outside|Within|Across|"
    r"Throughout)(?: the| about| around| just)?(?: [\dA-Z][\w:,.’'-]{0,20}){1,2}(?: [ap]\.m)?"
)
_ASIDE = 200  # code points that an aside in brackets may have
_QUARTERS = frozenset("NW NE SW SE".split())
# Abbreviations that may go on before any word where all is written in capitals.
_OPEN_IN_CAPITALS = frozenset({"company", "country or body", "clock"})


def answer_no(stop: Stop) -> bool | None:
    """ "The mayor said no. 20 people cheered", but "ranked no. 20"."""
    if stop.left == "no" and DIGIT in stop.found and stop.previous().lower() in _ANSWERED:
        return True
    return None


def street_or_saint(stop: Stop) -> bool | None:
    """ "in St. Louis" goes on; "on Main St. Boats left", "on 42nd St. Boats" do not."""
    if stop.left not in ("St", "ST") or OPENER in stop.found or CAPITAL not in stop.found:
        return None
    if stop.word.capitalize() in SAINTS or stop.word in _QUARTERS:
        return False
    before = stop.previous()
    return bool(before) and (before[0].isdigit() or before[0].isupper()) and not stop.in_capitals


def known_abbreviation(stop: Stop) -> bool | None:
    """Abbreviations of the classes, each with what may follow it."""
    classes = _classes(stop)
    if not classes:
        return None
    if _is_county(stop) or _is_before_dash_or_ago(stop):
        return False
    if DIGIT in stop.found and _counts(stop, classes):
        return True
    if _is_fragment(stop) or _is_aside(stop):
        return False
    return _verdict_of_classes(stop, classes)


def _verdict_of_classes(stop: Stop, classes: tuple[Abbreviations, ...]) -> bool | None:
    """The verdict by what may follow the classes; None leaves a small letter to other rules."""
    applying = [each for each in classes if not each.unit or _follows_a_number(stop)]
    if any(_goes_on(stop, each) for each in applying):
        return False
    unsaid = any(LOWER not in each.goes_on for each in applying)
    return None if unsaid and LOWER in stop.found else True


def date_of_numbers(stop: Stop) -> bool | None:
    """ "on 12. 5. 2020", "on 5. May 2020"."""
    if not stop.left.isdecimal() or len(stop.left) > 2 or stop.begin == stop.at - len(stop.left):
        return None
    before = stop.text[max(stop.begin, stop.at - 7) : stop.at]
    if _DAY_AND_MONTH.search(before):
        return False if _YEAR.match(stop.text, stop.where) else None
    return False if _MONTH_AND_YEAR.match(stop.text, stop.where) else None


def _is_county(stop: Stop) -> bool:
    """ "in Co. Kerry"."""
    return stop.left == "Co" and stop.previous()[:1].islower()


def _is_before_dash_or_ago(stop: Stop) -> bool:
    """ "CONCORD, N.H. - The", "left News Corp. 18 months ago"."""
    return stop.opening[:1] in DASHES or bool(_AGO.match(stop.text, stop.where))


def _follows_a_number(stop: Stop) -> bool:
    """ "5 ft. of snow"."""
    return stop.previous()[-1:].isdigit()


def _counts(stop: Stop, classes: tuple[Abbreviations, ...]) -> bool:
    """Whether the next number counts things: "in Dec. 20 people", not "on Dec. 3 voters"."""
    names = {each.name for each in classes}
    if not names & _BEFORE_NUMBERS or ("month" in names and stop.previous().lower() != "in"):
        return False
    return bool(_COUNTING.match(stop.text, stop.where))


def _is_fragment(stop: Stop) -> bool:
    """ "At 5 a.m. Mr. Lee left", "In the U.S. Congress votes": no sentence has ended yet."""
    if stop.at - stop.begin > REACH or not {CAPITAL, OPENER} & stop.found:
        return False
    if OPENER in stop.found and not stop.left.lower().endswith(".m"):
        return False  # "Where? In the U.S. And you?"
    return bool(_FRAGMENT.fullmatch(stop.text, stop.begin, stop.at))


def _is_aside(stop: Stop) -> bool:
    """ "Senator Lee (R-Tex.) Monday said": the brackets opened in mid-sentence."""
    if stop.closing[:1] != ")" or OPENER in stop.found:
        return False
    low = max(stop.begin, stop.at - _ASIDE)
    return stop.text.rfind("(", low, stop.at) > stop.begin + 1


def _classes(stop: Stop) -> tuple[Abbreviations, ...]:
    """The classes of the word before the stop; none for a word that is no abbreviation."""
    if stop.mark != "." or not stop.left or _is_office_in_capitals(stop):
        return ()
    for spelling in _spellings(stop):
        if spelling in KNOWN:
            return KNOWN[spelling]
    return ()


def _is_office_in_capitals(stop: Stop) -> bool:
    """ "P.M" and "A.M" without a number before are initials, or a prime minister."""
    return stop.left in ("A.M", "P.M") and not _follows_a_number(stop)


def _spellings(stop: Stop) -> Iterator[str]:
    """The ways in which the table may hold the word before the stop."""
    left = stop.left
    yield left
    if "-" in left:
        left = left.rpartition("-")[2]  # "then-Sen. Duarte"
        yield left
    if len(left) > 1 and left.isupper() and (stop.in_capitals or DIGIT in stop.found):
        yield left.capitalize()


def _goes_on(stop: Stop, each: Abbreviations) -> bool:
    """Whether the sentence goes on after an abbreviation of the class `each`."""
    if stop.word in each.before:
        # "former Fla. Gov. Bush", but "in Miami, Fla. Gov. Bush"
        return each.name != "state" or not stop.follows_a_comma()
    if each.name == "country or body" and _MIXED.match(stop.text, stop.where):
        return True  # "the U.S. 20-year bond"
    if stop.in_capitals and each.name in _OPEN_IN_CAPITALS and OPENER not in stop.found:
        return True
    return follows(_continuations(stop, each), stop.found, stop.text, stop.where)


def _continuations(stop: Stop, each: Abbreviations) -> frozenset[str]:
    """What may follow an abbreviation of the class `each` in this place."""
    wanted = each.goes_on
    if each.name == "company" and stop.word not in OFFICERS:
        wanted = wanted - {OFFICE}
    if stop.word in ("I", "A") and (stop.left == "No" or stop.left[0].islower()):
        wanted = wanted - {NUMERAL}
    return wanted
