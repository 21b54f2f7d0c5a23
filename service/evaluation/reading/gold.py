"""Texts whose speakers, mentions and referents people have marked.

All spans are code points of `GoldText.text`, which is the text as posted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.text.span import Span

_LONGEST_NAME = 60  # code points; a longer mention with a name in it is a description


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """Words or views (`content`) of a `source`; either may be in several pieces."""

    source: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention of a referent; `named` if it has a proper name in it."""

    span: Span
    named: bool


@dataclass(frozen=True, slots=True)
class Referent:
    """Somebody or something that a text mentions, by name or otherwise.

    `kind` is that of the first mention ("person", "organization", "place", …), `salience` (0..5)
    in how many of five people's summaries of the text the referent appears. `names` are the texts
    of the mentions with a proper name, apart from long ones.
    """

    kind: str
    salience: int
    names: tuple[str, ...]
    mentions: tuple[GoldMention, ...]

    @property
    def named_party(self) -> bool:
        """Whether it is a person or an organisation that the text names."""
        return bool(self.names) and self.kind in ("person", "organization")


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its attributions or its referents, whichever the set has."""

    text: str
    genre: str = ""
    attributions: tuple[GoldAttribution, ...] = ()
    referents: tuple[Referent, ...] = ()


def attributed(line: Mapping[str, Any]) -> GoldText:
    """A row of `attributions`. Those without a source are left out, because they name nobody.

    Raises `LookupError`, `TypeError` or `ValueError` for a row of another form.
    """
    found = tuple(
        GoldAttribution(_spans(one["source"]), _spans(one["content"]))
        for one in line["attributions"]
        if one["source"]
    )
    return GoldText(line["text"], str(line.get("genre", "")), attributions=found)


def referring(line: Mapping[str, Any]) -> GoldText:
    """A row of `mentions`, those of a `cluster` being one referent. Raises as `attributed`."""
    clusters: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    for mention in line["mentions"]:
        clusters[mention["cluster"]].append(mention)
    text = line["text"]
    referents = tuple(_referent(text, mentions) for mentions in clusters.values())
    return GoldText(text, str(line.get("genre", "")), referents=referents)


def _referent(text: str, rows: Sequence[Mapping[str, Any]]) -> Referent:
    mentions = tuple(GoldMention(Span(m["begin"], m["end"]), bool(m["named"])) for m in rows)
    return Referent(
        kind=rows[0]["type"],
        salience=max(int(m["salience"]) for m in rows),
        names=tuple(
            text[m.span.begin : m.span.end]
            for m in mentions
            if m.named and len(m.span) <= _LONGEST_NAME
        ),
        mentions=mentions,
    )


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(begin, end) for begin, end in pairs)
