"""Lines to paragraphs: which line breaks end a paragraph and which only wrap it.

News is posted in three shapes: with a blank line between paragraphs, with a line for each
paragraph, or hard-wrapped at some width like e-mail. In the last shape, lines are joined up to a
short line or a blank one. In all of them, a line that stops in mid-sentence goes on in the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from service.text.boilerplate.patterns import QUOTED_LINE, stands_alone
from service.text.segmentation.lines import TextLine

_WIDEST = 100  # no mail program wraps beyond this
_NARROW = 45
_LONG = 18  # words: no headline is longer


def join(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Paragraphs, each with its lines in order."""
    wrapped = is_wrapped(lines)
    width = max((len(line.text) for line in lines), default=0)
    paragraphs: list[list[TextLine]] = []
    alone = False  # whether the line before stands by itself
    for i, line in enumerate(lines):
        before = alone
        beside = not line.first or (i + 1 < len(lines) and not lines[i + 1].first)
        alone = beside and stands_alone(line.text)
        if (
            paragraphs
            and not (alone or before)
            and _continues(paragraphs[-1], line, wrapped, width)
        ):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def is_wrapped(lines: Sequence[TextLine]) -> bool:
    """Whether most lines stop short of `_WIDEST` in mid-sentence, as hard wrapping makes them."""
    if len(lines) < 3 or max(len(line.text) for line in lines) > _WIDEST:
        return False
    followed = [a for a, b in pairwise(lines) if not b.first]
    full = [line for line in followed if len(line.text) >= _NARROW]
    open_ended = [line for line in full if not line.ends]
    return len(full) >= 2 and len(full) >= 0.5 * len(followed) and len(open_ended) * 2 >= len(full)


def _continues(paragraph: list[TextLine], line: TextLine, wrapped: bool, width: int) -> bool:
    last = paragraph[-1]
    if line.first or line.bullet:
        return False
    if QUOTED_LINE.match(line.text) and QUOTED_LINE.match(last.text):
        return True
    if wrapped:
        return len(last.text) >= 0.6 * width or line.text[:1].islower()
    if last.ends:
        return False
    if last.text.endswith((",", ";", "—", "–")) or line.text[:1].islower():
        return last.words >= 3
    return last.words >= _LONG
