"""Words at the beginning of a sentence that point back to the one before it."""

from __future__ import annotations

import re

from service.text.document import Sentence
from service.text.span import Span

_OPENING = r"^(?:[QA]: ?)?[“\"'‘(]*"
# Pronouns that no antecedent was found for, and words for what was just said.
_POINTS_BACK = re.compile(
    rf"{_OPENING}(?:he|she|it|they|his|her|its|their|this|that|these|those|him|them|such|"
    r"both|neither|either|one of (?:them|these|those)|all of (?:them|this|that|these|those)|"
    r"some of (?:them|these|those)|none of (?:them|these|those)|others|another|"
    r"(?:a|the) (?:second|third|fourth|last|other) (?:one|is|was|group|reason)?)\b",
    re.IGNORECASE,
)
# Links to the sentence before that are left out where that is not in the summary: what follows
# holds without them.
_LINK = re.compile(
    r"(?:but|and|so|yet|still|however|nevertheless|nonetheless|meanwhile|moreover|furthermore|also|"
    r"indeed|of course|in addition|in fact|besides|at the same time|that said|now|plus|overall|"
    r"similarly|likewise|notably|finally|lastly|after all|even so)(?:,? (?=[\w\[$€£])(?! far\b))",
    re.IGNORECASE,
)
_WITHOUT_COMMA = frozenset({"but", "and", "so", "yet"})
# Continues a sentence that the summary may not contain. "So far", "And so" are links, too.
_CONTINUES = re.compile(
    rf"{_OPENING}(?:but|and|so|still|yet|however|also|too|plus|instead|moreover|furthermore|"
    r"therefore|nevertheless|nonetheless|indeed|likewise|similarly|conversely|consequently|hence|"
    r"thus|or|nor|which|for example|for instance|in addition|in other words|on the other hand|"
    r"on the contrary|by contrast|in contrast|of course|after all|either way|as a result|"
    r"that said|then|in between|at that (?:point|time|moment)|at the same time|in turn|"
    r"in response|in that (?:case|time|regard)|in this (?:case|way|regard)|by then|by that time|"
    r"the (?:next|following|same|previous) (?:day|night|morning|afternoon|evening|week|month|year)|"
    r"the (?:day|night|week|month|year) before(?=,)|"
    r"(?:(?:an?|one|two|three|four|five|six|ten|several|a few|\d+) )?(?:moments?|minutes?|hours?|"
    r"days?|weeks?|months?|years?|decades?) (?:later|earlier(?! (?:than|this))|before(?=,))|"
    r"since then|until then|after (?:that|this)|before (?:that|this)|despite (?:that|this)|"
    r"even so|if so|if not|otherwise|rather|besides|accordingly|as such|to that end|"
    r"to this end|for (?:that|this) reason|because of (?:that|this)|with (?:that|this)|"
    r"on top of (?:that|this)|in fact|in short|not only that|worse|meanwhile|elsewhere|"
    r"earlier|later|afterwards?|finally|lastly|secondly|thirdly|"
    r"the same (?:is|was|goes|applies|can))\b(?! far)",
    re.IGNORECASE,
)
# Noun phrases that stand for people or things of the sentence before, also after an adverbial:
# "In recent years, the couple …". Others ("the company") the reader resolves.
_SHORT_FOR = re.compile(
    rf"{_OPENING}(?:[^,.;:]{{1,50}}, )?(?:the|this|that|these|those|such an?) "
    r"(?:two |three |latest )?(?:couple|pair|duo|trio|two|three|former|latter|others?|moves?|"
    r"decision|announcement|incident|comments?|remarks?|claims?|allegations?|accusations?|statement|revelations?|"
    r"findings|results?|changes?|same|issue|problem|question|answer|reason|point|idea|"
    r"situation|approach|pattern|trend|phenomenon|effort|gesture|exchange|episode|outcome|milestone|"
    r"case|latter’s|former’s|news|response|reaction)\b(?! (?:of|that|to|for|about|between|whether|"
    r"over|against|in|on)\b)",
    re.IGNORECASE,
)


def link_of(sentence: Sentence, text: str) -> Span | None:
    """The words that link it to the sentence before, with the blanks after them, if there are any.

    What follows them holds without them, so they are left out where that sentence is not there.
    """
    match = _LINK.match(text, sentence.span.begin, sentence.span.end)
    if match is None:
        return None
    words = match[0].rstrip()
    if not words.endswith(",") and words.lower() not in _WITHOUT_COMMA:
        return None  # "still", "now" and the like belong to the verb: "Still waters …"
    return Span(*match.span())


def leans_on_the_last(text: str, settled: bool) -> bool:
    """Whether it points back in words that the reader does not resolve."""
    if _CONTINUES.match(text) or _SHORT_FOR.match(text):
        return True
    return not settled and _POINTS_BACK.match(text) is not None
