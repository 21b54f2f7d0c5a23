"""Alignment of a rewritten text with its source: maps offsets in the one to the other."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right

from service.text.span import Span

# Marks that belong to the letter before them.
MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
# Those, and the selectors that change the emoji before them.
_MARK_RUN = re.compile(rf"[{MARKS}\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]{{1,64}}")


class Alignment:
    """The place in the source of each part of a rewritten text.

    Only the edits are kept: ranges of the source that were replaced or removed. Between two
    edits the texts agree, so a look-up is a binary search among the edits. Edits are added in
    text order, each as four code point offsets.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._before: Alignment | None = None
        self._begin = array("Q")  # in the rewritten text
        self._end = array("Q")
        self._source_begin = array("Q")
        self._source_end = array("Q")

    def __len__(self) -> int:
        return len(self._begin)

    def add(self, begin: int, end: int, source: Span) -> None:
        """`[begin, end)` of the rewritten text stands for `source`; empty where removed."""
        self._begin.append(begin)
        self._end.append(end)
        self._source_begin.append(source.begin)
        self._source_end.append(source.end)

    def source(self, span: Span) -> Span:
        """The part of the source for `span`: whole letters, with their marks.

        What was removed at the edges of the span is not part of it; what was removed within is.
        """
        begin, end = self._from(span.begin), self._to(span.end)
        if span:
            marks = _MARK_RUN.match(self._source, end)
            found = Span(begin, marks.end() if marks else end)
        else:
            found = Span(begin, begin)
        return found if self._before is None else self._before.source(found)

    def after(self, before: Alignment) -> Alignment:
        """This alignment, whose source was itself rewritten, extended to the source of `before`."""
        if len(before):
            self._before = before
        return self

    def _from(self, at: int) -> int:
        edit = bisect_right(self._begin, at) - 1
        if edit < 0:
            return at
        if at < self._end[edit]:
            return self._source_begin[edit]
        return self._source_end[edit] + at - self._end[edit]

    def _to(self, at: int) -> int:
        edit = bisect_left(self._begin, at) - 1
        if edit < 0:
            return at
        return self._source_end[edit] + max(0, at - self._end[edit])


class Rewriter:
    """Copies a text with edits, and keeps the alignment of the two."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.alignment = Alignment(source)
        self._parts: list[str] = []
        self._length = 0
        self._at = 0

    @property
    def at(self) -> int:
        """The offset up to which the source has been read."""
        return self._at

    def copy(self, end: int) -> None:
        """Copy the source up to `end`."""
        self._append(self.source[self._at : end])
        self._at = end

    def replace(self, begin: int, end: int, by: str) -> None:
        """Copy the source up to `begin`, and put `by` in place of what follows up to `end`."""
        if begin > self._at:
            self.copy(begin)
        first = self._length
        self._append(by)
        self._at = end
        if len(by) != end - begin or len(by) > 1:
            self.alignment.add(first, self._length, Span(begin, end))

    def substitute(self, end: int, by: str) -> None:
        """Put `by` in place of the source up to `end`, one letter for each."""
        self._append(by)
        self._at = end

    def text(self) -> str:
        """The rewritten text, the rest of the source included."""
        self.copy(len(self.source))
        return "".join(self._parts)

    def _append(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)
