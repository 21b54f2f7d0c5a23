"""What an annotator reads in a document: names, references to what was named, attributions.

An annotator may be a network, a parser or a set of rules; its protocol is in
`service.inference.reader.annotator`. What it reads is evidence in spans of `Document.text`;
entities and voices are made from it in `entities` and `attribution`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.text.span import Span


class NameKind(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    OTHER = "other"  # an event, a law, a product, a work


class ReferenceForm(StrEnum):
    """The form of a reference."""

    PRONOUN = "pronoun"
    NOMINAL = "nominal"  # "the company", "the minister", "a former nurse"


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name as it stands in the text."""

    span: Span
    sentence: int
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A name or an earlier reference that a reference may mean.

    `score` is a log odds against "none of those before": above 0 it is likelier than none.
    """

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Reference:
    """A pronoun or a noun phrase for a person, organisation or place, with its antecedents.

    `antecedents` come likeliest first; a noun phrase may be the first mention and have none.
    """

    span: Span
    sentence: int
    form: ReferenceForm
    antecedents: tuple[Antecedent, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words, thoughts or attitudes (`content`) of a source, and the cue that attributes them.

    Each part is a sequence of spans in text order. `source` is empty where the text names nobody.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TextReading:
    """What was read in one document; each sequence is in text order."""

    names: Sequence[NameSpan] = ()
    references: Sequence[Reference] = ()
    attributions: Sequence[Attribution] = ()
