"""Ways to put a target: motions as topics, opposite motions, hypotheses of both polarities.

A motion such as "We should ban telemarketing" also says that its arguers are against
"telemarketing" and against "We should allow telemarketing". Rows in several wordings keep a
model from learning that targets look one way, and rows with turned labels keep it from
learning that a text has one polarity whatever the target.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.training.data.dataset import Row

# Verb to (its -ing form, the opposite verb).
AGAINST_VERBS = {
    "ban": ("banning", "allow"),
    "abolish": ("abolishing", "keep"),
    "end": ("ending", "continue"),
    "abandon": ("abandoning", "keep"),
    "prohibit": ("prohibiting", "permit"),
    "oppose": ("opposing", "support"),
    "cancel": ("cancelling", "keep"),
    "eliminate": ("eliminating", "preserve"),
    "limit": ("limiting", "expand"),
    "restrict": ("restricting", "expand"),
    "close": ("closing", "keep"),
    "stop": ("stopping", "continue"),
    "forbid": ("forbidding", "allow"),
    "curb": ("curbing", "encourage"),
    "fight": ("fighting", "welcome"),
    "disband": ("disbanding", "keep"),
    "criminalize": ("criminalizing", "tolerate"),
}
FAVOR_VERBS = {
    "legalize": ("legalizing", "ban"),
    "adopt": ("adopting", "reject"),
    "subsidize": ("subsidizing", "stop funding"),
    "introduce": ("introducing", "reject"),
    "support": ("supporting", "oppose"),
    "promote": ("promoting", "discourage"),
    "embrace": ("embracing", "resist"),
    "encourage": ("encouraging", "discourage"),
    "accept": ("accepting", "reject"),
    "protect": ("protecting", "give up"),
    "fund": ("funding", "stop funding"),
    "advocate": ("advocating", "reject"),
    "implement": ("implementing", "reject"),
    "permit": ("permitting", "prohibit"),
    "allow": ("allowing", "forbid"),
    "fight for": ("fighting for", "give up"),
}
PASSIVE_AGAINST = (
    "banned",
    "abandoned",
    "prohibited",
    "abolished",
    "forbidden",
    "a criminal offence",
)
PASSIVE_FAVOR = ("legalized", "allowed", "mandatory", "compulsory")

_ACTIVE = re.compile(r"^(?:we should|should (?:we|you|i)|this house would) (.+?)[?.]?$", re.I)
_PASSIVE = re.compile(r"^(?:(.+) should be|shouldn't (.+) be|should (.+) be) (.+?)[?.]?$", re.I)
_QUESTION = re.compile(r"^(?:should|shouldn't|is|are|do|does|can|will)\b|\?$", re.I)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|should|must|will|can|cannot|would|may|does|do|did|need|needs|"
    r"brings?|makes?|causes?|deserves?|helps?|works?|not)\b",
    re.I,
)
PRONOUNS = {"he", "she", "him", "her", "his", "it", "they", "them", "i", "we", "you", "who"}
_BELIEF = re.compile(r"^this house (?:believes(?: that)?|supports) (.+)$", re.I)


@dataclass(frozen=True, slots=True)
class Wording:
    """A way to put a target; `sign` is -1 where the label turns."""

    text: str
    sign: int = 1


def wordings(target: str) -> list[Wording]:
    """Other wordings of a motion or question; empty if it is not understood as one."""
    belief = _BELIEF.match(target)
    if belief:
        return [Wording(_upper(belief[1]))]
    active = _ACTIVE.match(target)
    if active:
        for verbs, sign in ((FAVOR_VERBS, 1), (AGAINST_VERBS, -1)):
            for verb in sorted(verbs, key=len, reverse=True):
                if active[1].lower().startswith(verb + " "):
                    return _of_motion(verb, *verbs[verb], active[1][len(verb) + 1 :], sign)
        return []
    passive = _PASSIVE.match(target)
    if passive:
        topic = passive[1] or passive[2] or passive[3]
        for endings, sign in ((PASSIVE_AGAINST, -1), (PASSIVE_FAVOR, 1)):
            if passive[4].lower() in endings:
                return [
                    Wording(topic, sign),
                    Wording(f"{_upper(topic)} should not be {passive[4]}", -1),
                    Wording(f"{_upper(topic)} should be {passive[4]}"),
                    *hypotheses(topic, sign),
                ]
    return []


def _of_motion(verb: str, gerund: str, opposite: str, topic: str, sign: int) -> list[Wording]:
    if topic.startswith("the abolition of "):
        topic, sign = topic.removeprefix("the abolition of "), -sign
    bare = re.sub(r"^(?:the use of|the development of) ", "", topic)
    return [
        Wording(bare, sign),
        Wording(bare, sign),
        Wording(f"{gerund} {topic}"),
        Wording(f"We should not {verb} {topic}", -1),
        Wording(f"We should {opposite} {topic}", -1),
        *hypotheses(bare, sign),
    ]


def hypotheses(topic: str, sign: int = 1) -> list[Wording]:
    """Sentences that say which side the author is on; `sign` is the topic's own."""
    return [
        Wording(f"The author is in favor of {topic}.", sign),
        Wording(f"The author supports {topic}.", sign),
        Wording(f"The author is against {topic}.", -sign),
        Wording(f"The author is critical of {topic}.", -sign),
    ]


def denials(claim: str) -> list[Wording]:
    """A claim and its denial in words."""
    lower = claim[:1].lower() + claim[1:].rstrip(".")
    if claim[:2].isupper() or claim.split(" ")[0] == "I":
        lower = claim.rstrip(".")
    return [
        Wording(f"It is right that {lower}."),
        Wording(f"It is not true that {lower}.", -1),
        Wording(f"The author disagrees that {lower}.", -1),
    ]


def reword(
    rows: Iterable[Row], share: float, seed: int = 0, *, templates: bool = True
) -> list[Row]:
    """The rows, about `share` of them with their target put another way.

    Without `templates` a target does not become a sentence about the author.
    """
    rng = random.Random(seed)
    made = []
    for row in rows:
        ways = choices(row.target or "")
        if not templates:
            ways = [way for way in ways if not way.text.startswith("The author ")]
        if rng.random() < share and ways:
            row = put(row, rng.choice(ways))
        made.append(row)
    return made


def choices(target: str) -> list[Wording]:
    """Every way to put a target; none for a pronoun and for what is such a sentence already."""
    if target.lower() in PRONOUNS or target.endswith("'") or target.startswith("The author "):
        return []
    known = wordings(target)
    if known or _QUESTION.match(target):
        return known
    return denials(target) if _FINITE.search(target) else hypotheses(target)


def put(row: Row, wording: Wording) -> Row:
    """The row with its target in this wording, the label turned if need be."""
    label = row.label if wording.sign > 0 else 2 - row.label
    return replace(row, target=wording.text, label=label)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
