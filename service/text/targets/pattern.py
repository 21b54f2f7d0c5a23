"""A target as a pattern over folded text: its words, however they are set.

Words may be apart by white space or a hyphen, in quotation marks, or written as one;
acronyms have full stops or none; "&" is "and"; "G7" is "G-7". A name ends where its symbols
do: "C" is not in "C++". Each part matches in one way only and their number is bounded, so
that a search is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from service.text.entities.acronyms import LONGEST, is_ordinary, letters_of
from service.text.folding import fold_letters
from service.text.gazetteers.word_lists import STOPWORDS
from service.text.normalization.normalize import normalized

_MOST_PARTS = 24  # of a target that are searched for; the rest is compared where they stand
_MOST_CUTS = 4  # places within a word where it may be apart
_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,6}|\w+(?:['’]\w+)*|[+#&%$€£¥@/]+|\.(?=[A-Za-z])")
_OPENING = " \t\"'“”„«»‘’()[]"
_CLOSING = _OPENING + ",;:!?…"
_INITIALS_END = re.compile(r"(?:\b[A-Za-z]\.\s?){2}$")
_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_ABBREVIATED = frozenset(
    "st dr mr mrs ms jr sr inc co corp ltd gov sen rep gen prof no vs mt ft bros".split()
)
# Written short or in full, before a name.
_SHORT_FORMS = {
    **dict.fromkeys(("st", "saint"), "(?>saint|st)"),
    **dict.fromkeys(("mt", "mount"), "(?>mount|mt)"),
    **dict.fromkeys(("ft", "fort"), "(?>fort|ft)"),
    **dict.fromkeys(("dr", "doctor"), "(?>doctor|dr)"),
    **dict.fromkeys(("v", "vs", "versus"), r"(?>versus|vs?)"),
}
# "100m" is "100 m", but "3M" is no distance.
_INNER = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_]{2}|[a-z])")
_OPTIONAL_APOSTROPHE = re.compile(r"['’](?=s$|[A-Z])")

_SET_OFF = " \"'“”„«»‘’()[]*"  # quotation marks and brackets, which a text may have or not
# Scripts without blanks between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")
_MONEY = frozenset("$€£¥")
_DASHES = frozenset("-‐‑‒–—−")
_MARKS_AFTER, _MARKS_BEFORE = r"[\"')\]*]{0,3}+", r"[\"'(\[*]{0,3}+"
_APART = rf"{_MARKS_AFTER}(?:\s{{1,40}}+|-\s?+){_MARKS_BEFORE}"
_APART_OR_ONE = rf"(?:{_APART})?+"
_DASHED = r"\s?+[-—]{1,2}+\s?+"
_ANYTHING = r"[^\w\s]{0,4}+\s{0,4}+[^\w\s]{0,4}+"
_AND = r"(?:\s?+&(?:amp;)?+\s?+|\s{1,40}+and\s{1,40}+)"
_PERCENT = r"\s?+(?:%|per\s?+cent\b)"


@dataclass(frozen=True, slots=True)
class TargetPattern:
    """`pattern` is searched for; where `rest` is not None it must go on where that ends.

    `target` is normalized. `capitals` says that only capitals make the word an acronym.
    """

    target: str
    pattern: re.Pattern[str]
    rest: re.Pattern[str] | None
    capitals: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A word or symbol of the target, as written, with what stands before it."""

    text: str
    gap: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or self.text[0] == "_"


def compile_target(target: str) -> TargetPattern | None:
    """The pattern of a target; None where there is nothing to look for."""
    plain = " ".join(normalized(target).split())
    bare = plain.lstrip(_OPENING).rstrip(_CLOSING)
    if not _INITIALS_END.search(bare):
        bare = bare.rstrip(".")
    acronym = letters_of(bare)
    if acronym is not None:
        body = _acronym(acronym)
        pattern = re.compile(_left(bare, alone=True) + body + _right(acronym, alone=True))
        ordinary = len(acronym) <= LONGEST and is_ordinary(acronym.lower())
        return TargetPattern(bare, pattern, None, ordinary)
    parts = _parts(bare)
    if not any(part.is_word for part in parts):
        return _literal(plain)
    article = _ARTICLE.match(bare)
    lead = ""
    if article and _goes_without(bare[article.end() :]):
        parts = _parts(bare[article.end() :])
        lead = rf"(?:{fold_letters(article[0].strip())}{_APART})?+"
    first, rest = parts[:_MOST_PARTS], parts[_MOST_PARTS:]
    alone = len(parts) == 1
    left = _left(bare if lead else parts[0].text, alone=alone)
    right = _right(parts[-1].text, alone=alone)
    body = left + lead + _joined(first, None)
    if rest:
        tail = re.compile(_joined(rest, first[-1]) + right)
        return TargetPattern(bare, re.compile(body), tail, False)
    if plain.rstrip(_OPENING).endswith(("!", "?")):  # "Yahoo!"
        right += r"[!?]?+"
    single = len(bare) == 1 and bare.isupper()
    return TargetPattern(bare, re.compile(body + right), None, single)


def _literal(plain: str) -> TargetPattern | None:
    """A target of symbols: "+++", an emoji."""
    key = fold_letters(plain)
    if not key:
        return None
    once = rf"(?<!{re.escape(key[0])})(?<!\u200d)"
    whole = "(?!\u200d)"  # not a part of a family of emoji
    return TargetPattern(plain, re.compile(once + re.escape(key) + whole), None, False)


