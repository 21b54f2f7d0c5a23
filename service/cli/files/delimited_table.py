"""Recognizes tables of delimited cells by rows with the same number of short cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_DELIMITERS = (",", "\t", ";", "|")
_ENDS = (".", "!", "?", "”", '."')
_LOOK = 50  # rows
_LEAST_ROWS = 3  # if the file's name is not that of a table
_REGULAR, _REGULAR_IF_NAMED = 0.9, 0.5  # share of rows with the usual number of cells
_SHORT_CELL = 30  # average characters of a cell; prose has more between two commas
_MOST_SENTENCES = 0.3  # share of rows that end like sentences


def is_table(lines: Sequence[str], suffix: str) -> bool:
    """Whether the lines, none of them empty, are rows of a table."""
    named = suffix in _SUFFIXES
    rows = lines[:_LOOK]
    if len(rows) < (1 if named else _LEAST_ROWS):
        return False
    return any(_is_delimited(rows, delimiter, named) for delimiter in _DELIMITERS)


def _is_delimited(rows: Sequence[str], delimiter: str, named: bool) -> bool:
    counts = Counter(row.count(delimiter) for row in rows)
    usual, times = counts.most_common(1)[0]
    regular = times >= (_REGULAR_IF_NAMED if named else _REGULAR) * len(rows)
    if usual == 0 or not regular:
        return False
    return named or ((delimiter == "\t" or usual > 1) and not _is_prose(rows, delimiter))


def _is_prose(rows: Sequence[str], delimiter: str) -> bool:
    cells = [cell for row in rows for cell in row.split(delimiter)]
    sentences = sum(row.rstrip().endswith(_ENDS) for row in rows)
    return sum(map(len, cells)) >= _SHORT_CELL * len(cells) or sentences >= _MOST_SENTENCES * len(
        rows
    )
