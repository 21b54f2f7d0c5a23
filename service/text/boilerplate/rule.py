"""Rules for lines and sentences that are not the article, and a fast way to try all of them.

A rule is data: a name, cue words of which the text must have one, and a pattern. Only rules with
a cue word in the text are tried, so most sentences of an article cost one look at their words.
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


# "…, the crews said": such a sentence reports what somebody said.
_ATTRIBUTION = re.compile(
    r"[,;:!?] (?:[^,;]{1,50} )?(?:said|says?|wrote|writes|warns?|warned|argues?|argued|shouted|"
    r"told|tells|"
    r"asked|added|adds|found|ruled|advised?|recalls?|recalled|joked|thinks|believes?)"
    r"\b[^,;]{0,40}\Z",
    re.IGNORECASE,
)
_TAIL = 100


class Reach(Enum):
    """How much of the text a match covers."""

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

    Brackets, bullets and arrows at both ends and full stops at the end are removed first. A text
    that begins with a quotation mark is a quotation and matches no rule. `attributed` says that
    the rule also holds for a sentence that ends in an attribution: "…, the mayor said".
    """

    name: str
    cues: frozenset[str]
    pattern: re.Pattern[str]
    kind: BlockKind
    reach: Reach
    place: Place
    attributed: bool


def rule(
    name: str,
    cues: str,
    *patterns: str,
    kind: BlockKind = BlockKind.BOILERPLATE,
    reach: Reach = Reach.SENTENCE,
    place: Place = Place.ANYWHERE,
    attributed: bool = False,
) -> Rule:
    """A rule of which one of `patterns` matches the whole text, whatever its case.

    Case matters within `(?-i:…)`. `cues` are words in lower case, separated by blanks; the
    patterns are not tried on a text without any of them.
    """
    compiled = re.compile(rf"\A(?:{'|'.join(patterns)})\Z", re.IGNORECASE)
    return Rule(name, frozenset(cues.split()), compiled, kind, reach, place, attributed)


def is_attributed(text: str) -> bool:
    """Whether a sentence ends in an attribution: "…, the crews said"."""
    return bool(_ATTRIBUTION.search(text[-_TAIL:].rstrip(_AFTER)))


def strip_marks(text: str) -> str:
    """The text without brackets, bullets and arrows at its ends, and without its full stop."""
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
        piece = strip_marks(text)
        hits = self._cues.intersection(_WORD.findall(piece.lower()))
        if not hits:
            return None
        for i in sorted({i for cue in hits for i in self._by_cue[cue]}):
            one = self.rules[i]
            if one.place not in places or not one.pattern.match(piece):
                continue
            if one.attributed or not is_attributed(piece):
                return one
        return None
