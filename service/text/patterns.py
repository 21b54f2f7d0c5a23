"""What lines that are not the article look like. All patterns run in linear time."""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
DATE = re.compile(
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\b",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"^(?:by\s+(?-i:[A-Z])[\w.’'-]+(?:\s+[\w.’'&,-]+){0,12}(?<![a-z]{3}\.)|"
    r"(?:published|updated|posted|last (?:modified|updated)|first published|modified)\b.{0,80}|"
    r".{3,200}\bcontributed to this (?:report|story|article)\.?|"
    r"\((?:reporting|editing|writing|additional reporting|compiled)\b[^()]{0,300}\)|"
    r"(?:staff|special) (?:writer|report|correspondent).{0,60}|"
    r"\d+\s+min(?:ute)?s?\s+read)$",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"(?:\([^()/]{2,80}/[^()]{2,80}\)|\[[^\[\]/]{2,80}/[^\[\]]{2,80}\]|"
    r"\((?:photo|image|picture|credit|courtesy|ap photo|file photo|getty)[^()]{0,100}\)|"
    r"(?:getty images|ap photo|afp via getty|shutterstock|file photo)\)?)\.?$",
    re.IGNORECASE,
)
CAPTION_LEAD = re.compile(
    r"^(?:photo|photograph|image|picture|caption|credit|illustration|file photo)"
    r"(?:\s+(?:by|courtesy of|credit))?\s*[:|—–-]",
    re.IGNORECASE,
)
# "Ana Duarte speaks at the quay in Portvale on March 3, 2026.": what is to be seen, and when.
SHOWN = re.compile(
    r"^(?!On\b)[^.!?“”\"]{3,120}\b(?:speaks?|waves?|walks?|rush(?:es)?|reacts?|looks? on|greets?|"
    r"poses?|gestures?|stands?|sits?|listens?|watch(?:es)?|shakes? hands|smiles?|pauses?|"
    r"(?:is|are) (?:seen|pictured))\b[^“”\"]{3,200}\bon\s[^“”\"]{0,24}\b\d{4}\.?$"
)
PHOTO_BY = re.compile(r"^(?:photo(?:graph)?s? by|image courtesy)\b.{0,80}$", re.IGNORECASE)
BOILERPLATE = re.compile(
    r"^(?:(?:read|see|watch|listen|hear|learn)\s+(?:more|also|next)\b.{0,150}|"
    r"(?:also|more|related|recommended|trending|most read|editor[’']s picks?|see also|read|watch|"
    r"listen|gallery|photos)"
    r"(?:\s+(?:on|from|stories|articles|coverage|reading))?\s*[:|].{0,150}|"
    r"related (?:stories|articles|content|topics).{0,80}|"
    r"advertise?ment|advertisement\s+-.{0,60}|story continues below.{0,60}|"
    r"(?:sign|signing) up\b.{0,160}|subscribe\b.{0,160}|unsubscribe\b.{0,160}|"
    r"follow (?:us|me|him|her)\b.{0,160}|share (?:this|on|via)\b.{0,80}|"
    r"(?:click|tap) here\b.{0,120}|(?:skip|jump) to\b.{0,60}|"
    r"(?:copyright|©|\(c\))\s*.{0,160}|.{0,80}all rights reserved\.?.{0,60}|"
    r"sent from my\b.{0,40}|you are receiving this\b.{0,200}|"
    r"view (?:in|this)\b.{0,60}browser.{0,20}|"
    r"(?:from|to|cc|bcc|subject|date|reply-to|sent):\s.{0,160}|"
    r"(?:download|install) (?:the|our)\b.{0,80}app.{0,40}|"
    r"(?:join|support) (?:us|our)\b.{0,160}|comments?\s*\(?\d*\)?|\d+ comments?|"
    r"this (?:article|story) (?:was|is|has been|originally|first)\b.{0,200}|"
    r"(?:contact|media contact|press contact|for more information).{0,200}|"
    r"--|___+|\*\s*\*\s*\*|#{3,}|-30-|ends)$",
    re.IGNORECASE,
)
URL_ONLY = re.compile(
    # Each alternative matches in one way only, or a hostile line would take for ever.
    r"^(?:(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+|\S[^\s@]*@\S[^\s.]*\.\S+|"
    r"[\w.-]+\.[a-z]{2,6}/\S*|\+?[\d\s().-]{7,20})$",
    re.IGNORECASE,
)
POST_BY = re.compile(r"[—–-]\s?[^\n]{1,80}\(@\w{1,30}\)[^\n]{0,40}$")
QUOTED_LINE = re.compile(r"^>+\s?")
# "KYIV - ", "WASHINGTON (AP) — ", "LONDON, March 3 (Reuters) - ", "BERGEN, May 6, 2026 –";
# in small letters with an agency only: "Kiev (AFP) – ", "(CNN)The", "St. Paul, Minn. (AP) —"
_AGENCY = r"\((?:AP|AFP|CNN|Reuters|UPI|ANI|IANS|PTI|Xinhua|Bloomberg|TASS|dpa|EFE|BBC)\)"
DATELINE = re.compile(
    rf"^(?:(?:[A-Z][\w.’'-]+(?:[ /][A-Z][\w.’'-]*){{0,3}}(?:,\s[A-Z\d][\w. ]{{1,20}}){{0,2}}\s)?"
    rf"{_AGENCY}(?:\s*[-–—]{{1,2}}\s*|(?=\w))|{_AGENCY}\s+|"
    r"(?!(?:READ|RELATED|WATCH|LISTEN|SEE|MORE|PHOTOS?|VIDEO)\b)"
    r"(?:[A-Z][A-Z.’'-]+|ST\.)(?:[ /][A-Z][A-Z.’'-]*){0,4}"
    r"(?:,\s[A-Z\d][\w.]{1,14}(?:\s[A-Z\d][\w.]{0,14}){0,2}){0,3}"
    r"(?:\s\([A-Z][\w .,/-]{1,30}\))?\s*(?:[-–—]{1,2}|:)\s+(?=\S))"
)


def is_byline(text: str) -> bool:
    """A line of author, publication or date, without a sentence of its own."""
    if BYLINE.match(text):
        return True
    words = text.split()
    return len(words) <= 12 and bool(DATE.search(text)) and not text.endswith((".", "!", "?"))


def is_caption(text: str) -> bool:
    """A photo caption: a credit at its end, or "Photo:" at its start."""
    credited = CREDIT.search(text[-170:]) or CAPTION_LEAD.match(text) or PHOTO_BY.match(text)
    return bool(credited) or is_dated_caption(text)


def is_dated_caption(text: str) -> bool:
    """What a photo shows and on what day, in the present tense, without a credit."""
    return len(text) <= 360 and bool(DATE.search(text[-24:]) and SHOWN.match(text))


def is_boilerplate(text: str) -> bool:
    """Navigation, advertising, footers, bare addresses."""
    return len(text) <= 320 and bool(BOILERPLATE.match(text) or URL_ONLY.match(text))
