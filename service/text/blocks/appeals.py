"""A publisher's own promotion: appeals for money, and advertisements.

No single word distinguishes them from an article about donations or newspapers. So a paragraph
counts only if one of its sentences asks the reader for something in the publisher's own voice and
most of the others speak in that voice too. The same holds for its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.text.boilerplate.patterns import is_label
from service.text.document import BlockKind
from service.text.segmentation.paragraph_draft import Paragraph, Piece

_WE = frozenset({"we", "our", "us", "ours"})
_YOU = frozenset({"you", "your", "yours", "reader", "readers"})
_JOURNALISM = frozenset(
    """journalism journalists journalist reporting reporters newsroom newsrooms independent paywall
    paywalls coverage stories story investigative investigations newsletter readership publication
    donation donations support supporters subscribers members trusted fearless nonprofit reading
    revenues advertising funded billionaire""".split()
)
_ASK = re.compile(
    r"\b(?:donat(?:e|ion|ions|ing)|your (?:support|backing|contributions?|gift|help|generosity|"
    r"membership|"
    r"subscription)|support (?:us|our|independent|quality|local|public|investigative|fearless|"
    r"nonprofit)|"
    r"contribut(?:e|ion|ions|ing)|subscri(?:be|ption|bing)|become a (?:member|supporter|patron)|"
    r"membership|chip in|(?:for|from) as little as|readers like you|favou?r to ask|support it|"
    r"price of a (?:cup of )?coffee|if everyone who reads)\b",
    re.IGNORECASE,
)
# One of these must be in the paragraph, because politicians ask for support too.
_PRESS = re.compile(
    r"\b(?:journalis\w{1,4}|report(?:ing|ers?)|newsrooms?|newspapers?|paywalls?|readers?|"
    r"subscri\w{2,6}|"
    r"donat(?:e|ion|ions|ing)|stories|the story breaks|news|coverage|magazine|website|podcast)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"(?:please |so,? please |today,? |now,? )?(?:donate|support|contribute|become|help|chip|make|"
    r"consider|"
    r"join|give|subscribe|if (?:you|everyone)|will you|can you|could you|would you)\b",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"(?:save (?:up to )?(?:\d{1,2}%|[$£€]\d)|win (?:an? |tickets|two )|visit our (?:showroom|shop|"
    r"store)|"
    r"enter (?:our|the) (?:prize draw|competition|contest|giveaway))|(?:order|pre-?order|buy|shop|"
    r"call|claim|grab|get yours|book now|reserve)\b[^.!?]{0,60}"
    r"(?:[$£€]\s?\d|\bnow\b|\btoday\b|\bonline\b|\b1-8\d\d\b|\bstocks? last)|"
    r"[^.!?]{0,80}\b(?:promo code|discount code|while (?:supplies|stocks) last|limited[ -]time "
    r"(?:offer|deal)|free shipping)\b",
    re.IGNORECASE,
)
_OFFER_WORD = re.compile(
    r"\b(?:save|win|visit|enter|order|buy|shop|call|claim|grab|yours|book|reserve|code|last|offer|"
    r"shipping)\b",
    re.IGNORECASE,
)
_PITCH = re.compile(
    r"\b(?:is|are) (?:out now|on sale|available now|now available|half price)\b|[$£€]\s?\d|"
    r"^visit our|^enter (?:our|the)|\b(?:our (?:glossy|new|latest|special|exclusive)|% off|save up "
    r"to|free gift|gift shop|"
    r"souvenir|commemorative|collector)|^[A-Z][^.?]{2,60}!$",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|says|told|according to|announced|added|asked)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:want|like|enjoy|enjoyed|have|got|need|looking|already|interested|love|what do you|do you|"
    r"are you|"
    r"did you)\b[^.!]{0,100}\?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")
_LEAST = 20  # words of other text: a text that asks throughout is itself an appeal
_SENTENCES = 8
_LABEL_WORDS = 8
_FEW = 4  # words of the shortest appeal


def mark_beside_calls(paragraphs: Sequence[Paragraph]) -> None:
    """ "Want more like this?" before "Sign up": a sentence that only leads to a call to action."""
    for paragraph in paragraphs:
        pieces = paragraph.pieces
        if not 1 < len(pieces) <= _SENTENCES or not paragraph.is_open:
            continue
        for piece, following in pairwise(pieces):
            if following.kind is BlockKind.BOILERPLATE and _LEAD.match(piece.clean[:120]):
                paragraph.mark(BlockKind.BOILERPLATE, [piece])
            if piece.kind is BlockKind.BOILERPLATE and is_label(following.clean):
                paragraph.mark(BlockKind.BOILERPLATE, [following])


def mark_the_rest(paragraphs: Sequence[Paragraph]) -> None:
    """What is left of a paragraph that is mostly boilerplate, or that a label heads as such."""
    for i, paragraph in enumerate(paragraphs):
        if not paragraph.is_open or len(paragraph.pieces) > _SENTENCES:
            continue
        headed = i > 0 and _is_headed(paragraph, paragraphs[i - 1])
        if (headed or _is_mostly_boilerplate(paragraph)) and not _has_report(paragraph):
            paragraph.mark(BlockKind.BOILERPLATE)


def _is_headed(paragraph: Paragraph, before: Paragraph) -> bool:
    """Whether a short line that is boilerplate stands over a paragraph that begins as such."""
    return (
        before.kind is BlockKind.BOILERPLATE
        and before.words <= _LABEL_WORDS
        and paragraph.pieces[0].kind is BlockKind.BOILERPLATE
    )


def _is_mostly_boilerplate(paragraph: Paragraph) -> bool:
    found = sum(p.kind is BlockKind.BOILERPLATE for p in paragraph.pieces)
    return found > 1 and 2 * found >= len(paragraph.pieces)


def _has_report(paragraph: Paragraph) -> bool:
    return any(map(_reports, paragraph.pieces))


def mark_appeals(paragraphs: Sequence[Paragraph]) -> None:
    """Paragraphs in which the publisher asks for money or sells something."""
    found = {i for i, p in enumerate(paragraphs) if _is_appeal(p) or _is_offer(p)}
    if not found:
        return
    for i in sorted(found):
        found |= _neighbours(paragraphs, i, found)
    if sum(p.words for i, p in enumerate(paragraphs) if p.is_body and i not in found) < _LEAST:
        return
    for i in found:
        paragraphs[i].mark(BlockKind.BOILERPLATE)


def _candidates(paragraph: Paragraph) -> list[Piece]:
    own = (BlockKind.BODY, BlockKind.HEADING, BlockKind.BOILERPLATE)
    return [p for p in paragraph.pieces if p.kind in own] if paragraph.is_open else []


def _is_appeal(paragraph: Paragraph) -> bool:
    if paragraph.words < _FEW or not _ASK.search(paragraph.text[:2000]):
        return False
    pieces = _candidates(paragraph)
    if not 0 < len(pieces) <= _SENTENCES:
        return False
    if not _PRESS.search(paragraph.text[:2000]):
        return False
    if not any(_asks(p) for p in pieces) or any(_reports(p) for p in pieces):
        return False
    return 2 * sum(_asks(p) or _voice(p) > 0 for p in pieces) >= len(pieces)


def _is_offer(paragraph: Paragraph) -> bool:
    if len(paragraph.pieces) < 2 or not _OFFER_WORD.search(paragraph.text[:2000]):
        return False
    pieces = _candidates(paragraph)
    if not 1 < len(pieces) <= _SENTENCES:
        return False
    if any(_reports(p) for p in pieces):
        return False
    if not any(_OFFER.match(p.clean[:200]) and not p.quoted for p in pieces):
        return False
    pitched = sum(bool(_OFFER.match(p.clean[:200]) or _PITCH.search(p.clean[:300])) for p in pieces)
    return 2 * pitched >= len(pieces) and pitched > 1


def _asks(piece: Piece) -> bool:
    """Whether a sentence asks for support in the publisher's voice, or tells the reader to give."""
    if piece.quoted or piece.clean[:1] in '“"‘' or not _ASK.search(piece.clean[:400]):
        return False
    words = set(_WORD.findall(piece.clean[:400].lower()))
    if not (words & _JOURNALISM or words & _WE):
        return False
    if words & _WE and words & _YOU:
        return True
    return bool(_IMPERATIVE.match(piece.clean)) and bool(words & (_WE | _YOU | _JOURNALISM))


def _voice(piece: Piece) -> int:
    """How many signs of the publisher's own voice a sentence has: "we", "you", its profession."""
    words = set(_WORD.findall(piece.clean[:400].lower()))
    return bool(words & _WE) + bool(words & _YOU) + bool(words & _JOURNALISM)


def _reports(piece: Piece) -> bool:
    return bool(_SAID.search(piece.clean[:400]))


def _neighbours(paragraphs: Sequence[Paragraph], at: int, found: set[int]) -> set[int]:
    """Paragraphs next to an appeal that continue it, and the heading over it."""
    more: set[int] = set()
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(paragraphs) and abs(i - at) <= 4 and i not in found:
            pieces = _candidates(paragraphs[i])
            if not pieces or len(pieces) > _SENTENCES or any(_reports(p) for p in pieces):
                break
            if not all(_voice(p) >= 2 for p in pieces):
                break
            more.add(i)
            i += step
    return more
