"""Acronyms that a text explains: "Just Stop Oil (JSO)" is a name with its initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from service.text.document import Document
from service.text.entities.acronyms import letters_of
from service.text.entities.names import Name
from service.text.reading import NameKind
from service.text.span import Span

_REACH = 120  # code points before a bracket that hold the full name
_WORD = re.compile(r"[^\W_][\w’'.&-]*")
_SMALL = frozenset("of and the for in on to de la des du &".split())


def with_definitions(document: Document, names: Sequence[Name]) -> tuple[list[Name], set[str]]:
    """The names in text order, each explained one whole, and the full forms of those.

    What else was taken for a name within an explained one ("Stop Oil") is left out.
    """
    explained = list(_explained(document, names))
    if not explained:
        return list(names), set()
    full = {name.text for name in explained}
    ends = {end: name for name in full for end in _ends_of(name)}
    kept = list(explained)
    spans = iter(sorted(name.span for name in explained))
    span = next(spans, None)
    for name in names:
        while span is not None and span.end <= name.span.begin:
            span = next(spans, None)
        if span is None or name.span.end <= span.begin:
            kept.append(_in_full(document, name, ends))
    return sorted(kept, key=lambda name: name.span), full


def _ends_of(name: str) -> Iterator[str]:
    """ "Stop Oil" and "Oil" of "Just Stop Oil"."""
    words = name.split()
    return (" ".join(words[i:]) for i in range(1, len(words)))


def _in_full(document: Document, name: Name, ends: Mapping[str, str]) -> Name:
    """A name with the words before it, where these make it an explained one."""
    full = ends.get(name.text)
    if full is None:
        return name
    begin = name.span.end - len(full)
    if begin < 0 or document.text[begin : name.span.end] != full:
        return name
    return Name(Span(begin, name.span.end), full, name.sentence, name.kind)


def _explained(document: Document, names: Sequence[Name]) -> Iterator[Name]:
    last = 0  # no two share words
    for name in names:
        letters = letters_of(name.text)
        begin = name.span.begin
        if letters is None or not document.text.startswith("(", begin - 1):
            continue
        span = _full_form(document.text, begin - 1, letters)
        if span is not None and span.begin >= last:
            last = span.end
            text = " ".join(document.read(span).split())
            yield Name(span, text, name.sentence, NameKind.ORGANIZATION)


def _full_form(text: str, bracket: int, letters: str) -> Span | None:
    """The words right before the bracket that begin with these letters, small words aside."""
    begin = max(0, bracket - _REACH)
    words = list(_WORD.finditer(text, begin, bracket))
    if not words or text[words[-1].end() : bracket].strip():
        return None
    left = list(letters.lower())
    for at in range(len(words) - 1, -1, -1):
        word = words[at][0]
        if at + 1 < len(words) and text[words[at].end() : words[at + 1].start()].strip():
            return None
        if word[0].lower() == left[-1] and word[0].isupper():
            left.pop()
        elif word.lower() not in _SMALL:
            return None
        if not left:
            return Span(words[at].start(), words[-1].end()) if at < len(words) - 1 else None
    return None
