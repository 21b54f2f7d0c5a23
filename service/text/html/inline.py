"""Inline elements to text: no words glued together, none split.

White space is that of a browser: a run is one blank, and a line ends only at `<br>` or within
`<pre>`. Invisible characters (soft hyphens, zero-width blanks) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

_RUN = re.compile(r"\s++")
_LINES = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_FOOTNOTE = re.compile(r"\s*+(?:[\[(]?\d{1,3}[\])]?|\[[^\[\]]{1,30}\]|[*†‡§]{1,3})\s*+")
_WORD_OR_STOP = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?”’\")])\s*\Z")
_FEW = 8  # pieces of text that a mark of a note is made of, at most
_LONGEST_NOTE = 60
_ANCHORS = frozenset("¶ # § 🔗 ⚓ ↩ ↑ ^".split())  # links of a heading or note to itself
_LONGEST_EMOJI = 8
_OPENING = "“‘«„\"'"
_OWN_MARK = re.compile(r"\s*+[“‘«„\"']")
_PAIRS = (("“", "”"), ("‘", "’"))
# "…the town.</span><span>She left": pages separate such elements by style alone.
_STOP = re.compile(r"[^\W\d_]{2}[.!?:][”’\")]?\Z")


# Pages lay these out side by side: "By Bo Li</span><time>3 March".
_SIDE_BY_SIDE = frozenset({"span", "time", "a", "small", "label"})
_EDGE = "\x1f"  # between two of them; no page holds it


class InlineText:
    """The text of one block as it grows.

    `silent` discards what is added. `preformatted` counts the elements around that keep line ends.
    """

    def __init__(self) -> None:
        self.silent = False
        self.preformatted = 0
        self.empty = True
        self._pieces: list[str] = []
        self._linked: list[bool] = []
        self._links = 0
        self._quotes: list[tuple[str, str] | None] = []
        self._typed = 0  # “ less ” in the block so far
        self._muted: _Element | None = None
        self._ended = False  # nothing was added since the end of a side-by-side element

    def begin(self, element: _Element, tag: str) -> None:
        """An inline element starts."""
        if self._ended and tag in _SIDE_BY_SIDE:
            self._append(_EDGE)
        if tag == "br":
            self._append("\n")
        elif tag == "a":
            self._links += "href" in element.attrib
            if str(element.get("href", "")).startswith("#"):
                self._mute(element)
        elif tag == "q":
            self._open_quotation(element)
        elif tag == "sup":
            self._mute(element)
        elif tag in ("img", "picture"):
            self.space()
            self.add(_emoji(element.get("alt", "")))

    def end(self, element: _Element, tag: str) -> None:
        """An inline element ends."""
        if tag == "a":
            self._links -= "href" in element.attrib
        elif tag == "q" and self._quotes:
            marks = self._quotes.pop()
            if marks and not self.silent:
                self._append(marks[1])
        if element is self._muted:
            self._muted = None
        self._ended = tag in _SIDE_BY_SIDE

    def add(self, text: str) -> None:
        """Text of the page, with its own white space."""
        if self.silent or self._muted is not None:
            return
        if _UNSEEN.search(text):
            text = _UNSEEN.sub("", text)
        if self.preformatted:
            text = _LINES.sub("\n", text)
        elif not text.isascii() or not text.isprintable():
            text = _RUN.sub(" ", text)
        self._typed += text.count("“") - text.count("”")
        self._append(text)

    def space(self) -> None:
        """Note that something other than text stands here."""
        if self._pieces:
            self._append(" ")

    def take(self) -> Iterator[tuple[str, int]]:
        """The blocks so far, each with its number of characters in links; then starts again."""
        pieces, linked = self._pieces, self._linked
        self._pieces, self._linked = [], []
        self.empty, self._typed = True, 0
        open_quotation = _trailing_mark(pieces, self._quotes)
        text = "".join(_set_apart(pieces)) if len(pieces) > 1 else "".join(pieces)
        links = 0
        if True in linked:
            links = sum(len(p) for p, is_link in zip(pieces, linked, strict=False) if is_link)
        yield from _blocks(text, links)
        if open_quotation:
            self._append(open_quotation)

    def _append(self, text: str) -> None:
        if not text:
            return
        self._ended = False
        self._pieces.append(text)
        self._linked.append(self._links > 0)
        if self.empty and not text.isspace():
            self.empty = False

    def _open_quotation(self, element: _Element) -> None:
        """Marks for `<q>`, unless the page has set its own; they alternate when nested."""
        before = self._pieces[-1][-1:] if self._pieces else ""
        own = bool(before and before in _OPENING and not self._quotes)
        if own or _OWN_MARK.match(element.text or ""):
            self._quotes.append(None)
            return
        depth = sum(marks is not None for marks in self._quotes) + (self._typed > 0)
        marks = _PAIRS[depth % 2]
        self._quotes.append(marks)
        if not self.silent:
            self._append(marks[0])

    def _mute(self, element: _Element) -> None:
        """Leave out a mark that leads to a note."""
        if self._muted is None and self._is_footnote(element):
            self._muted = element

    def _is_footnote(self, element: _Element) -> bool:
        """A raised mark that leads to a note: "…the dam[3]", not "5th" or "km2"."""
        words = "".join(islice(element.itertext(), _FEW))
        if element.tag == "a" and words.strip() in _ANCHORS:
            return True
        if not _FOOTNOTE.fullmatch(words[:_LONGEST_NOTE]):
            return False
        linked = element.tag == "sup" and element.find(".//a") is not None
        if linked or "ref" in str(element.get("class", "")).lower():
            return True
        before = "".join(self._pieces[-3:])[-8:]
        return _WORD_OR_STOP.search(before) is not None


def _trailing_mark(pieces: list[str], quotes: list[tuple[str, str] | None]) -> str:
    """The opening mark at the end, which belongs to the block that follows."""
    if quotes and quotes[-1] and pieces and pieces[-1] == quotes[-1][0]:
        return pieces.pop()
    return ""


def _set_apart(pieces: list[str]) -> Iterator[str]:
    """The pieces, with a blank where only an element separates two sentences or labels."""
    before, edge = "", False
    for piece in pieces:
        if piece == _EDGE:
            edge = True
            continue
        if _are_parted(before, piece, edge):
            yield " "
        yield piece
        before, edge = piece, False


def _are_parted(before: str, piece: str, edge: bool) -> bool:
    first, last = piece[:1], before[-1:]
    if first.isupper() and _STOP.search(before[-5:]):
        return True
    if not edge or not before[-2:].isalnum() or last.isupper():
        return False
    return first.isupper() or (first.isdigit() and last.isalpha())


def _blocks(joined: str, links: int) -> Iterator[tuple[str, int]]:
    """Stretches between empty lines, white space folded; links shared out by length."""
    if "\n" not in joined:
        text = " ".join(joined.split())
        if text:
            yield text, min(links, len(text))
        return
    lines: list[str] = []
    found: list[str] = []
    for line in (*joined.split("\n"), ""):
        folded = " ".join(line.split())
        if folded:
            lines.append(folded)
        elif lines:
            found.append("\n".join(lines))
            lines = []
    total = sum(map(len, found)) or 1
    for text in found:
        yield text, min(len(text), links * len(text) // total)


def _emoji(alternative: str) -> str:
    """The alternative text of a picture that stands for an emoji; empty for any other."""
    is_one = 0 < len(alternative) <= _LONGEST_EMOJI and not alternative.isascii()
    return alternative if is_one and not any(c.isalnum() for c in alternative) else ""
