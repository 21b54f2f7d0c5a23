"""Texts that annotators read whole: verdicts on targets, passages, and the tone of each sentence.

All spans are code points of the text as posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.tasks.target import TargetKind
from service.text.span import Span

STANCES = ("favor", "neutral", "against")
VOICES = (*STANCES, "mixed", "none")
TONES = ("positive", "neutral", "negative")
SENTIMENTS = (*TONES, "mixed")


@dataclass(frozen=True, slots=True)
class LabelledTarget:
    """The verdict on a target of the text as a whole, of its author and of the quoted voices.

    One on which two annotators differ is None. `passages` has the label of each sentence that bears
    on the target, by its index.
    """

    text: str
    kind: TargetKind
    overall: str | None
    author: str | None
    voices: str | None
    passages: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with its sentences, each with a tone; `genre` names the source of the text.

    A tone on which two annotators differ is None. `summary` has the sentences that tell the text
    best.
    """

    id: str
    genre: str
    text: str
    sentences: tuple[Span, ...]
    sentiment: str | None
    tones: tuple[str | None, ...]
    boilerplate: frozenset[int]
    summary: tuple[int, ...]
    targets: tuple[LabelledTarget, ...]


def labelled(line: Mapping[str, Any]) -> LabelledText:
    """A row. Raises `LookupError`, `TypeError` or `ValueError` for one of another form."""
    return LabelledText(
        id=str(line["id"]),
        genre=str(line.get("source", "")),
        text=line["text"],
        sentences=tuple(Span(begin, end) for begin, end in line["sentences"]),
        sentiment=_one_of(SENTIMENTS, line["sentiment"]),
        tones=tuple(_one_of(TONES, tone) for tone in line["sentence_sentiment"]),
        boilerplate=frozenset(line.get("boilerplate", ())),
        summary=tuple(line.get("summary", ())),
        targets=tuple(_targets(line["targets"])),
    )


def _targets(rows: Iterable[Mapping[str, Any]]) -> Iterator[LabelledTarget]:
    for row in rows:
        yield LabelledTarget(
            text=row["text"],
            kind=TargetKind(row["kind"]),
            overall=_one_of(STANCES, row["overall"]),
            author=_one_of(STANCES, row["author"]),
            voices=_one_of(VOICES, row["voices"]),
            passages={p["sentence"]: p["label"] for p in row["passages"]},
        )


def _one_of(labels: Sequence[str], label: str | None) -> str | None:
    if label is not None and label not in labels:
        raise ValueError(f"{label!r} is none of {', '.join(labels)}")
    return label
