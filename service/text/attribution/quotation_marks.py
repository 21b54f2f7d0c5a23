"""Quotation marks of one paragraph: which open a quotation, and which closes it.

A quotation that is not closed runs to the paragraph's end: newspapers set the closing mark
only after a speech's last paragraph. Single marks count too, as in British news, where they
are no apostrophes, elisions or plural possessives; so do two of them for a double mark, as
agencies and archives write it. Of nested quotations the outer one counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from service.text.span import Span

# A single mark opens before a letter and after white space, but not in "'90s" and "'em".
_MARK = re.compile(
    r"''|``|[“«„‚\"]|(?<![^\s(\[—–-])['‘](?!(?:em|til|tis|twas|cause|n)\b)(?=[^\W\d_])"
)
_SINGLE_END = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")
_LOW_SINGLE_END = re.compile(r"[‘’](?!\w)")
_LOW_END = re.compile("[“”]")
# Marks that close a quotation as well as open one, with what closes the quotation.
_STRAIGHT = {'"': '"', "''": "''", "``": "''"}
# Blanks up to which a quotation may end in "s'" like a plural possessive: 'lies'.
_FEW_BLANKS = 3
_LONGEST = 4000
_MOST_NESTED = 16  # marks within a quotation that are paired
_MOST_POSSESSIVES = 20  # plurals ("owners'") that are looked past for the closing mark


def quotes_within(text: str, span: Span) -> list[Span]:
    """Spans of quoted words with their marks in the paragraph at `span`, in order.

    None lies within another. Linear in the paragraph's length.
    """
    found = []
    at = span.begin
    reader = _Reader(text, span)
    while match := _MARK.search(text, at, span.end):
        at = match.start()
        stop = reader.stop(at, match[0])
        if stop is not None:
            found.append(Span(at, stop))
        at = stop or match.end()
    return found


@dataclass(slots=True)
class _Reader:
    """Finds the ends of the quotations of one paragraph."""

    text: str
    span: Span
    ends: list[int] | None = None  # where marks stand that may close a quotation in single marks

    def stop(self, at: int, mark: str) -> int | None:
        """Where the quotation ends that `mark` at `at` opens; None where it opens none."""
        if mark in "'‘":
            return self._single(at)
        if mark in _STRAIGHT and not _may_open(self.text, at, mark):
            return None
        if mark == "‚" and not _may_open(self.text, at, mark):
            return None
        last = min(self.span.end, at + _LONGEST)
        end = _CLOSERS[mark](self.text, at + len(mark), last)
        return self.span.end if end is None else end

    def _single(self, at: int) -> int | None:
        """Where the quotation in single marks ends that begins at `at`, if it is one."""
        if self.ends is None:
            found = _SINGLE_END.finditer(self.text, self.span.begin, self.span.end)
            self.ends = [m.end() for m in found]
        first = bisect_right(self.ends, at + 1)
        for end in self.ends[first : first + _MOST_POSSESSIVES]:
            if end - at > _LONGEST:
                break
            if not self._is_possessive(end) or self.text.count(" ", at, end) < _FEW_BLANKS:
                return end
        return None

    def _is_possessive(self, end: int) -> bool:
        """Whether the mark that ends at `end` may be that of a plural: "owners' "."""
        if self.text[end - 2] != "s" or end >= self.span.end:
            return False
        return self.text[end].isspace()


def _may_open(text: str, at: int, mark: str) -> bool:
    """A straight mark opens at the start of a word; as a sign of inches it does not."""
    before = text[at - 1] if at else " "
    after = text[at + len(mark) : at + len(mark) + 1]
    return not before.isalnum() and bool(after) and not after.isspace()


# Where the quotation ends whose words begin at `begin`, at most at `last`; None where nothing
# closes it.

Closer = Callable[[str, int, int], int | None]


def _curly(text: str, begin: int, last: int) -> int | None:
    """ "… ”", past quotations within; “It broke," is closed by the straight mark."""
    end = _paired(text, begin, last, "“", "”")
    straight = text.find('"', begin, end if end is not None else last)
    if straight < 0:
        return end
    closes = end is None or text[straight - 1] in ".,!?…" or "“" in text[straight:end]
    return straight + 1 if closes else end


def _guillemets(text: str, begin: int, last: int) -> int | None:
    return _paired(text, begin, last, "«", "»")


def _paired(text: str, begin: int, last: int, opening: str, closing: str) -> int | None:
    """After the mark that closes what stands before `begin`; the first one if none matches."""
    first = at = text.find(closing, begin, last)
    inner = text.find(opening, begin, last)
    depth = 1
    for _ in range(_MOST_NESTED):
        if 0 <= inner < at:
            depth += 1
            inner = text.find(opening, inner + 1, last)
            continue
        depth -= 1
        if at < 0 or depth == 0:
            break
        at = text.find(closing, at + 1, last)
    if at >= 0 and depth == 0:
        return at + 1
    return first + 1 if first >= 0 else None


def _straight(text: str, begin: int, last: int) -> int | None:
    """ "… ", which a curly mark may close that nothing opens: "It broke,”."""
    end = text.find('"', begin, last)
    curly = text.find("”", begin, end if end >= 0 else last)
    if curly >= 0 and "“" not in text[begin:curly]:
        return curly + 1
    return end + 1 if end >= 0 else None


def _apostrophes(text: str, begin: int, last: int) -> int | None:
    end = text.find("''", begin, last)
    return end + 2 if end >= 0 else None


def _low(text: str, begin: int, last: int) -> int | None:
    return _first(_LOW_END, text, begin, last)


def _low_single(text: str, begin: int, last: int) -> int | None:
    return _first(_LOW_SINGLE_END, text, begin, last)


def _first(pattern: re.Pattern[str], text: str, begin: int, last: int) -> int | None:
    match = pattern.search(text, begin, last)
    return match.end() if match else None


_CLOSERS: dict[str, Closer] = {
    "“": _curly,
    "«": _guillemets,
    "„": _low,
    "‚": _low_single,
    '"': _straight,
    "''": _apostrophes,
    "``": _apostrophes,
}


def is_closed(text: str, quote: Span) -> bool:
    """Whether a quotation ends with a mark that closes it, not just with its paragraph."""
    last = text[quote.end - 1]
    return len(quote) > 1 and last in "”»“\"'’‘"


def unopened_end(text: str, span: Span) -> int | None:
    """After a closing curly mark that nothing opens in the paragraph at `span`, if there is one."""
    for opening, closing in (("“", "”"), ("«", "»")):
        end = text.find(closing, span.begin, min(span.end, span.begin + _LONGEST))
        if end >= 0 and text.find(opening, span.begin, end) < 0:
            return end + 1
    return None
