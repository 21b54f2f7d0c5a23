"""A target as a pattern over folded text: its words, however they are set.

Words may be separated by white space or a hyphen, in quotation marks, or written as one;
acronyms have full stops or none; "&" is "and"; "G7" is "G-7". A name ends where its symbols
do: "C" is not in "C++". Each part matches in one way only and their number is bounded, so
that a search is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.text.entities.acronyms import LONGEST, is_ordinary, letters_of
from service.text.folding import fold_letters
from service.text.normalization.normalize import normalized
from service.text.targets.patterns.boundaries import left_boundary, right_boundary
from service.text.targets.patterns.gaps import SEPARATE, gap_pattern
from service.text.targets.patterns.parts import Part, parts_of
from service.text.targets.patterns.words import acronym_pattern, part_pattern

_MOST_PARTS = 24  # of a target that are searched for; the rest is compared where they stand
_OPENING = " \t\"'“”„«»‘’()[]"
_CLOSING = _OPENING + ",;:!?…"
_INITIALS_END = re.compile(r"(?:\b[A-Za-z]\.\s?){2}$")
_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TargetPattern:
    """`pattern` is searched for; where `rest` is not None it must go on where that ends.

    `target` is normalized. `capitals` says that only capitals make the word an acronym.
    """

    target: str
    pattern: re.Pattern[str]
    rest: re.Pattern[str] | None
    capitals: bool


def compile_target(target: str) -> TargetPattern | None:
    """The pattern of a target; None where there is nothing to look for."""
    plain = " ".join(normalized(target).split())
    bare = _without_marks(plain)
    letters = letters_of(bare)
    if letters is not None:
        return _acronym_target(bare, letters)
    parts = parts_of(bare)
    if not any(part.is_word for part in parts):
        return _symbol_target(plain)
    return _word_target(plain, bare, parts)


def _without_marks(plain: str) -> str:
    """A target without the marks round it; the last full stop of "U.S." is its own."""
    bare = plain.lstrip(_OPENING).rstrip(_CLOSING)
    return bare if _INITIALS_END.search(bare) else bare.rstrip(".")


def _acronym_target(bare: str, letters: str) -> TargetPattern:
    """An acronym: "U.S.", "WHO"."""
    left, right = left_boundary(bare, alone=True), right_boundary(letters, alone=True)
    ordinary = len(letters) <= LONGEST and is_ordinary(letters.lower())
    return TargetPattern(bare, re.compile(left + acronym_pattern(letters) + right), None, ordinary)


def _symbol_target(plain: str) -> TargetPattern | None:
    """A target of symbols: "+++", an emoji."""
    key = fold_letters(plain)
    if not key:
        return None
    once = rf"(?<!{re.escape(key[0])})(?<!\u200d)"
    whole = "(?!\u200d)"  # not a part of a family of emoji
    return TargetPattern(plain, re.compile(once + re.escape(key) + whole), None, False)


def _word_target(plain: str, bare: str, parts: list[Part]) -> TargetPattern:
    """A target of words, which may have symbols too."""
    article = _optional_article(bare)
    if article:
        parts = parts_of(bare[len(article) :])
        lead = rf"(?:{fold_letters(article.strip())}{SEPARATE})?+"
    else:
        lead = ""
    first, rest = parts[:_MOST_PARTS], parts[_MOST_PARTS:]
    alone = len(parts) == 1
    left = left_boundary(bare if article else parts[0].text, alone=alone)
    right = right_boundary(parts[-1].text, alone=alone)
    body = left + lead + _joined(first, None)
    if rest:
        tail = re.compile(_joined(rest, first[-1]) + right)
        return TargetPattern(bare, re.compile(body), tail, False)
    if plain.rstrip(_OPENING).endswith(("!", "?")):  # "Yahoo!"
        right += r"[!?]?+"
    single = len(bare) == 1 and bare.isupper()
    return TargetPattern(bare, re.compile(body + right), None, single)


def _optional_article(bare: str) -> str:
    """The article with its blank that may be missing; "" for "The Who", which needs its own."""
    article = _ARTICLE.match(bare)
    if article is None:
        return ""
    rest = bare[article.end() :]
    optional = len(rest.split()) > 1 or not rest[:1].isupper() or letters_of(rest) is not None
    return article[0] if optional else ""


def _joined(parts: Sequence[Part], before: Part | None) -> str:
    """The parts in order, with what may stand between them; `before` precedes the first."""
    pieces = []
    for at, part in enumerate(parts, 1):
        if before is not None:
            # Atomic: a hyphen may be read in two ways, and trying both again at each would take
            # twice as long with every word.
            pieces.append(f"(?>{gap_pattern(before, part)})")
        pieces.append(part_pattern(part, first=before is None, last=at == len(parts)))
        before = part
    return "".join(pieces)
