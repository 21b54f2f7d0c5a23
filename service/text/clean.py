"""White space and invisible characters: trimmed from spans, folded for the models."""

from __future__ import annotations

import re

from service.text.document import Span

# White space, control characters, byte order mark, soft hyphen and zero-width marks. The
# zero-width joiner is left out: it is part of many emoji.
_BLANK = r"\s\x00-\x1f\x7f-\x9f\ufeff\u200b\u200c\u200e\u200f\u2060\u00ad"
_RUN = re.compile(rf"[{_BLANK}]+")
_LEFT = re.compile(rf"[{_BLANK}]*")


def is_blank(char: str) -> bool:
    """Whether a character shows nothing."""
    return bool(_RUN.fullmatch(char))


def trim(text: str, span: Span) -> Span:
    """`span` without blanks at its ends; empty at its begin when it holds nothing else."""
    begin = min(_LEFT.match(text, span.begin).end(), span.end)  # type: ignore[union-attr]
    end = span.end
    while end > begin and is_blank(text[end - 1]):
        end -= 1
    return Span(begin, end)


def fold(text: str) -> str:
    """Every run of blanks as one space, none at the ends; lone surrogates as U+FFFD."""
    folded = _RUN.sub(" ", text).strip()
    return folded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
