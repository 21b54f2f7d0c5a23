"""Tables that fit the terminal: columns if it is wide enough, otherwise a block for each row."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

_GAP = 2
_LONGEST = 32  # characters of a word; a longer one, such as a path, may be broken


class Fitting:
    """Rows under column names for `Console.print`. No line is wider than the console."""

    def __init__(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._names = names
        self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = self._widths(options.max_width)
        yield self._blocks() if widths is None else self._table(widths)

    def _widths(self, room: int) -> list[int] | None:
        """The widths of the columns; None if a word of normal length would have to be broken."""
        columns = list(zip(self._names, *self._rows, strict=True))
        widths = [max(map(_longest_word, column)) for column in columns]
        left = room - sum(widths) - _GAP * (len(widths) - 1)
        if left < 0:
            return None
        for at, column in enumerate(columns):
            more = min(left, max(map(cell_len, column)) - widths[at])
            widths[at] += more
            left -= more
        return widths

    def _table(self, widths: Sequence[int]) -> RenderableType:
        made = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
        for name, width in zip(self._names, widths, strict=True):
            made.add_column(Text(name), overflow="fold", width=width)
        for row in self._rows:
            made.add_row(*map(Text, row))
        return made

    def _blocks(self) -> RenderableType:
        return Group(*(part for row in self._rows for part in self._block(row)))

    def _block(self, row: Sequence[str]) -> list[RenderableType]:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(overflow="fold", style="dim")
        grid.add_column(overflow="fold")
        for name, cell in zip(self._names[1:], row[1:], strict=True):
            if cell:
                grid.add_row(Text(f"  {name}"), Text(cell))
        return [Text(row[0], style="bold", overflow="fold"), grid]


def _longest_word(text: str) -> int:
    return max((min(cell_len(word), _LONGEST) for word in text.split()), default=0)
