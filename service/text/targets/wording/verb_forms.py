"""What a word may be as a verb, by its ending and a table of irregular forms."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from importlib.resources import files


class VerbForm(Enum):
    """A form of a verb."""

    BASE = auto()  # "obstruct"
    THIRD = auto()  # "obstructs"
    PAST = auto()  # "went": nothing but a past tense
    PAST_OR_PARTICIPLE = auto()  # "failed", "held"


def _words(name: str) -> frozenset[str]:
    return frozenset((files("service.text.targets.wording") / name).read_text("utf-8").split())


_VERBS = _words("verbs.txt")  # hardly ever nouns
_NOUN_VERBS = _words("noun_verbs.txt")  # nouns as well: "strike", "cut"
_BASES = _VERBS | _NOUN_VERBS
_PREFIX = re.compile(r"(?:over|under|out|mis|dis|re|un)-?(\w{3,})$")
# Plural nouns and adjectives that look like a form of a verb.
_NOUNS = frozenset(
    """lives goods leaves wings tactics ethics politics economics news series species sales
    arms sports jobs rights customs headquarters proceeds outskirts savings earnings
    united estates lows""".split()
)
_ADJECTIVES = frozenset(
    """united limited unlimited unemployed so-called alleged hundred sacred naked wicked
    red bed wed indeed speed seed feed need breed weed greed creed deed steed shed sled
    bred fed led""".split()
)
_PASTS = frozenset(
    """arose ate became began blew bore broke chose did drank drew drove fell flew forgot
    forgave forbade froze gave got grew hid knew lay mistook outdid outgrew overcame
    overran oversaw overtook overthrew ran rang rose sang sank sat saw shook shrank
    spoke sprang stole stank swam swore threw took tore undertook underwent undid went
    withdrew woke wore wove wrote came""".split()
)
_PASTS_OR_PARTICIPLES = frozenset(
    """beat bent bet bled bought bred broadcast brought built burnt burst cast caught clung
    cost crept cut dealt dug fed felt fled found fought forecast had heard held hit hurt
    kept knelt laid led left lent let lost made meant met misled overheard paid put quit
    rebuilt read rid said sent set shed shot shown shut slept slid slit sold sought
    spent spread spun stood struck stuck stung sued swept swung taught thought told
    understood upheld won withheld withstood wound wept misunderstood outspent""".split()
)


@lru_cache(maxsize=4096)
def verb_forms(word: str) -> frozenset[VerbForm]:
    """The forms that a word in small letters may be; none for a word that is no verb."""
    found = set()
    if _is_base(word):
        found.add(VerbForm.BASE)
    if word not in _NOUNS and _is_third(word):
        found.add(VerbForm.THIRD)
    if word in _PASTS:
        found.add(VerbForm.PAST)
    if word in _PASTS_OR_PARTICIPLES or _is_regular_past(word):
        found.add(VerbForm.PAST_OR_PARTICIPLE)
    return frozenset(found)


def may_be_noun(word: str) -> bool:
    """Whether a form of a verb is a noun too: "strikes", "cut", but not "obstructs"."""
    return word not in _VERBS and not (_stems_of_third(word) & _VERBS)


def base_of_past(word: str) -> str:
    """The base form of a regular past tense, as near as its spelling tells: "lie" for "lied"."""
    for base in _stems_of(word, "ed"):
        if base in _BASES:
            return base
    return word.removesuffix("ed")


def is_agent(word: str) -> bool:
    """Whether a noun in the singular names who does what a verb says: "voter", "protester"."""
    if not word.endswith(("er", "or")):
        return False
    return any(base in _BASES for base in _stems_of(word, word[-2:]))


def _is_third(word: str) -> bool:
    return word == "means" or any(map(_is_base, _stems_of_third(word)))


def _is_regular_past(word: str) -> bool:
    """ "failed", "re-elected", but neither "red" nor "op-ed"."""
    if not word.endswith("ed") or word in _ADJECTIVES:
        return False
    return "-" not in word or _PREFIX.match(word) is not None


def _is_base(word: str) -> bool:
    """Whether a verb has this base form, a prefix aside: "overtax"."""
    return word in _BASES or ((match := _PREFIX.match(word)) is not None and match[1] in _BASES)


def _stems_of_third(word: str) -> frozenset[str]:
    if not word.endswith("s") or word.endswith("ss"):
        return frozenset()
    stems = {word[:-1]}
    if word.endswith("ies"):
        stems.add(word[:-3] + "y")
    elif word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        stems.add(word[:-2])
    return frozenset(stems)


def _stems_of(word: str, ending: str) -> tuple[str, ...]:
    """The base forms that a form with this ending may have: "stop" for "stopped"."""
    stem = word.removesuffix(ending)
    found = [stem, stem + "e"]
    if len(stem) > 2 and stem[-1] == stem[-2]:
        found.append(stem[:-1])
    if stem.endswith("i"):
        found.append(stem[:-1] + "y")
    return tuple(found)
