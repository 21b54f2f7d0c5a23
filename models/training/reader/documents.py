"""Texts with all labels of their tokens, as `train` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.training.reader.labels.attributions import AttributionLabels
from models.training.reader.labels.references import Form, Mention, ReferenceLabels
from models.training.reader.tokens import TextTokens


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """The tokens of a text, n of them, with what is known of them.

    `attributions` is None if nobody labelled those, `references.mentions` if only the names are
    known. `set` names the set of the text, `kind` who labelled its references.
    """

    id: str
    set: str
    kind: str
    tokens: TextTokens
    attributions: AttributionLabels | None
    references: ReferenceLabels

    def __len__(self) -> int:
        return len(self.tokens.ids)


def write(path: Path, documents: Iterable[LabelledDocument]) -> None:
    """One line for each document."""
    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            tokens = document.tokens
            row = {
                "id": document.id,
                "set": document.set,
                "kind": document.kind,
                "tokens": {
                    "ids": tokens.ids.tolist(),
                    "types": tokens.types.tolist(),
                    "spans": tokens.spans.tolist(),
                    "starts": tokens.starts.tolist(),
                },
                "attributions": document.attributions,
                "references": document.references,
            }
            file.write(json.dumps(row, separators=(",", ":")) + "\n")


def read(path: Path) -> list[LabelledDocument]:
    """The documents of a file."""
    with path.open(encoding="utf-8") as lines:
        return [_from_row(json.loads(line)) for line in lines]


def _from_row(row: dict[str, Any]) -> LabelledDocument:
    tokens, attributions = row["tokens"], row["attributions"]
    columns, mentions = row["references"]
    return LabelledDocument(
        row["id"],
        row["set"],
        row["kind"],
        TextTokens(
            np.array(tokens["ids"], dtype=np.int32),
            np.array(tokens["types"], dtype=np.int8),
            np.array(tokens["spans"], dtype=np.int32).reshape(-1, 2),
            np.array(tokens["starts"], dtype=np.int64),
        ),
        None if attributions is None else AttributionLabels(*attributions),
        ReferenceLabels(
            columns,
            None if mentions is None else [Mention(t, r, Form(f)) for t, r, f in mentions],
        ),
    )
