"""Offsets in the unit of a caller's language.

Python counts Unicode code points; JavaScript, Java and C# count UTF-16 code units; Go and
Rust count UTF-8 bytes. A conversion table is made only for texts that need one.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import accumulate

from service.text.span import Span

_CHUNK = 256


class OffsetUnit(StrEnum):
    """The unit of an offset."""

    UNICODE = "unicode"
    UTF16 = "utf16"
    UTF8 = "utf8"


class OffsetMap:
    """Converts code point offsets of one text.

    Building it takes time linear in the text, a look-up constant time.
    """

    def __init__(self, text: str, unit: OffsetUnit) -> None:
        self._text = text
        self._unit = unit
        self._plain = unit is OffsetUnit.UNICODE or text.isascii()
        starts = range(0, len(text), _CHUNK) if not self._plain else range(0)
        sizes = (self._size(text[s : s + _CHUNK]) for s in starts)
        self._starts = [0, *accumulate(sizes)]

    def offset(self, index: int) -> int:
        """The code point offset `index` in the unit.

        Raises:
            IndexError: the text has no such offset.
        """
        if not 0 <= index <= len(self._text):
            raise IndexError(index)
        if self._plain:
            return index
        chunk = index // _CHUNK
        return self._starts[chunk] + self._size(self._text[chunk * _CHUNK : index])

    def span(self, span: Span) -> tuple[int, int]:
        """Begin and end in the unit."""
        return self.offset(span.begin), self.offset(span.end)

    def _size(self, part: str) -> int:
        if self._unit is OffsetUnit.UTF16:
            return len(part.encode("utf-16-le", "surrogatepass")) // 2
        return len(part.encode("utf-8", "surrogatepass"))
