"""Sentences of a block: where stops stand, which of them end a sentence, and exact offsets.

`end_rules` decides on each stop, by the classes in `abbreviations` and the words in `starts`.
Every pass takes time in proportion to the length of the text.
"""

from __future__ import annotations

import re

from service.text.sentences.abbreviations import KNOWN
from service.text.sentences.end_rules import ends
from service.text.sentences.list_items import list_items
from service.text.sentences.single_blanks import single_blanks
from service.text.sentences.starts import is_opener
from service.text.sentences.stop import Stop
from service.text.span import Span
from service.text.whitespace import trim

LONGEST = 2000  # code points; a "sentence" beyond this is a list or a wall of text

_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u200d\ufe0f"
_POINTING = "☞☛✔✅❌⚠➡➤▶👉🚨🔴"  # these open what follows
_STOP = re.compile(
    # Marks of other scripts end a sentence whatever surrounds them.
    r"(?:(?P<hard>[。！？｡।॥۔؟։።។၊။]++)|(?P<mark>[.!?…‥．]++(?: (?:\.|[!?]++)(?![\w.…]))*+))"
    r"(?P<closing>(?:[”\"’'»)\]}›*_†‡⁰¹²³⁴-⁹」』）]|[“„«](?= |\Z))*+)"
    # A reference, "[laughs]", an emoji or a smiley after the stop belongs to what it follows.
    r"(?:(?<=[a-z]{4}\.)\d{1,2}(?= [A-Z“]))?+"
    r"(?: ?\[\d{1,3}\]|"
    r" ?[(\[](?![ivx]{1,5}\)|[a-z]\))[a-z][a-z ]{0,20}\d?[)\]](?= +[A-Z“\"(\[]|\Z)|"
    rf" ?(?![{_POINTING}])[{_EMOJI}]++(?= |\Z)| [:;]-?[)(DP]++(?= |\Z)| [”’»)\]]++(?= |\Z))*+"
)
_LEAD = re.compile(r"[ *_#]*+")
_GLUED_WORD = re.compile(r"[“‘«]?([A-Z][^\W\d_A-Z]*+)(?=[\s,;:!?’']|\.(?:\s|\Z)|\Z)")
_GLUED_LEFT = re.compile(r"(?:[^\W\d_]{2,30}(?:[’'-][^\W\d_]{1,30})?|\d{1,4})%?\Z")
_NOT_GLUED = frozenset("Com Net Org Co Js Io Uk Gov Edu Exe Pdf Txt Html Py Out Config".split())
_ALNUM = re.compile(r"[^\W_]")


def split(text: str, span: Span) -> list[Span]:
    """Sentences of `text[span]` in order; together they hold all that is visible in it."""
    body = text[span.begin : span.end]
    single = single_blanks(body)
    ends_at = [span.begin + single.original(end - 1) + 1 for end in _bounds(single.text)]
    sentences = _worded(text, span, ends_at)
    return [piece for sentence in sentences for piece in _shorten(text, sentence)]


def _bounds(view: str) -> list[int]:
    """Where sentences end, but for the last one. `view` has single blanks only."""
    found: list[int] = []
    begin = 0
    for item in [*list_items(view), len(view)]:
        found += _bounds_within(view, begin, item)
        found.append(item)
        begin = item + 1
    return found[:-1]


def _bounds_within(view: str, begin: int, end: int) -> list[int]:
    """The same for what stands between `begin` and `end`."""
    found: list[int] = []
    number = 0
    lead = _LEAD.match(view, begin, end)
    first = lead.end() if lead else begin
    for match in _STOP.finditer(view, begin, end):
        at, after = match.span()
        if after >= end:
            break
        if match["hard"]:
            over = _hard_ends(view, match)
        elif view[after] != " ":
            over = _glued_ends(view, begin, match)
        elif _plainly_ends(view, begin, at, after):
            over = True
        else:
            mark, closing = match["mark"], match["closing"]
            stop = Stop(view, begin, at, mark, closing, after, begin <= first, number)
            over = ends(stop)
            number = stop.number
        if over:
            found.append(after)
            begin = after + (view[after] == " ")
    return found


def _plainly_ends(view: str, begin: int, at: int, after: int) -> bool:
    """The common case, for speed: a long word in lower case, a stop, a capitalised word."""
    if after != at + 1 or view[at] != ".":
        return False
    low = view.rfind(" ", max(begin, at - 25), at) + 1
    if low <= begin:
        return False
    left = view[low:at]
    return (
        len(left) > 2
        and left.isalpha()
        and left.islower()
        and left not in KNOWN
        and view[after + 1 : after + 2].isupper()
    )


def _hard_ends(view: str, match: re.Match[str]) -> bool:
    """In scripts without blanks “不行！”然后 goes on after the quotation."""
    quoted = match["closing"] and match["hard"][-1] in "！？" and view[match.end()] != " "
    return not quoted


def _glued_ends(view: str, begin: int, match: re.Match[str]) -> bool:
    """ "at an end.The next": a stop that no blank follows, but not in a domain or file."""
    mark, at, after = match["mark"], match.start(), match.end()
    word = _GLUED_WORD.match(view, after)
    if word is None or word[1] in _NOT_GLUED:
        return False
    low = max(begin, at - 40)
    low = max(low, view.rfind(" ", low, at) + 1)
    left = view[low:at].lstrip("“\"'‘(")
    if not _GLUED_LEFT.match(left) or (left[0].isdigit() and low == begin):
        return False
    if match["closing"] or mark[0] != ".":
        return len(left) > 1
    if left in KNOWN:
        return False
    return len(left) > 2 and (len(word[1]) > 3 or is_opener(word[1]))


def _worded(text: str, span: Span, ends_at: list[int]) -> list[Span]:
    """Spans between the ends; one without a letter or digit joins the sentence before it."""
    spans: list[Span] = []
    begin = span.begin
    waiting = False  # the sentences so far hold no letter or digit
    for end in [*ends_at, span.end]:
        piece = trim(text, Span(begin, end))
        begin = end
        if not piece:
            continue
        worded = _ALNUM.search(text, piece.begin, piece.end) is not None
        if spans and (waiting or not worded):
            spans[-1] = Span(spans[-1].begin, piece.end)
            waiting = waiting and not worded
        else:
            spans.append(piece)
            waiting = not worded
    return spans


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
