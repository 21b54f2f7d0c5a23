"""Rules that tell a line or sentence that is not the article, and a fast way to ask them all.

A rule is data: a name, words of which one must be there, and a pattern. Only rules with such
a word in the text are tried, so most sentences of an article cost one look at their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from service.text.document import BlockKind

LONGEST = 600  # code points that a rule looks at
_WORD = re.compile(r"[a-z]+|©")
_BEFORE = " \t\u00a0([*•►▶→»›>|~·…—–-_:#"
_AFTER = " \t\u00a0)]*→»›>|~·….:—–-_!#"


# "…, the crews said": somebody's words after all.
_TOLD = re.compile(
    r"[,;:!?] (?:[^,;]{1,50} )?(?:said|says?|wrote|writes|warns?|warned|argues?|argued|shouted|"
    r"told|tells|"
    r"asked|added|adds|found|ruled|advised?|recalls?|recalled|joked|thinks|believes?)"
    r"\b[^,;]{0,40}\Z",
    re.IGNORECASE,
)
_TAIL = 100


class Reach(Enum):
    """What else a match tells something about."""

    SENTENCE = "sentence"
    BLOCK = "block"  # an editor's note: the whole paragraph


class Place(Enum):
    """Where in a text a rule holds."""

    ANYWHERE = "anywhere"
    BELOW = "below"  # after the first sentence of body
    END = "end"  # in the last blocks


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line. `pattern` matches the whole text without its outer marks.

    Brackets, bullets and arrows at the begin, and these and full stops at the end, are taken
    off before; a text that begins with a quotation mark is somebody's words and matches none.
    `told` says that the rule holds for a sentence that ends in "…, the mayor said", too.
    """

    name: str
    cues: frozenset[str]
    pattern: re.Pattern[str]
    kind: BlockKind
    reach: Reach
    place: Place
    told: bool


def rule(
    name: str,
    cues: str,
    *patterns: str,
    kind: BlockKind = BlockKind.BOILERPLATE,
    reach: Reach = Reach.SENTENCE,
    place: Place = Place.ANYWHERE,
    told: bool = False,
) -> Rule:
    """A rule of which one of `patterns` matches the whole text, whatever its case.

    Case counts within `(?-i:…)`. `cues` are words in small letters, parted by blanks: a text
    without any of them is not tried.
    """
    compiled = re.compile(rf"\A(?:{'|'.join(patterns)})\Z", re.IGNORECASE)
    return Rule(name, frozenset(cues.split()), compiled, kind, reach, place, told)


def is_told(text: str) -> bool:
    """Whether a sentence ends in who said it: "…, the crews said"."""
    return bool(_TOLD.search(text[-_TAIL:].rstrip(_AFTER)))


def core(text: str) -> str:
    """Without brackets, bullets, arrows at its ends and without its full stop."""
    return text.lstrip(_BEFORE).rstrip(_AFTER)


class RuleSet:
    """Rules by their cues. `find` returns the first that matches, in the order given."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        by_cue: dict[str, list[int]] = {}
        for i, one in enumerate(self.rules):
            for cue in one.cues:
                by_cue.setdefault(cue, []).append(i)
        self._by_cue = by_cue
        self._cues = frozenset(by_cue)

    def find(self, text: str, places: frozenset[Place] = frozenset(Place)) -> Rule | None:
        """The first rule that matches folded `text` and holds in one of `places`."""
        if len(text) > LONGEST:
            return None
        piece = core(text)
        hits = self._cues.intersection(_WORD.findall(piece.lower()))
        if not hits:
            return None
        told: bool | None = None
        for i in sorted({i for cue in hits for i in self._by_cue[cue]}):
            one = self.rules[i]
            if one.place not in places or not one.pattern.match(piece):
                continue
            if not one.told:
                told = is_told(piece) if told is None else told
                if told:
                    continue
            return one
        return None
