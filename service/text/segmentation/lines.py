"""The posted text as lines, with what each looks like on its own.

All line ends of Unicode and of old files count: `\\n`, `\\r\\n`, `\\r`, NEL, LS, PS, and
the vertical tab and form feed of pasted documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.text.span import Span
from service.text.whitespace import trim

_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(r"(?:[•▪◦‣·●○■]|[*–—-](?=\s)|(\(?)(\d{1,2})([.)])(?=\s))[ \t\u00a0]+(?=\S)")
# "— Ana Duarte, Portvale", "- Ana Duarte (@ana) March 3": a signature, not an item of a list.
_NAME = r"[A-Z][\w.’'-]{0,24}"
_SIGNED = re.compile(
    rf"[—–-]{{1,2}}\s+(?:{_NAME}(?: {_NAME}){{1,3}}(?:, (?:{_NAME}|of|the|and)(?: (?:{_NAME}|of|"
    rf"the|and)){{0,6}})?\.?$|"
    r"[^\n]{1,80}\(@\w{1,30}\)[^\n]{0,40}$)"
)
# A citation's number may stand after the stop.
_TERMINAL = re.compile(r"[.!?…:][\"”’')\]»]*(?:\s?\[\d{1,3}\])*$")
_TAIL = 60


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line that is not blank. `span` has no white space at its ends.

    `first` says that a blank line (or the start of the text) stands before it; `bullet` that a
    bullet or number, which is not part of `span`, stands before it.
    """

    span: Span
    text: str
    first: bool
    bullet: bool

    @property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_TERMINAL.search(self.text[-_TAIL:]))


def split_lines(text: str) -> list[TextLine]:
    """Lines with something visible in them, in order."""
    lines: list[TextLine] = []
    blank_before = True
    at = 0
    for end, following in _bounds(text):
        span = trim(text, Span(at, end))
        at_line = span.begin
        at = following
        if not span:
            blank_before = True
            continue
        bullet = _BULLET.match(text, span.begin, span.end)
        if bullet and bullet[2] and _counts_on(text, bullet, span.end):
            bullet = None
        if bullet and not _SIGNED.match(text, span.begin, span.end):
            span = Span(bullet.end(), span.end)
        body = text[span.begin : span.end]
        lines.append(TextLine(span, body, blank_before, span.begin > at_line))
        blank_before = False
    return lines


def _counts_on(text: str, bullet: re.Match[str], end: int) -> bool:
    """ "1. The road. 2. The quay.": a list within one line keeps all its numbers."""
    following = f" {bullet[1]}{int(bullet[2]) + 1}{bullet[3]} "
    return text.find(following, bullet.end(), end) >= 0


def _bounds(text: str) -> list[tuple[int, int]]:
    """(end of line, start of the next) for every line."""
    found = [(m.start(), m.end()) for m in _END.finditer(text)]
    return [*found, (len(text), len(text))]
