"""Changes of the wording of a sentence, each of which makes it say something else.

A change takes a sentence and a source of chance, and gives another one, or None where the sentence
has nothing that it could change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

Change = Callable[[str, random.Random], str | None]

_DIGITS = re.compile(r"(?<![\w.,-])\$?\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])")
_CARDINALS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty "
    "thirty forty fifty sixty seventy eighty ninety"
).split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_SCALES = "hundred thousand million billion trillion".split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_TIMES = "yesterday today tomorrow".split()
_SPANS = "seconds minutes hours days weeks months years decades".split()
_SETS: Sequence[Sequence[str]] = (_CARDINALS, _ORDINALS, _SCALES)
_DATES: Sequence[Sequence[str]] = (_MONTHS, _DAYS, _TIMES)
_OPPOSITES = """
    increase:decrease increased:decreased increases:decreases rise:fall rose:fell rising:falling
    higher:lower more:less most:least above:below before:after won:lost win:lose winning:losing
    winner:loser supported:opposed support:oppose supports:opposes accepted:rejected accept:reject
    approved:rejected approve:reject agreed:refused allowed:banned allow:ban legal:illegal
    passed:failed success:failure successful:unsuccessful likely:unlikely able:unable
    positive:negative largest:smallest large:small larger:smaller biggest:smallest high:low
    best:worst better:worse good:bad strong:weak stronger:weaker early:late earlier:later
    first:last old:new older:younger oldest:youngest north:south northern:southern east:west
    eastern:western open:closed opened:closed opening:closing opens:closes began:ended begin:end
    started:stopped start:stop arrived:left arrest:release arrested:released guilty:innocent
    convicted:acquitted alive:dead survived:died survive:die confirmed:denied confirm:deny
    confirms:denies praised:criticised praised:criticized welcomed:condemned hired:fired
    bought:sold buy:sell gained:lost gain:loss profit:loss safe:dangerous safer:riskier
    public:private few:many inside:outside including:excluding with:without always:never
    male:female man:woman men:women father:mother brother:sister son:daughter husband:wife
    boy:girl king:queen import:export attacked:defended defeated:lost_to joined:left
    majority:minority maximum:minimum internal:external national:local foreign:domestic
    united:divided peaceful:violent present:absent near:far fast:slow quickly:slowly
    everyone:nobody all:none both:neither up:down expand:shrink expanded:shrank
    hot:cold warm:cool wet:dry rich:poor
