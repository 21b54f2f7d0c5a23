"""Sentences of a block. The rules are sentencex's; the offsets and repairs are ours.

sentencex keeps a quotation whole and loses its way at an unpaired mark, so it is shown the
text with blanks for quotation marks (one for one, so that offsets hold) and the marks are
given to their sentences afterwards. Of the splitters tried on news (pysbd, syntok,
sentencex) it is the only one kept up, and the fastest by two orders of magnitude.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from service.text.clean import trim
from service.text.document import Span

LONGEST = 2000  # code points; a "sentence" beyond this is a list or a wall of text

_MARKS = str.maketrans(dict.fromkeys('“”"«»„‟', " "))
_ANY = "“”\"«»„‟'‘’"
# Single marks that are no apostrophe within a word. "The owners' boats" has one too, but where
# it is does not matter for where a sentence ends.
_SINGLE = re.compile(r"(?<!\w)['‘’]|['‘’](?!\w)")
_BREAK = re.compile(r"[\r\n\x0b\x0c\x1c-\x1f\x85\u2028\u2029\x00]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PART = 16_000
# What ends a sentence whatever surrounds it: a long word before the stop is no abbreviation.
_HARD_STOP = re.compile(r"[。！？]+|[a-z]{7}[.!?] (?=[A-Z])")
_TAIL = 40  # code points at a sentence's end that tell an abbreviation
_CLOCK = re.compile(r"\b[ap]\.m\.$")
_ZONE = re.compile(r"(?:Eastern|Pacific|Central|Mountain|ET|EST|EDT|PT|GMT|CET|UTC)\b")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Gov|Sen|Rep|Gen|Lt|Col|Sgt|Capt|Cmdr|Adm|Maj|Rev|Hon|Pres|Sec|Supt|Dr|Mr|Mrs|Ms|"
    r"Prof|St|Mt|Ft|No|Nos|vs|Jr|Sr|Inc|Ltd|Corp|Co|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec|approx|est|cf|e\.g|i\.e)|\b[A-Z])\.$"
)
_SAFE_AFTER = re.compile(r"(?:Jr|Sr|Inc|Ltd|Corp|Co|No)\.$")
_ALNUM = re.compile(r"[^\W_]")
_INITIAL_STOP = re.compile(r"\b(?:[A-Z]\.){2,}$")


def split(text: str, span: Span) -> list[Span]:
    """Sentences of `text[span]` in order; together they hold all that is visible in it."""
    body = text[span.begin : span.end]
    spans = _cut(body, _starts(_mask(body)))
    merged = _merge(body, spans)
    return [
        Span(span.begin + part.begin, span.begin + part.end)
        for sentence in merged
        for part in _shorten(body, sentence)
    ]


def _starts(masked: str) -> list[int]:
    """Where sentences start, 0 among them.

    sentencex counts the code points before each sentence anew, which in a long text of
    another script costs the square of its length; such a text is given to it in parts.
    """
    starts = [0]
    for part in [masked] if masked.isascii() else _parts(masked):
        at = starts[-1]
        for sentence in sentencex.segment("en", part):
            at += len(sentence)
            starts.append(at)
    return [s for s in dict.fromkeys(starts) if s < max(1, len(masked))]


def _parts(masked: str) -> Iterator[str]:
    """Pieces of some `_PART` code points, cut after a full stop or else at a blank."""
    begin = 0
    while len(masked) - begin > 2 * _PART:
        stop = _HARD_STOP.search(masked, begin + _PART, begin + 2 * _PART)
        blank = masked.rfind(" ", begin + _PART, begin + 2 * _PART)
        cut = stop.end() if stop else blank + 1 if blank > 0 else begin + 2 * _PART
        yield masked[begin:cut]
        begin = cut
    yield masked[begin:]


def _mask(body: str) -> str:
    """Same length; quotation marks and line breaks as blanks, lone surrogates as a letter."""
    masked = _BREAK.sub(" ", body)
    if "'" in masked or "’" in masked or "‘" in masked:
        masked = _SINGLE.sub(" ", masked)
    if masked.isascii():
        return masked.replace('"', " ")
    return _SURROGATE.sub("x", masked.translate(_MARKS))


def _cut(body: str, starts: list[int]) -> list[Span]:
    """Spans between starts, quotation marks given to the side that they touch."""
    fixed = [0]
    for start in starts[1:]:
        left = start
        while left > fixed[-1] and (body[left - 1].isspace() or body[left - 1] in _ANY):
            left -= 1
        # Marks right after the last word close it; the rest open what follows.
        while left < start and body[left] in "”\"»’'":
            left += 1
        if left > fixed[-1]:
            fixed.append(left)
    ends = [*fixed[1:], len(body)]
    spans = [trim(body, Span(a, b)) for a, b in zip(fixed, ends, strict=True)]
    return [s for s in spans if s]


def _merge(body: str, spans: list[Span]) -> list[Span]:
    """Undo splits that cannot be right."""
    merged: list[Span] = []
    for span in spans:
        if merged and _belongs(body, merged[-1], span):
            merged[-1] = Span(merged[-1].begin, span.end)
        else:
            merged.append(span)
    return merged


def _belongs(body: str, last: Span, span: Span) -> bool:
    """Whether `span` only goes on with the sentence `last`."""
    after = body[span.begin : span.end]
    start = after.lstrip("“”\"'‘’«»„()[]… ")
    if start[:1].islower() or not _ALNUM.search(after):
        return True
    # Merged sentences may be long, and only the end of them tells.
    before = body[max(last.begin, last.end - _TAIL) : last.end]
    if not _ALNUM.search(before) and not _ALNUM.search(body, last.begin, last.end):
        return True
    if _CLOCK.search(before) and _ZONE.match(start):
        return True
    if _INITIAL_STOP.search(before):
        return False
    return bool(_ABBREVIATED.search(before)) and not _SAFE_AFTER.search(before)


def _shorten(body: str, span: Span) -> list[Span]:
    """Pieces of at most `LONGEST`, cut at white space where there is any."""
    pieces = []
    begin = span.begin
    while span.end - begin > LONGEST:
        cut = begin + LONGEST
        space = max(body.rfind(" ", begin + LONGEST // 2, cut), -1)
        piece = trim(body, Span(begin, space if space > 0 else cut))
        if piece:
            pieces.append(piece)
        begin = space if space > 0 else cut
    rest = trim(body, Span(begin, span.end))
    return [*pieces, rest] if rest else pieces
