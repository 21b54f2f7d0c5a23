"""What the word after a full stop may be: the opening of a sentence, or part of a name."""

from __future__ import annotations

import re

from service.text.gazetteers.first_names import is_forename
from service.text.gazetteers.word_lists import STOPWORDS
from service.text.sentences.abbreviations import (
    BODY,
    CAPITAL,
    COMPANY,
    DATE,
    DIGIT,
    LOWER,
    NAMED,
    NUMERAL,
    OFFICE,
    OPENER,
    SURNAME,
    ZONE,
)

# Openers that are surnames or first names as well.
_SURNAMES = frozenset("He An So She You My Do In Will May Us Now Long Just Ever Who".split())
_NOT_OPENERS = frozenset({"May", "Us", "Will"})
# Function words, and people that news mentions without an article.
_OPENERS = (
    frozenset(word.capitalize() for word in STOPWORDS)
    | frozenset(
        """According Amid Despite Following However Including Nevertheless Nonetheless Otherwise
        Whereas Within Although Asked Officials Police Critics Residents Experts Analysts Investors
        Protesters Shares Lawmakers Republicans Democrats Workers Voters Fans Students Reporters
        Authorities Prosecutors Supporters Opponents Witnesses Researchers Scientists Historians
        Doctors Teachers Parents Families Neighbours Neighbors Troops Soldiers Rescuers People
        Everybody None Neither Ours Thank Thanks Please Sometimes Maybe Recently Earlier Afterwards
        Finally Eventually Originally Currently Ultimately Unfortunately Additionally Furthermore
        Also Nor Who What Why Where When How Isn Aren Don Doesn Didn Won Can't""".split()
    )
) - _NOT_OPENERS
_BODIES = frozenset(
    """Senate House Congress Army Navy Air Marine Marines Coast Supreme Court District Department
    Dept Treasury State Capitol Embassy Consulate Constitution Forces Force Central Northern
    Southern Eastern Western Pacific Atlantic European Africa Customs Border Immigration Postal
    Food Federal Fed National Naval Military Special Secret Marshals Marshal Geological Census
    Bureau Agency Open Olympic Olympics Paralympic Soccer Steel Bank Bancorp Airways Foods Masters
    Women Men Mint Route Highway Interstate Dollar Rep Reps Sen Sens Gen Amb Atty Gov Dist Adm Lt
    Col Capt Maj Sgt Cmdr Circuit Magistrate Sentencing Security General Human Environmental
    Children Refugee High Charter Resolution Office Council Mission Peacekeeping Educational World
    Chamber Conference Times Lakers Clippers Dodgers Galaxy County City Post Metro Police United
    Nationals Virgin Islands Islamic Holocaust Jewish Christian Muslim Catholic Black Hispanic
    Latino Democratic Republican Civil War Patent Trade Commission Committee Institute Agriculture
    Justice Defense Defence Energy Education Labor Commerce Transportation Interior Homeland Health
    Centers Geological Strategic Cyber Space Fifth Sixth Seventh Eighth Ninth Tenth Fleet Carrier
    Ryder Davis Cup Bankruptcy Tax Nuclear Fish Forest Park Weather Drug Grand Prix Figure Skating
    Swimming Track Ski Anti-Doping Treasurys Treasuries Commerce Parliament Government Cabinet
    Labour Conservative Home Foreign Border Met Visas Atomic Independence Copyright
    Attorney Attorneys Code Judges Judge Election Elections Interest Interests Visa Citizenship
    Ambassador Person Officials""".split()
)
_OFFICES = frozenset(
    """President Vice Secretary Attorney Ambassador Representative Senator Congressman
    Congresswoman Judge Justice Solicitor Surgeon Trade Envoy Special Undersecretary Deputy
    Director Commissioner Chief Chairman Chairwoman Chair CEO CFO COO CTO Founder Co Mayor Prime
    Minister Governor Administrator Inspector Comptroller Defense Defence Treasurer Under-Secretary
    High Coach Executive""".split()
)
# After a company only its own officers: "Apple Inc. Chief Executive Tim Cook".
OFFICERS = frozenset(
    "Chief CEO CFO COO CTO Chairman Chairwoman Chair Vice Founder Co Executive Director".split()
)
_COMPANIES = frozenset("Inc Ltd Corp Co Cos LLC LLP LP PLC Plc Pty Bhd Limited Group Ltda".split())
_LISTS = {SURNAME: _SURNAMES, BODY: _BODIES, OFFICE: _OFFICES, COMPANY: _COMPANIES}
_LISTED: dict[str, frozenset[str]] = {
    word: frozenset(kind for kind, words in _LISTS.items() if word in words)
    for word in frozenset().union(*_LISTS.values())
}
_NONE: frozenset[str] = frozenset()

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_VERB = r"(?:is|was|are|were|will|would|has|had|could|can|may|might|marks|marked|saw|brought)"
_DATED = re.compile(
    rf"{_DAY}s?\b(?![’']s| {_VERB}\b)|(?:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)[.,]|"
    rf"{_MONTH} \d|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?!\w)|"
    r"(?:St\. [A-Z][a-z]{2,12}[’']s Day|New Year|Christmas|Thanksgiving|Easter|Halloween|"
    r"Hanukkah|Ramadan|Good Friday|Ash Wednesday|(?:[A-Z][a-z]{2,12}(?:[’']s)? ){1,2}Day)\b"
    rf"(?![’']s [a-z]| {_VERB}\b)"
)
_SPAN_OF_DAY = r"(?:time|Time|Standard|Daylight|Summer|Winter)"
_ZONED = re.compile(
    r"(?:E[SD]?T|C[SD]?T|M[SD]?T|P[SD]?T|AK[SD]T|HST|GMT|UTC|UCT|BST|CEST|CET|EES?T|WES?T|IST|JST|"
    r"KST|SGT|HKT|PHT|WI[BT]|A[EWC][SD]T|AEST|NZ[SD]T|MSK|TRT|W?AT|EAT|SAST|PKT|ICT|ART|BRT)\b|"
    rf"(?:Eastern|Pacific|Central|Mountain|Atlantic|Alaska|Hawaii)(?=[.,;)]|$| (?:[a-z]|{_DAY}))|"
    rf"[A-Z]\w{{1,20}}(?: [A-Z]\w{{1,20}}){{0,2}} {_SPAN_OF_DAY}\b"
)
_CAMEL = re.compile(r"[a-z]{1,7}[A-Z]")
_ROMAN = re.compile(r"[IVXLC]{2,6}\Z|[A-Z]\Z")
_PAIR = re.compile(r"([A-Z][\w’'-]{1,30}) (?:of |and |for |& )?([A-Z][\w’'-]{0,30})")


