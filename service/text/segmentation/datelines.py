"""The place and date before an article's first words: "KYIV - ", "Kiel (AFP) – ".

Forms: "WASHINGTON (AP) — ", "LONDON, March 3 (Reuters) - ", "BERGEN, May 6, 2026 –"; in small
letters with an agency only: "Kiev (AFP) – ", "(CNN)The", "St. Paul, Minn. (AP) —". A speaker's
name before a colon ("CARROLL: ", "JAKE TAPPER: ") looks the same, and so does "BREAKING: ":
before a colon, only a known capital or a place with its date or country counts.
"""

from __future__ import annotations

import re

from service.text.gazetteers.countries import METONYMS, country

_LOOKED_AT = 120
# Cities whose newspapers set a colon after the place.
_CITIES = frozenset(
    """mumbai|kolkata|chennai|bengaluru|bangalore|hyderabad|pune|lucknow|patna|srinagar|karachi|
    lahore|peshawar|islamabad|colombo|kathmandu|dubai|doha|singapore|hong kong|kuala lumpur|lagos|
    abuja|accra|kampala|harare|johannesburg|cape town|sydney|melbourne|auckland|geneva|new york|
    los angeles|chicago|san francisco|istanbul|gaza|united nations""".replace("\n    ", "").split(
        "|"
    )
)
_LABEL = re.compile(
    r"[A-Z][A-Z.’'-]{1,24}(?: [A-Z][A-Z.’'-]{0,24}){0,3}"
    r"(?:, [A-Z][A-Z .’'-]{1,40}|\s\([^()]{1,40}\))?:\s"
)
_AGENCY = (
    r"\((?:AP|AFP|CNN|Reuters|UPI|ANI|IANS|PTI|Xinhua|Bloomberg|TASS|dpa|EFE|BBC|CNS|KUNA|WAM|"
    r"Yonhap|"
    r"GLOBE NEWSWIRE|PRNewswire|Business Wire)\)"
)
_DASH = r"[-–—―]{1,3}"
_NO_PLACE = (
    r"(?!(?:READ|RELATED|WATCH|LISTEN|SEE|MORE|PHOTOS?|VIDEO|FILE|UPDATED?|BREAKING|EXCLUSIVE|"
    r"OPINION|ANALYSIS|EDITORIAL|CORRECTION|NOTE|LIVE|JUST IN|LOL|OMG|WTF|WOW|YES|NO|OK|OKAY|BTW|"
    r"FYI|IMO|IMHO|PS|Q|A|AND|BUT|SO|NOT|THE|THIS|WHY|HOW|WHAT|WHO|ALERT|WARNING|DEVELOPING|"
    r"UPDATE|REPORT|REVIEW|INTERVIEW|WINNERS?|LOSERS?|RESULTS?|STEP|DAY|PART)\b)"
)
_CAPITALS = r"(?:[A-Z][A-Z.’'-]{1,24}|ST\.)(?:[ /][A-Z][A-Z.’'-]{0,24}){0,4}"
_REGION = r"(?:,\s[A-Z\d][\w.]{1,14}(?:\s[A-Z\d][\w.]{0,14}){0,2}){0,3}"
_DATELINE = re.compile(
    rf"(?:(?:[A-Z][\w.’'-]{{1,24}}(?:[ /][A-Z][\w.’'-]{{0,24}}){{0,3}}"
    rf"(?:,\s[A-Z\d][\w. ]{{1,20}}){{0,2}}\s)?"
    rf"{_AGENCY}(?:\s*{_DASH}\s*|(?=\w))|{_AGENCY}\s+|"
    rf"{_NO_PLACE}(?P<place>{_CAPITALS})(?P<more>{_REGION}(?:\s\([A-Z][\w .,/-]{{1,30}}\))?)"
    rf"\s*(?:{_DASH}|(?P<colon>:))\s+(?=\S))"
)


def dateline(text: str, *, colon: bool = True) -> int:
    """Length of the dateline at the start of `text` with the blanks after it; 0 without one.

    `colon` says whether it may end in a colon; in a transcript, names of speakers do.
    """
    match = _DATELINE.match(text[:_LOOKED_AT])
    if not match:
        return 0
    if match["colon"] and not (colon and (match["more"] or _is_place(match["place"]))):
        return 0
    return match.end()


def is_speaker_label(text: str) -> bool:
    """Whether a line begins as a speaker's words do in a transcript: "CARROLL: "."""
    return bool(_LABEL.match(text))


def _is_place(name: str) -> bool:
    low = name.lower()
    return low in METONYMS or low in _CITIES or country(name) is not None