def _goes_without(rest: str) -> bool:
    """Whether the article before `rest` may be missing. "The Who" is nobody without it."""
    return len(rest.split()) > 1 or not rest[:1].isupper() or letters_of(rest) is not None


def _parts(text: str) -> list[_Part]:
    found: list[_Part] = []
    at = 0
    for match in _TOKEN.finditer(text):
        gap = text[at : match.start()]
        leads = not gap.strip() and match[0] == "." and (not found or gap)
        if match[0] != "." or leads:  # of full stops, those of ".NET" alone
            found.append(_Part(match[0], gap if found else ""))
            at = match.end()
    inside = found[1:-1]
    return [*found[:1], *(replace(p, text="&") if p.text == "and" else p for p in inside),
            *found[1:][-1:]]  # fmt: skip


def _joined(parts: list[_Part], before: _Part | None) -> str:
    pieces = []
    for at, part in enumerate(parts):
        if before is not None:
            # Atomic: a hyphen may be read in two ways, and trying both again at each would take
            # twice as long with every word.
            pieces.append(f"(?>{_between(before, part)})")
        pieces.append(_piece(part, first=before is None, more=at + 1 < len(parts)))
        before = part
    return "".join(pieces)


def _piece(part: _Part, *, first: bool, more: bool) -> str:
    """One part; `more` says that another follows."""
    text = part.text
    if part.is_word:
        return (_SHORT_FORMS.get(text.lower()) if more else None) or _word(text)
    if text in {"#", "@"} and first:
        return f"{text}?+"
    if text in {"&", "/", "%"}:  # stands between the words, or after them
        return {"&": "", "/": "", "%": _PERCENT}[text]
    return re.escape(fold_letters(text)) + (r"\s?+" if text in _MONEY else "")


def _word(text: str) -> str:
    """A word as it is folded, with what may stand within it or be missing."""
    if (letters := letters_of(text)) is not None and len(letters) <= 3:
        return _acronym(letters)
    cuts = [m.start() for m in _INNER.finditer(text)]
    loose = [m.start() for m in _OPTIONAL_APOSTROPHE.finditer(text) if text[:1].isupper()]
    pieces = []
    for at, char in enumerate(text):
        pieces.append(r"[\s-]?+" if at in cuts[:_MOST_CUTS] else "")
        pieces.append(re.escape(fold_letters(char)) + ("?+" if at in loose[:_MOST_CUTS] else ""))
    return "".join(pieces)


def _acronym(letters: str) -> str:
    """ "us" or "u.s.": full stops after all letters, or after none."""
    low = [re.escape(fold_letters(char)) for char in letters]
    return "(?:" + "".join(low) + "|" + r"\.\s?+".join(low) + r"(?:\.|(?!\w)))"


def _between(first: _Part, second: _Part) -> str:
    """What may stand between two parts."""
    gap = second.gap.strip(_SET_OFF)
    if second.text == "&" or first.text == "&":
        return _AND if second.text == "&" else ""
    if second.text == "/" or first.text == "/":
        return r"\s?+[/-]\s?+" if second.text == "/" else ""
    if second.text == "%":
        return ""
    if not (first.is_word and second.is_word):
        return r"\s{1,40}+" if second.gap else ""
    single = len(first.text) == 1 and len(second.text) == 1
    if gap == ".":
        if single or not second.gap[-1:].isspace():
            return r"\.?+\s{0,3}+"
        return r"(?:\.\s{0,3}+|\s{1,3}+)" if len(first.text) == 1 else rf"\.?+{_APART}"
    if gap in _DASHES:
        digits = first.text[-1].isdigit() and second.text[0].isdigit()
        closed = not digits and first.text.lower() not in {"the", "a", "an"}
        return rf"(?:{_DASHED}|{_APART_OR_ONE if closed else _APART})"
    if not gap:
        low = fold_letters(first.text)
        short = low in _ABBREVIATED or low in _SHORT_FORMS or len(low) == 1
        stop = r"\.?+" if short else ""
        return stop + (_APART_OR_ONE if _compounds(first, second) else _APART)
    if gap == ",":
        return rf",?+{_APART}"
    return _ANYTHING


def _compounds(first: _Part, second: _Part) -> bool:
    """Whether two words may be written as one: "datacentre", but not "therapist"."""
    words = (first.text, second.text)
    return all(len(w) >= 3 and w.isalpha() and w.lower() not in STOPWORDS for w in words)


def _left(text: str, *, alone: bool = False) -> str:
    """What may not stand before `text`; `alone` where it is the whole target."""
    first = text[0]
    if first in _MONEY or _UNSPACED.match(first):
        return ""
    if not (first.isalnum() or first == "_"):
        return rf"(?<![\w{re.escape(first)}])"
    bounds = r"(?<!\w)(?<!\bo')"
    if first.isdigit():
        bounds += r"(?<!\d[.,/])"
    if not alone or len(text) > 3:
        return bounds
    return bounds + (r"(?<![-&/.'+#])" if len(text) == 1 else r"(?<!\w&)")


def _right(text: str, *, alone: bool = False) -> str:
    """What may not stand after `text`."""
    last = text[-1]
    if _UNSPACED.match(last):
        return ""
    if not (last.isalnum() or last == "_"):
        return r"(?![^\W\d])" if last in "+#" else ""
    bounds = r"(?!\w)" + (r"(?![.,/]\d)" if last.isdigit() else r"(?![+#]++(?!\w))")
    if not alone or len(text) > 3:
        return bounds
    return bounds + (r"(?!'(?!s\b)|[&/-]\w|\.\w)" if len(text) == 1 else r"(?!&\w)")
