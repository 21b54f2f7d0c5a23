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
    """One kind of line. `pattern` matches from the begin of the text without its outer marks.

    Brackets, bullets and arrows at the begin, and these and full stops at the end, are taken
    off before; a text that begins with a quotation mark is somebody's words and matches none.
    """

    name: str
    cues: frozenset[str]
    pattern: re.Pattern[str]
    kind: BlockKind
    reach: Reach
    place: Place


def rule(
    name: str,
    cues: str,
    pattern: str,
    *,
    kind: BlockKind = BlockKind.BOILERPLATE,
    reach: Reach = Reach.SENTENCE,
    place: Place = Place.ANYWHERE,
) -> Rule:
    """A rule whose pattern knows no case, except within `(?-i:…)`; `cues` parted by blanks."""
    compiled = re.compile(rf"\A(?:{pattern})", re.IGNORECASE)
    return Rule(name, frozenset(cues.split()), compiled, kind, reach, place)


def core(text: str) -> str:
    """Without brackets, bullets, arrows at its ends and without its full stop."""
    return text.lstrip(_BEFORE).rstrip(_AFTER)


class RuleSet:
    """Rules by their cues. `find` returns the first that matches, in the order given."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_cue: dict[str, list[int]] = {}
        for i, one in enumerate(self.rules):
            for cue in one.cues:
                self._by_cue.setdefault(cue, []).append(i)
        self._cues = frozenset(self._by_cue)

    def find(self, text: str, places: frozenset[Place] = frozenset(Place)) -> Rule | None:
        """The first rule that matches folded `text` and holds in one of `places`."""
        piece = core(text[:LONGEST])
        hits = self._cues.intersection(_WORD.findall(piece.lower()))
        if not hits:
            return None
        for i in sorted({i for cue in hits for i in self._by_cue[cue]}):
            one = self.rules[i]
            if one.place in places and one.pattern.match(piece):
                return one
        return None
