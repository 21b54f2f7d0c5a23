"""Normalization: one form for text that can be written in several ways.

A reader does not see a soft hyphen or a zero-width mark within a word, a ligature, full-width
letters or a separate accent; a tokenizer, a pattern and a comparison of words do. So everything
after this module works on the normalized text, and the `Alignment` maps spans back to the posted
text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass

from service.text.alignment import Alignment, Rewriter
from service.text.normalization.characters import (
    BETWEEN_LETTERS,
    EMOJI,
    EMOJI_BASE,
    IS_INVISIBLE,
    IS_JOINING,
    JOINED_SCRIPT,
    JOINS,
    NOTHING,
    ODD,
    ODD_RUN,
    ODD_RUN_BMP,
    OVERLAYS,
    PLAIN,
    SPACE,
)
from service.text.normalization.escapes import unescape
from service.text.normalization.homoglyphs import HOMOGLYPHS, unmix
from service.text.normalization.line_hyphens import rejoin

_MOST_MARKS = 30  # on one letter (Unicode's stream-safe text); sorting more is quadratic
_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe0e\ufe0f"
_FLAG = "\U0001f3f4"
_TABLE = {ord(char): plain for char, plain in PLAIN.items()}
# A word that a soft hyphen divides between two lines.
_LINE_END_IN_WORD = re.compile(r"(?<![ \t])[ \t]*+(?:\r\n|[\n\r\u2028])[ \t]*(?=[^\W\d_])")
_WHITE = re.compile(r"\s")
# In Chinese and Japanese, full-width marks end sentences and stay as they are.
_EAST_ASIAN = re.compile("[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text and its alignment with the text that it was made from."""

    text: str
    alignment: Alignment


def normalize(text: str) -> Normalized:
    """`text` without invisible marks, its letters in one form. Linear; never raises."""
    text, unescaped = unescape(text)
    used: Set[str] = frozenset() if text.isascii() else set(text)
    if ODD.isdisjoint(used):
        found = Normalized(text, Alignment(text))
    else:
        runs = ODD_RUN_BMP if max(used) < "\U00010000" else ODD_RUN
        found = _Normalizer(text).run(runs)
    # One character for one, so that offsets stay valid.
    plain = BETWEEN_LETTERS.sub("’", found.text)
    if not HOMOGLYPHS.isdisjoint(used):
        plain = unmix(plain)
    plain, rejoined = rejoin(plain)
    return Normalized(plain, _chained(rejoined, _chained(found.alignment, unescaped)))


def _chained(last: Alignment, before: Alignment) -> Alignment:
    """Both alignments as one, from the text of `last` to the source of `before`."""
    return last.after(before) if len(last) else before


def normalized(text: str) -> str:
    """Just the text of `normalize`."""
    return normalize(text).text


@dataclass(slots=True)
class _Letter:
    """The replacement of `[begin, end)` of the posted text."""

    begin: int
    end: int
    text: str
    marks: int = 0


class _Normalizer:
    """Goes from one run of odd characters to the next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._out = Rewriter(text)
        self._break: str | None = None  # a line break to be put after the current word

    def run(self, odd: re.Pattern[str]) -> Normalized:
        """The whole text, from one run of `odd` characters to the next."""
        for match in odd.finditer(self._text):
            begin, end = match.span()
            if begin < self._out.at:  # within a line break that was taken out
                begin = self._out.at
            run = self._text[begin:end]
            if NOTHING.fullmatch(run):
                self._copy(begin)
                self._leave_out(begin, end)
                continue
            joins = JOINS.match(run)
            self._copy(begin - 1 if joins and begin > self._out.at else begin)
            plain = run.translate(_TABLE)
            simple = not (IS_INVISIBLE.search(run) or IS_JOINING.search(run))
            if simple and len(plain) == len(run) and not _EAST_ASIAN.match(self._text, begin - 1):
                self._out.substitute(end, SPACE.sub(" ", plain))
            else:
                self._rewrite(begin, end)
        self._copy(len(self._text))
        return Normalized(self._out.text(), self._out.alignment)

    def _copy(self, end: int) -> None:
        """Copy plain text up to `end`; a pending line break replaces the first blank in it."""
        if self._break is not None:
            blank = _WHITE.search(self._text, self._out.at, end)
            if blank is not None:
                kept = blank[0] if blank[0] in "\r\n" else self._break
                self._out.copy(blank.start())
                self._out.substitute(blank.end(), kept)
                self._break = None
        self._out.copy(end)

    def _rewrite(self, begin: int, end: int) -> None:
        """Rewrite a run by letters: marks join the letter before, invisible characters go."""
        letter: _Letter | None = None
        if self._out.at < begin:  # the letter that marks of this run belong to
            letter = _Letter(self._out.at, begin, self._text[self._out.at : begin])
        for at in range(begin, end):
            char = self._text[at]
            if IS_JOINING.match(char) and letter is not None:
                letter.end = at + 1
                letter.marks += 1
                if letter.marks <= _MOST_MARKS:
                    letter.text += char
            elif not IS_INVISIBLE.match(char) or self._shows(at):
                self._put(letter)
                letter = _Letter(at, at + 1, self._plain(at))
        self._put(letter)
        self._leave_out(begin, end)

    def _leave_out(self, begin: int, end: int) -> None:
        """Drop what is left of a run, and the line break after it if it divides a word."""
        if "\u00ad" in self._text[begin:end] and self._text[max(0, begin - 1)].isalpha():
            divided = _LINE_END_IN_WORD.match(self._text, end)
            if divided is not None and self._text[divided.end()].islower():
                self._break = "\n"
                end = divided.end()
        if end > self._out.at:
            self._out.replace(self._out.at, end, "")

    def _put(self, letter: _Letter | None) -> None:
        if letter is None:
            return
        if letter.begin > self._out.at:
            self._out.replace(self._out.at, letter.begin, "")
        text = unicodedata.normalize("NFC", letter.text) if letter.marks else letter.text
        if letter.marks and text[0].isalpha():
            text = OVERLAYS.sub("", text)
        self._out.replace(letter.begin, letter.end, text)

    def _plain(self, at: int) -> str:
        char = self._text[at]
        if SPACE.match(char):
            return " "
        wide = "\uff01" <= char <= "\uff60" and not char.isalnum()
        if wide and at and _EAST_ASIAN.match(self._text, at - 1):
            return char
        return PLAIN.get(char, char)

    def _shows(self, at: int) -> bool:
        """Whether an invisible character changes what is seen around it."""
        char, before = self._text[at], self._text[at - 1 : at]
        if char in _SELECTORS:
            return bool(EMOJI_BASE.match(before))
        if char in _JOINERS:
            if JOINED_SCRIPT.match(before):
                return True
            emoji = EMOJI.match(before) or before in _SELECTORS
            return char == "\u200d" and bool(before and emoji and EMOJI.match(self._text, at + 1))
        if "\U000e0020" <= char <= "\U000e007f":  # the flag of Scotland is spelled in tags
            return before == _FLAG or ("\U000e0020" <= before <= "\U000e007e" and self._tagged(at))
        return False

    def _tagged(self, at: int) -> bool:
        """Whether a flag begins the run of tags before `at`; they are few in any flag."""
        start = self._text.rfind(_FLAG, max(0, at - 8), at)
        tags = self._text[start + 1 : at]
        return start >= 0 and all("\U000e0020" <= tag <= "\U000e007e" for tag in tags)
