"""How well sentence ends are found: `python -m benchmarks.segmentation FILE.jsonl`.

FILE has a row for each document: `text`, and `sentences` as [begin, end] in code points, as marked
by people (as in GUM's news, interviews, speeches and biographies: Zeldes 2017). Paragraphs are
separated by line breaks. Only ends within a paragraph count, because the others are given.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from typer import echo

from service.text.sentences.splitter import split
from service.text.span import Span
from service.text.whitespace import trim

_PARAGRAPH = re.compile(r"[^\n]+")
_LAST = re.compile(r"[ \t]*(?:\n|\Z)")  # what follows the last sentence of a paragraph


@dataclass(frozen=True, slots=True)
class Ends:
    """The numbers of ends that both marked, that only we marked, and that only people marked."""

    both: int = 0
    ours: int = 0
    theirs: int = 0

    def __add__(self, other: Ends) -> Ends:
        return Ends(self.both + other.both, self.ours + other.ours, self.theirs + other.theirs)

    @property
    def precision(self) -> float:
        """Share of our ends that people marked, 0 without any."""
        return self.both / max(1, self.both + self.ours)

    @property
    def recall(self) -> float:
        """Share of people's ends that we marked, 0 without any."""
        return self.both / max(1, self.both + self.theirs)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.precision * self.recall / max(1e-12, self.precision + self.recall)


def compare(text: str, marked: Iterable[Sequence[int]]) -> Ends:
    """Compare ends within the paragraphs of `text` with the [begin, end] that people marked."""
    theirs = {int(end) for _, end in marked}
    ours = {
        sentence.end
        for paragraph in _PARAGRAPH.finditer(text)
        for sentence in split(text, trim(text, Span(*paragraph.span())))
    }
    theirs, ours = ({e for e in ends if not _LAST.match(text, e)} for ends in (theirs, ours))
    return Ends(len(ours & theirs), len(ours - theirs), len(theirs - ours))


def main() -> None:
    """Print precision, recall, F1 and the speed for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    for path in parser.parse_args().files:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        begin = time.process_time()
        ends = sum((compare(row["text"], row["sentences"]) for row in rows), Ends())
        took = time.process_time() - begin
        size = sum(len(row["text"]) for row in rows) / 1e6
        echo(
            f"{path}: {len(rows)} documents, precision {ends.precision:.3f}, "
            f"recall {ends.recall:.3f}, F1 {ends.f1:.3f}, {size / took:.1f} M characters a second"
        )


if __name__ == "__main__":
    main()
