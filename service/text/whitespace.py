"""White space and invisible characters: trimming of spans, and folding for the models."""

from __future__ import annotations

import re

from service.text.span import Span

# White space, control characters, byte order mark, soft hyphen and zero-width marks. The
# zero-width joiner is not among them: it is part of many emoji.
_BLANK = r"\s\x00-\x1f\x7f-\x9f\ufeff\u200b\u200c\u200e\u200f\u2060\u00ad"
_RUN = re.compile(rf"[{_BLANK}]+")
# The same as characters: stripping them is a hundred times faster than matching them.
_BLANKS = "".join(filter(_RUN.match, map(chr, [*range(0x3001), 0xFEFF])))


def is_blank(char: str) -> bool:
    """Whether a character shows nothing."""
    return bool(_RUN.fullmatch(char))


def trim(text: str, span: Span) -> Span:
    """`span` without blanks at its ends; empty at its begin when it holds nothing else."""
    piece = text[span.begin : span.end].lstrip(_BLANKS)
    begin = span.end - len(piece)
    return Span(begin, begin + len(piece.rstrip(_BLANKS)))


def fold(text: str) -> str:
    """Every run of blanks as one space, none at the ends; lone surrogates as U+FFFD."""
    folded = _RUN.sub(" ", text).strip()
    return folded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
