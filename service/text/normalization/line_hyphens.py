"""Words that a hyphen divides between two lines, as text copied from a page of print has them.

Every reader takes "won-" and "derful" in the next line for "wonderful". A tokenizer, a pattern
and a comparison of words do so only when the parts are joined. The line break moves to the end of
the word, so that the number of lines stays the same.
"""

from __future__ import annotations

import re

from service.text.alignment import Alignment, Rewriter

_DIVIDED = re.compile(r"(?<=[a-z]{2})-[ \t]*+(?:\r\n|[\n\r])[ \t]*+([a-z]{2,40}+)\S{0,20}+([ \t]?)")
_HYPHENATED = re.compile(r"(?<![a-z])[a-z]{1,40}+-[a-z]{1,40}+")
_SHORT = 40
_WORD = re.compile(r"[A-Za-z]{1,20}\Z")
# "pre-" and "post-war": the hyphen stands for the rest of another word.
_SUSPENDED = frozenset("and or nor to but versus vs".split())
# What a hyphen joins to the next word wherever it stands in the line.
_JOINED = frozenset(
    """well ill self non anti pro pre post ex co all cross high low long short near far half full
    part first second third last mid old new big small hard soft left right top good bad best
    better so two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy
    eighty ninety one year month week day hour state city county world nation government police
    family community company user data market job wage price cost time age race gun drug child
    climate carbon fossil oil gas water fire land sea air north south east west mother father
    sister brother son daughter vice deep free fast slow early late single double multi quasi
    semi still then much ever never""".split()
)


def rejoin(text: str) -> tuple[str, Alignment]:
    """`text` with such words in one piece, and its source offsets. Linear; never raises."""
    if "-" not in text or _DIVIDED.search(text) is None:
        return text, Alignment(text)
    known = set(_HYPHENATED.findall(text))
    out = Rewriter(text)
    for match in _DIVIDED.finditer(text):
        if match[1] in _SUSPENDED:
            continue
        keeps = _keeps_hyphen(text, match.start(), match[1], known)
        out.replace(match.start(), match.start(1), "-" if keeps else "")
        out.copy(match.start(2))
        if match[2]:
            # A short line in the middle of a text would be taken for a paragraph.
            short = "\n" in text[max(0, match.start() - _SHORT) : match.start()]
            out.substitute(match.end(), " " if short or match.start() < _SHORT else "\n")
    return out.text(), out.alignment


def _keeps_hyphen(text: str, at: int, right: str, known: set[str]) -> bool:
    """Whether the word has a hyphen of its own: "well-known", "state-of-the-art"."""
    found = _WORD.search(text, max(0, at - 20), at)
    left = found[0].lower() if found else ""
    before = text[at - len(left) - 1 : at - len(left)] if at > len(left) else ""
    return before == "-" or left in _JOINED or f"{left}-{right}" in known
