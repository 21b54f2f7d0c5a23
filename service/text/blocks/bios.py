"""The author's biography at the end of a column: "Ana Duarte is a professor at …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.document import BlockKind
from service.text.gazetteers.first_names import is_forename
from service.text.segmentation.paragraph_draft import Paragraph

_ROLE = (
    r"(?:writer|author|columnist|reporter|correspondent|editor|contributor|journalist|professor|"
    r"lecturer|"
    r"fellow|scholar|historian|attorney|lawyer|director|president|founder|co-founder|chair|"
    r"chairman|"
    r"chairwoman|executive|analyst|economist|scientist|researcher|student|governor|senator|"
    r"congressman|"
    r"congresswoman|congressperson|representative|secretary|member|physician|doctor|strategist|"
    r"consultant|"
    r"critic|blogger|host|co-host|producer|teacher|adviser|advisor|officer|novelist|poet|filmmaker|"
    r"delegate|"
    r"coordinator|activist|intern|specialist|commentator|dean|pastor|rabbi|CEO|staff|partner|"
    r"graduate|veteran)"
)
_IS = re.compile(
    r"(?P<name>(?:(?:Dr|Mr|Mrs|Ms|Prof|Gen|Sen|Rep|Gov)\. )?[A-Z][\w.’'-]{0,20}(?: "
    r"[A-Z][\w.’'-]{0,20}){0,4})"
    r"(?:, [^.!?“”\"]{3,140},)? (?:is|was|serves as|works as|covers|writes|teaches|taught|has "
    r"(?:written|covered))\b"
    r"(?P<rest>[^!?]{3,400})$"
)
_ROLE_WORD = re.compile(rf"\b{_ROLE}s?\b", re.IGNORECASE)
_PRESS = re.compile(
    r"\b(?:columnist|staff writer|reporter|correspondent|editor|contributor|contributes?|"
    r"contributing|"
    r"writes (?:for|about|on)|covers|author of|freelance|newsletter|op-ed|board of contributors)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:he|she|they|his|her|their|follow|the views|the opinions|views|opinions|this (?:article|"
    r"column|piece|essay|op-ed)|you can|e-?mail|twitter|"
    r"contact|reach|find)\b|@",
    re.IGNORECASE,
)
_NO_NAMES = frozenset("This That It He She There Here What Who They We You I One Today".split())
_LAST = 3  # paragraphs at the end that are looked at
_LEAST = 5  # paragraphs of the shortest text that may end in one


def mark_bios(paragraphs: Sequence[Paragraph]) -> None:
    """The last paragraphs with body text, if they present the author."""
    for paragraph in paragraphs:
        if len(paragraph.pieces) > 1 and not all(
            p.kind is BlockKind.BODY for p in paragraph.pieces
        ):
            _mark_beside_notice(paragraph)
    bodies = [i for i, p in enumerate(paragraphs) if p.is_body]
    if len(bodies) < _LEAST:
        return
    for i in reversed(bodies[-_LAST:]):
        if not _is_bio(paragraphs, i):
            break
        paragraphs[i].mark(BlockKind.BOILERPLATE)
    _mark_last_sentences(paragraphs[bodies[-1]])


def _mark_beside_notice(paragraph: Paragraph) -> None:
    """A presentation before "The opinions expressed are hers" or "Follow him on Twitter"."""
    notices = [i for i, p in enumerate(paragraph.pieces) if p.kind is BlockKind.BOILERPLATE]
    if not notices:
        return
    before = paragraph.pieces[: notices[0]]
    match = _presented(before[0].clean) if before else None
    if not match or len(before) > 4:
        return
    if all(_GOES_ON.match(p.clean) or _surname(match["name"]) in p.clean for p in before[1:]):
        paragraph.mark(BlockKind.BOILERPLATE, before)


def _is_bio(paragraphs: Sequence[Paragraph], at: int) -> bool:
    paragraph = paragraphs[at]
    pieces = [p for p in paragraph.pieces if p.kind is BlockKind.BODY]
    if len(pieces) > 4 or paragraph.words > 110:
        return False
    match = _presented(pieces[0].clean)
    if not match:
        return False
    if not all(_GOES_ON.match(p.clean) or _surname(match["name"]) in p.clean for p in pieces[1:]):
        return False
    return _is_new(paragraphs, at, match["name"])


def _presented(sentence: str) -> re.Match[str] | None:
    """The sentence as one that says who somebody is; a surname alone needs words of the press."""
    match = _IS.match(sentence[:600])
    if not match or not _ROLE_WORD.search(match[0]) or match["name"] in _NO_NAMES:
        return None
    if " " not in match["name"] and not _PRESS.search(match["rest"]):
        return None
    return match


def _is_new(paragraphs: Sequence[Paragraph], at: int, name: str) -> bool:
    """Whether the article does not mention the person outside of its byline."""
    surname = _surname(name)
    return not any(surname in p.text for p in paragraphs[:at] if p.is_body and p.words > 8)


def _surname(name: str) -> str:
    return name.split()[-1]


def _mark_last_sentences(paragraph: Paragraph) -> None:
    """A presentation with words of the press that ends the last paragraph."""
    for piece in reversed(paragraph.pieces[1:]):
        match = _presented(piece.clean)
        if piece.quoted or not match or not _PRESS.search(match["rest"][:120]):
            break
        if not is_forename(match["name"].split()[0]):
            break
        paragraph.mark(BlockKind.BOILERPLATE, [piece])