def kinds(word: str, text: str, at: int) -> set[str]:
    """What the `word` at `text[at:]` may be, by its first letter and the lists above."""
    first = word[0]
    if first.islower():
        return {CAPITAL} if is_camel(word) else {LOWER}
    if not first.isupper():
        return {DIGIT} if first.isdigit() else {CAPITAL}
    end = at + len(word)
    if len(word) == 1 and text[end : end + 1] == ".":
        return {CAPITAL, NUMERAL}
    found = {OPENER} if word in _OPENERS else {CAPITAL}
    found |= _LISTED.get(word, _NONE)
    if _ROMAN.match(word) and text[end : end + 1] not in ("’", "'", "-"):
        found.add(NUMERAL)
    return found


def is_camel(word: str) -> bool:
    """ "iPad", "eBay", "macOS": a name that starts in lower case."""
    return bool(_CAMEL.match(word))


def is_opener(word: str) -> bool:
    """Whether a capitalised word mostly opens sentences."""
    return word in _OPENERS


def is_dated(text: str, at: int) -> bool:
    """Whether a date at `text[at:]` continues the sentence before it."""
    return bool(_DATED.match(text, at))


def is_zoned(text: str, at: int) -> bool:
    """Whether a time zone stands at `text[at:]`."""
    return bool(_ZONED.match(text, at))


def is_named(text: str, at: int) -> bool:
    """Whether two capitalised words stand at `text[at:]` that are not a person's name."""
    pair = _PAIR.match(text, at)
    if pair is None or pair[1] in _OPENERS or pair[2] in _OPENERS:
        return False
    return not is_forename(pair[1])


_LAZY = {DATE: is_dated, ZONE: is_zoned, NAMED: is_named}


def follows(wanted: frozenset[str], found: set[str], text: str, at: int) -> bool:
    """Whether what stands at `text[at:]` is one of `wanted`."""
    if not wanted.isdisjoint(found):
        return True
    return any(kind in wanted and holds(text, at) for kind, holds in _LAZY.items())
