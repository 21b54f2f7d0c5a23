"""Case and accent folding: small letters without accents, one character per kind of mark."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache

from service.text.alignment import MARKS, Rewriter
from service.text.span import Span

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_MARK = re.compile(f"[{MARKS}]")
# Letters that Unicode does not decompose.
_LETTERS = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ł": "l", "Ł": "l", "ı": "i", "ħ": "h", "Ħ": "h",
    "þ": "th", "Þ": "th", "ς": "σ", "ə": "e", "Ə": "e", "ɛ": "e", "Ɛ": "e", "ɔ": "o", "Ɔ": "o",
    "ŋ": "n", "Ŋ": "n",
}  # fmt: skip
_SIGNS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′‹›´", "'"),
    **dict.fromkeys("‐‑‒–⁃−", "-"),
    **dict.fromkeys("—―", "—"),  # between clauses, mostly; a hyphen is between words
}
_KNOWN = _LETTERS | _SIGNS


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    """The folded form of a character that is not ASCII: mostly one character."""
    known = _KNOWN.get(char)
    if known is not None:
        return known
    if char.isspace():
        return " "
    decomposed = unicodedata.normalize("NFD", char.lower())
    if len(decomposed) > 1:
        return _MARK.sub("", decomposed)
    return "" if _MARK.match(decomposed) else decomposed


def fold_letters(text: str) -> str:
    """A short text, folded; `text` should be normalized."""
    if not text.isascii():
        text = "".join(char if char < "\x80" else _letter(char) for char in text)
    return text.lower()


def unaccented(word: str) -> str:
    """A word of a name without accents and with plain apostrophes, its capitals kept."""
    if word.isascii():
        return word
    return _MARK.sub("", unicodedata.normalize("NFD", word)).replace("’", "'")


class FoldedText:
    """A whole text, folded, with the alignment that leads back to its own offsets."""

    def __init__(self, text: str) -> None:
        self._source = text

    @cached_property
    def _rewriter(self) -> Rewriter:
        out = Rewriter(self._source)
        if self._source.isascii():
            return out
        for match in _NOT_ASCII.finditer(self._source):
            out.copy(match.start())
            letters = [_letter(char) for char in match[0]]
            if all(len(letter) == 1 for letter in letters):
                out.substitute(match.end(), "".join(letters))
                continue
            for at, letter in enumerate(letters, match.start()):
                out.replace(at, at + 1, letter)
        return out

    @cached_property
    def text(self) -> str:
        """The folded text."""
        return self._rewriter.text().lower()

    def source(self, begin: int, end: int) -> Span:
        """The part of the source that the folded text has from `begin` to `end`."""
        return self._rewriter.alignment.source(Span(begin, end))
