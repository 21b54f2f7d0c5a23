"""A text with a single blank for each run of white space, and a map back to its offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_BLANK = r"\s\x00-\x1f\x7f-\x9f"
_INVISIBLE = "\ufeff\u200b\u200c\u200e\u200f\u2060\u00ad"
_RAGGED = re.compile(rf"[{_BLANK}{_INVISIBLE}]{{2,}}+|[{_INVISIBLE}]")
_ODD = re.compile(rf"(?! )[{_BLANK}]")
_SHOWN = re.compile(rf"[{_BLANK}]")


@dataclass(frozen=True, slots=True)
class SingleBlanks:
    """Text whose only white space is single blanks, without invisible characters.

    An offset from `starts[i]` on (code points of `text`) is `shifts[i]` less than in the source.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def original(self, at: int) -> int:
        """The offset in the source of the code point at `at`."""
        return at + self.shifts[bisect_right(self.starts, at) - 1]


def single_blanks(text: str) -> SingleBlanks:
    """`text` with a blank for each run of white space and control characters.

    Marks that show nothing (zero-width marks, soft hyphens) are left out. Takes time in
    proportion to the length.
    """
    if not _RAGGED.search(text):
        return SingleBlanks(_ODD.sub(" ", text))
    pieces: list[str] = []
    starts, shifts = [0], [0]
    at = length = 0
    for match in _RAGGED.finditer(text):
        begin, end = match.span()
        blank = " " if _SHOWN.search(text, begin, end) else ""
        pieces += (text[at:begin], blank)
        length += begin - at + len(blank)
        at = end
        starts.append(length)
        shifts.append(end - length)
    pieces.append(text[at:])
    return SingleBlanks(_ODD.sub(" ", "".join(pieces)), tuple(starts), tuple(shifts))
