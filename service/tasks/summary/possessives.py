"""Whether a pronoun is a possessive, whose place a name takes with "'s"."""

from __future__ import annotations

import re

from service.text.span import Span

_POSSESSIVE = frozenset({"his", "its", "their", "hers"})
_OF_A_NOUN = re.compile(
    r"\s+(?!(?:and|or|but|to|in|on|at|for|with|as|by|from|of|that|who|when|while|"
    r"after|before|about|over|into|not|the|a|an|he|she|they|it|because|if|"
    r"during|again|there|here|out|up|down|off|yesterday|today|tomorrow|tonight|now|then|later|"
    r"soon|once|twice|until|since|without|under|against|than|so|too|how|why|what|where|which|"
    r"whether|this|is|was|were|had|has|will|would|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
    r"[^\W\d_]"
)
# "gave her money", "made her cry", "elected her mayor": the verb takes her, or something of hers.
_TAKES_TWO = re.compile(
    r"\b(?:g[ai]v(?:e[ns]?|ing)|offer\w*|call\w*|told|tell\w*|ask\w*|ma(?:de|k(?:es?|ing))|"
    r"le(?:ts?|tting|ft|av(?:es?|ing))|help\w*|saw|seen?|hear\w*|watch\w*|show\w*|sen[dt]s?|"
    r"pa(?:id|ys?)|costs?|elect\w*|nam(?:e[ds]?|ing)|appoint\w*|wish\w*|taught|hand\w*|grant\w*|"
    r"den(?:y|ie[ds])|award\w*|w[io]ns?|br(?:ing|ought)|b(?:uy|ought)|found|kept|keeps?|"
    r"consider\w*|declar\w*)\s+$"
)
_VERB = 24  # code points before a pronoun that have the verb


def is_possessive(text: str, pronoun: Span) -> bool | None:
    """Whether the pronoun at a span of the text is one; None if "her" may be either."""
    word = text[pronoun.begin : pronoun.end].lower()
    if word != "her" or _OF_A_NOUN.match(text, pronoun.end) is None:
        return word in _POSSESSIVE
    before = text[max(0, pronoun.begin - _VERB) : pronoun.begin]
    return None if _TAKES_TWO.search(before) else True
