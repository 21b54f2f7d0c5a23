"""The labels of references that annotators made on texts of the sets, by the text's checksum.

The file has no texts: spans count code points of the text that has this checksum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.training.reader.data import sources
from models.training.reader.labels.marks import Pair

FILE = sources.WRITTEN / "references.jsonl"


@dataclass(frozen=True, slots=True)
class Cluster:
    """The mentions of one referent.

    `kind` is person, organization, place, group, event or other.
    """

    kind: str
    name: str
    mentions: Sequence[Pair]


@dataclass(frozen=True, slots=True)
class LabelledReferences:
    """One annotator's labels of one text: the clusters, and the noun phrases in none of them."""

    id: str
    set: str
    key: str
    annotator: int
    clusters: Sequence[Cluster]
    others: Sequence[Pair]


def read(path: Path = FILE) -> list[LabelledReferences]:
    """All labels. A few texts have those of two annotators, the one to train on first."""
    return [
        LabelledReferences(
            row["id"],
            row["set"],
            row["sha256"],
            row["annotator"],
            [
                Cluster(c["type"], c["name"], [(begin, end) for begin, end in c["mentions"]])
                for c in row["clusters"]
            ],
            [(begin, end) for begin, end in row["others"]],
        )
        for row in sources.rows(path)
    ]