""".split()
_PAIRS: Mapping[str, str] = {
    **{a.replace("_", " "): b.replace("_", " ") for a, b in (p.split(":") for p in _OPPOSITES)},
    **{b: a for a, b in (p.split(":") for p in reversed(_OPPOSITES)) if "_" not in a + b},
}
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|will|would|can|could|should|must|has|have|had|does|do|did|may|might)\b"
    r"(?! not\b| never\b| no\b)(?= [a-z])"
)
_NOT = re.compile(
    r"\bnot (?!only\b|just\b)|\bnever |\bno longer |(?<=(?:is|re|as|ld|es|id|ve|ad))n[’']t\b"
)
_REGULAR_PAST = re.compile(r"(?<=[a-z)] )([a-z]{3,}ed)\b(?! by\b)")
_NO_SUBJECTS = frozenset(
    "has have had is are was were be been being not also the a an of by and or to in more most "
    "newly previously already recently still its his her their".split()
)
_FUTURE = re.compile(
    r"\b(?:will|would|plans? to|planned to|is expected to|are expected to|is set to|are set to|"
    r"is due to|are due to|hopes? to|wants? to|intends? to|aims? to|is scheduled to|"
    r"has promised to|have promised to|could|may|might) (be )?([a-z]{3,})\b"
)
_HEDGES = re.compile(
    r"\b(?:allegedly|reportedly|apparently|possibly|probably|presumably|purportedly|supposedly|"
    r"potentially|perhaps|likely|alleged|suspected|accused|claimed|believed) "
    r"(?!to\b|that\b|of\b|by\b)"
)
_HEDGED = (
    (re.compile(r"\b(?:may|might|could) have (?=[a-z]+(?:ed|en|wn|ne|de|id)\b)"), ""),
    (re.compile(r"\b(?:may|might|could) (?=[a-z])"), "will "),
    (re.compile(r"\b(?:is|are|was|were) (?:believed|thought|alleged|said|reported) to have "), ""),
    (re.compile(r"\bappears? to (?:be|have been) "), "is "),
    (re.compile(r"\bseems? to (?:be|have been) "), "is "),
)
_IRREGULAR = {
    "be": "been", "go": "gone", "take": "taken", "make": "made", "give": "given", "hold": "held",
    "have": "had", "get": "got", "leave": "left", "meet": "met", "win": "won", "begin": "begun",
    "become": "become", "come": "come", "see": "seen", "run": "run", "build": "built",
    "send": "sent", "pay": "paid", "sell": "sold", "buy": "bought", "bring": "brought",
    "lose": "lost", "cut": "cut", "put": "put", "set": "set", "keep": "kept", "find": "found",
    "fight": "fought", "speak": "spoken", "write": "written", "tell": "told", "say": "said",
    "fall": "fallen", "rise": "risen", "grow": "grown", "show": "shown", "lead": "led",
    "face": "faced", "seek": "sought", "spend": "spent", "teach": "taught", "know": "known",
}  # fmt: skip


def number(text: str, chance: random.Random) -> str | None:
    """Another number or amount."""
    found = [(m.start(), m.end(), _other_digits(m[0], chance)) for m in _DIGITS.finditer(text)]
    return _one(text, found + _of_sets(text, _SETS, chance), chance)


def date(text: str, chance: random.Random) -> str | None:
    """Another day, month or length of time."""
    found = _of_sets(text, _DATES, chance)
    found += [(b, e, w) for b, e, w in _of_sets(text, (_SPANS,), chance) if text[b].islower()]
    return _one(text, found, chance)


def opposite(text: str, chance: random.Random) -> str | None:
    """The opposite of a word."""
    found = [
        (m.start(), m.end(), _cased(m[0], _PAIRS[m[0].lower()]))
        for m in re.finditer(r"[A-Za-z]+", text)
        if m[0].lower() in _PAIRS and not (m.start() and m[0][0].isupper())
    ]
    return _one(text, found, chance)


def negation(text: str, chance: random.Random) -> str | None:
    """A negation more, or less."""
    without = [(m.start(), m.end(), "") for m in _NOT.finditer(text)]
    if without:
        return _one(text, without, chance)
    found = [(m.end(), m.end(), chance.choice((" not", " not", " never"))) for m in
             _AUXILIARY.finditer(text)]  # fmt: skip
    if not found:
        found = [
            (m.start(), m.end(), f"did not {base_of(m[1])}")
            for m in _REGULAR_PAST.finditer(text)
            if text[: m.start()].split()[-1].lower() not in _NO_SUBJECTS
        ][:1]
    return _one(text, found, chance)


def tense(text: str, chance: random.Random) -> str | None:
    """What is planned is told as done."""
    found = []
    for m in _FUTURE.finditer(text):
        done = chance.choice(("has ", "")) if not m[1] else chance.choice(("has been ", "was "))
        found.append((m.start(), m.end(), f"{done}{past_of(m[2]) if not m[1] else m[2]}"))
    return _one(text, found, chance)


def hedge(text: str, chance: random.Random) -> str | None:
    """What is alleged or possible is told as a fact."""
    found = [(m.start(), m.end(), "") for m in _HEDGES.finditer(text)]
    for pattern, certain in _HEDGED:
        found += [(m.start(), m.end(), certain) for m in pattern.finditer(text)]
    return _one(text, found, chance)


def base_of(past: str) -> str:
    """The base of a regular past tense, by its spelling."""
    stem = past.removesuffix("ed")
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    soft = stem.endswith(("c", "g", "v", "s", "z", "u", "at", "ur", "ir", "id", "ut", "ot"))
    return stem + "e" if soft and not stem.endswith("ss") else stem


def past_of(base: str) -> str:
    """The past participle of a verb."""
    if base in _IRREGULAR:
        return _IRREGULAR[base]
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + "ed"


CHANGES: Mapping[str, Change] = {
    "number": number,
    "date": date,
    "opposite": opposite,
    "negation": negation,
    "tense": tense,
    "hedge": hedge,
}


def _one(
    text: str, found: Sequence[tuple[int, int, str | None]], chance: random.Random
) -> str | None:
    """The text with one of the replacements; None where there is none."""
    usable = [(b, e, w) for b, e, w in found if w is not None and text[b:e] != w]
    if not usable:
        return None
    begin, end, words = chance.choice(usable)
    changed = " ".join(f"{text[:begin]}{words}{text[end:]}".split())
    return changed[:1].upper() + changed[1:] if text[:1].isupper() else changed


def _of_sets(
    text: str, sets: Sequence[Sequence[str]], chance: random.Random
) -> list[tuple[int, int, str | None]]:
    """A replacement for each word of a set by another of the same set."""
    found: list[tuple[int, int, str | None]] = []
    for words in sets:
        low = {word.lower() for word in words}
        capital = words[0][0].isupper()
        for m in re.finditer(r"[A-Za-z]+", text):
            if m[0].lower() not in low or (capital and not m[0][0].isupper()):
                continue
            if m[0] == "May" and not re.match(r" \d|\W*$", text[m.end() :]):
                continue
            other = chance.choice([word for word in words if word.lower() != m[0].lower()])
            found.append((m.start(), m.end(), _cased(m[0], other)))
    return found


def _other_digits(shown: str, chance: random.Random) -> str | None:
    sign = "$" if shown.startswith("$") else ""
    plain = shown.removeprefix("$").replace(",", "")
    if "." in plain:
        value = float(plain) * chance.choice((0.5, 0.8, 1.25, 1.5, 2.0, 10.0))
        return f"{sign}{value:,.{len(plain.split('.')[1])}f}"
    value = int(plain)
    if 1900 <= value <= 2100 and "," not in shown:
        return str(value + chance.choice((-10, -5, -3, -2, -1, 1, 2, 3, 5, 10)))
    if value < 20:
        other = max(1, value + chance.choice((-3, -2, -1, 1, 2, 3, 5)))
    else:
        other = round(value * chance.choice((0.5, 0.7, 0.9, 1.1, 1.5, 2, 3)))
        keep = len(plain) - len(plain.rstrip("0"))
        other = round(other, -keep) if keep and round(other, -keep) else other
    return None if other == value else f"{sign}{other:,}" if "," in shown else f"{sign}{other}"


def _cased(like: str, word: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
