"""Patterns of lines that are not the article. All of them take linear time."""

from __future__ import annotations

import re

from service.text.blocks.bylines import DATE, is_dated_line
from service.text.boilerplate.all_rules import RULES
from service.text.boilerplate.page_labels import LABELS
from service.text.boilerplate.rule import strip_marks
from service.text.document import BlockKind

CREDIT = re.compile(
    r"(?:\((?!\S{0,80}://)[^()/]{2,80}/[^()]{2,80}\)|\[(?!\S{0,80}://)"
    r"[^\[\]/]{2,80}/[^\[\]]{2,80}\]|"
    r"\((?:[\w’' ]{1,30} )?(?:photo|image|picture|credit|courtesy|getty)\b[^()]{0,100}\)|"
    r"\((?:ap|afp|reuters|getty images|pixabay|dreamstime|shutterstock|istock)\)|"
    r"[—–|-]\s?(?:file )?(?:photo|image|picture)s?\b[^.!?()]{0,40}(?:\.[a-z]\w{1,20}){0,2}\s?\|?|"
    r"(?:getty images|ap photo|afp via getty|shutterstock|file photo)\)?|"
    r"(?<=[.!?] )\((?-i:[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{1,20}){1,2})\)|"
    r"\b(?-i:Photo|Photograph|Image|Picture|Credit)s?:\s[^.!?:“”\"]{1,60}(?:\.[^!?:“”\"]{0,30})?)"
    r"[.|]?$",
    re.IGNORECASE,
)
_CREDIT_WORDS = ("photo", "image", "picture", "credit", "getty", "shutterstock")
# "Ana Duarte speaks at the quay in Portvale": what a picture shows.
_SHOWN = (
    r"(?:speaks?|waves?|walks?|rush(?:es)?|reacts?|looks? on|greets?|poses?|gestures?|stands?|"
    r"sits?|"
    r"listens?|watch(?:es)?|shakes? hands|smiles?|pauses?|celebrates|arrives?|leaves|holds|cheers?|"
    r"signs|attends|performs?|embraces?|hugs?|kiss(?:es)?|prays?|works|plays|runs|rides?|carries|"
    r"gathers?|protests|marches|addresses|answers|departs|enters|appears|participates|testifies|"
    r"introduces|delivers|presents|receives|talks|meets|takes part|lifts off|hangs|shows|"
    r"(?:is|are) (?:seen|pictured|shown|sworn|escorted))"
)
SHOWN = re.compile(
    rf"^(?!On\b)[^.!?“”\"]{{3,120}}\b{_SHOWN}\b[^“”\"]{{3,200}}\bon\s[^“”\"]{{0,24}}\b\d{{4}}\.?$"
)
# The same, with a day or a side of the picture instead of the year.
PICTURED = re.compile(
    rf"^(?!On\b)(?-i:[A-Z])[^!?“”\"]{{2,140}}\b{_SHOWN}\b[^“”\"]{{3,260}}$|"
    r"^[^“”\"]{0,160}\((?:left|right|center|centre|top|bottom|above|l|r)\)[^“”\"]{0,200}$|"
    r"^[^“”\"]{0,200}\b(?:taken from video|file photo|from file|screengrab|in this photo|in this "
    r"image)\b[^“”\"]{0,200}$"
)
_PLACED = re.compile(
    r"[A-Z][\w.’'-]{0,24}(?: [A-Z][\w.’'-]{0,24}){1,3}, (?:far )?(?:left|right|center|centre), "
    r"(?:with|and|at|during|in|on)\b[^!?“”\"]{3,200}$|"
    r"[A-Z][^.!?“”\"]{2,80}, (?:far |second from |third from )?(?:left|right|center|centre), "
    rf"[^!?“”\"]{{0,120}}\b{_SHOWN}\b"
)
URL_ONLY = re.compile(
    # Each alternative matches in one way only; otherwise a hostile line would take for ever.
    r"^(?:(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+|\S[^\s@]*@\S[^\s.]*\.\S+|"
    r"[\w.-]+\.[a-z]{2,6}/\S*|\+?[\d\s().-]{7,20})$",
    re.IGNORECASE,
)
POST_BY = re.compile(r"[—–-]\s?[^\n]{1,80}\(@\w{1,30}\)[^\n]{0,40}$")
QUOTED_LINE = re.compile(r"^>+\s?")
# Ruled lines, page numbers, playing times, legends of maps.
_RULE_OFF = re.compile(
    r"(?:[-–—_=~]{2,80}|[*#•·.\s]{2,40}|-30-|\d{1,4}/\d{1,4}|"
    r"\d{1,3}:\d\d(?::\d\d)? ?/ ?\d{1,3}:\d\d(?::\d\d)?|[█▇■□]{1,4} [^.!?]{1,60})[.]?$"
)
_LONGEST = 320
# "Home > News > Local", "News | Sport | Weather"
_MENU = re.compile(r"\s[|>»/·•]\s")
_MENU_PART = 20


def is_byline(text: str) -> bool:
    """A line of author, publication or date, without a sentence of its own."""
    return is_dated_line(text) or _rule_kind(text) is BlockKind.BYLINE


def is_caption(text: str) -> bool:
    """A photo caption: a credit at its end, or "Photo:" at its start."""
    return is_credited(text) or is_dated_caption(text) or _rule_kind(text) is BlockKind.CAPTION


def is_placed(text: str) -> bool:
    """A sentence that says where people are in a picture: "Ana Duarte, left, speaks …"."""
    return len(text) <= 360 and bool(_PLACED.match(text))


def stands_alone(text: str) -> bool:
    """Whether a line joins no other: it is of one of these kinds, or ends a post."""
    return bool(
        is_credited(text)
        or is_label(text)
        or is_dated_line(text)
        or is_dated_caption(text)
        or POST_BY.search(text[-130:])
        or _rule_kind(text)
    )


def is_credited(text: str) -> bool:
    """Whether a line ends in a photo credit."""
    tail = text[-170:]
    if not text.endswith((")", "]", "|", ").", "].")):
        low = tail.lower()
        if not any(word in low for word in _CREDIT_WORDS):
            return False
    return bool(CREDIT.search(tail))


def is_dated_caption(text: str) -> bool:
    """What a photo shows and on what day, in the present tense, without a credit."""
    tail = text[-24:]
    if len(text) > 360 or not any(c.isdigit() for c in tail):
        return False
    return bool(DATE.search(tail) and SHOWN.match(text))


def is_boilerplate(text: str) -> bool:
    """Navigation, advertising, footers, bare addresses."""
    return is_label(text) or _rule_kind(text) is BlockKind.BOILERPLATE


def is_label(text: str) -> bool:
    """A label of navigation, a bare address, or a ruled line."""
    if len(text) > _LONGEST:
        return False
    words = strip_marks(text).lower().replace("’", "'")
    if words in LABELS or URL_ONLY.match(text) or _RULE_OFF.match(text):
        return True
    return (
        bool(_MENU.search(words))
        and all(
            part in LABELS or len(part) < _MENU_PART for part in map(str.strip, _MENU.split(words))
        )
        and any(part in LABELS for part in map(str.strip, _MENU.split(words)))
    )


def _rule_kind(text: str) -> BlockKind | None:
    found = RULES.find(text) if len(text) <= _LONGEST else None
    return found.kind if found else None
