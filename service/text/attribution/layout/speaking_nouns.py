"""Nouns for those who may say something: people, bodies, and texts such as a report."""

from __future__ import annotations

import re

TEXTS = frozenset(
    """poll polls survey surveys study studies report reports analysis analyses data figures
    statistics statement statements letter letters memo memos document documents email emails
    paper papers article articles editorial editorials book books transcript transcripts lawsuit
    lawsuits complaint complaints indictment filing filings record records results research
    researchers estimate estimates review reviews audit audits census sign signs banner banners
    notice message messages post posts tweet tweets headline headlines website release releases
    affidavit ruling verdict petition resolution column testimony source sources text
    video footage evidence findings numbers averages average projection projections""".split()
)
_PEOPLE = re.compile(
    r"(?:.*(?:er|or|ist|ant|ent|man|men|woman|women|person|people|crat|ian|can|ee)s?|"
    r"allies|camps?|critics|officials?|family|families|aides?|police|analysts?|experts?|colleagues?|"
    r"parents?|students?|friends?|mayors?|crowds?|teams?|administration|campaigns?|council|"
    r"committee|board|panel|group|groups|party|parties|court|office|department|agency|ministry|"
    r"union|unions|company|companies|government|conservatives?|liberals?|progressives?|some|many|"
    r"others|most|few|several|both|one|another|those|everyone|staff|judges?|chiefs?|boss|wife|"
    r"husband|mother|father|son|daughter|brother|sister|source|sources|nominee|who)"
)
_NO_PEOPLE = re.compile(
    r"(?:.*ment|.*ssion|event|.*cent|number|order|paper|letter|power|matter|center|centre|river|"
    r"war|.*over|summer|winter|october|november|december|september|fire|corner|tower|error)s?"
)


def is_human(noun: str) -> bool:
    """Whether a noun in small letters is one for a person or a body of persons."""
    return bool(_PEOPLE.fullmatch(noun)) and not _NO_PEOPLE.fullmatch(noun)


def is_speaking_noun(noun: str) -> bool:
    """Whether a noun in small letters may say something: a person, a body or a text."""
    return noun in TEXTS or is_human(noun)
