"""Names in brackets in the place of references that a summary would leave unclear.

The convention is that of the press: "[Ana Duarte] said the vote was lost". Only the text of the
summary changes; its sources are the article as posted.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.tasks.summary.needs import NamedReference, Needs
from service.tasks.summary.possessives import is_possessive
from service.text.document import Document
from service.text.entities.model import Entity, EntityKind
from service.text.span import Span
from service.text.whitespace import fold

_INNER_CAPITAL = re.compile(r"[a-z]{1,20}[A-Z]")


@dataclass(frozen=True, slots=True)
class Insertion:
    """`text`, in brackets, stands for the words of the article at `span`."""

    span: Span
    text: str


def insertions(
    document: Document, needs: Sequence[Needs], picked: Iterable[int]
) -> dict[int, tuple[Insertion, ...]]:
    """The names that the picked sentences need, by position in the content.

    Args:
        picked: the positions of the summary's sentences.

    A reference is left as it is where the sentence before it in the summary names the entity, and
    nobody else of its kind.
    """
    found = {}
    before: Sequence[Entity] = ()
    there = frozenset(picked)
    for position in sorted(there):
        own = needs[position].names
        unclear = [one for one in own if not _is_clear(one.entity, before)]
        made = [_insertion(document, one) for one in unclear]
        if (link := link_left_out(needs, there, position)) is not None:
            made = [*_capital(document, link, made), *made]
        found[position] = tuple(made)
        before = [*needs[position].named, *(one.entity for one in own)]
    return found


def link_left_out(needs: Sequence[Needs], picked: Container[int], position: int) -> Span | None:
    """The linking words of a picked sentence ("However,"), if what they link it to is not there."""
    return needs[position].link if position - 1 not in picked else None


def _capital(document: Document, link: Span, made: Sequence[Insertion]) -> list[Insertion]:
    """A capital for the first letter after the words that are left out: "[T]he dam broke".

    A name that has its capital inside ("iPhone") keeps its form.
    """
    first = Span(link.end, link.end + 1)
    letter = document.read(first)
    if not letter.islower() or any(one.span.begin == first.begin for one in made):
        return []
    if _INNER_CAPITAL.match(document.text, link.end):
        return []
    return [Insertion(first, f"[{letter.upper()}]")]


def _is_clear(entity: Entity, before: Sequence[Entity]) -> bool:
    alike = [e for e in before if _is_person(e) == _is_person(entity)]
    return bool(alike) and all(e is entity for e in alike)


def _is_person(entity: Entity) -> bool:
    return entity.kind is EntityKind.PERSON


def _insertion(document: Document, reference: NamedReference) -> Insertion:
    ending = "'s" if is_possessive(document.text, reference.span) else ""
    return Insertion(reference.span, f"[{reference.entity.name}{ending}]")


def text_with(document: Document, span: Span, inserted: Sequence[Insertion]) -> str:
    """The text of the span on one line with the insertions."""
    return fold("".join(_pieces(document, span, inserted)))


def _pieces(document: Document, span: Span, inserted: Sequence[Insertion]) -> Iterator[str]:
    at = span.begin
    for one in inserted:
        yield document.text[at : one.span.begin]
        yield one.text
        at = one.span.end
    yield document.text[at : span.end]
