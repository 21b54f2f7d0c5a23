"""Token figures of a reader on labelled documents, in the windows that the service uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from models.training.fitting.batches import precision
from models.training.reader.batches import WindowOf, collate
from models.training.reader.documents import LabelledDocument
from models.training.reader.labels.references import Form
from models.training.reader.network import HEADS, Reader, evaluating, scale_of
from service.inference.segments.windows import merged, windows_of
from service.inference.token_outputs import columns_of

ROOM, CONTEXT = 254, 64
Values = NDArray[np.float32]


def values_of(model: Reader, document: LabelledDocument, marks: tuple[int, int]) -> Values:
    """The outputs of all tokens of a document, shape (tokens, columns)."""
    windows = windows_of(document.tokens.starts, ROOM, CONTEXT)
    rows = []
    with evaluating(model), precision():
        for window in windows:
            batch = collate([WindowOf(document, window)], *marks)
            found = model(batch.ids, batch.mask, batch.types)
            joined = torch.cat([found[head.name] for head in HEADS], dim=-1)
            rows.append(joined[0, 1:-1].numpy())
    return merged(windows, rows)


def token_f1(
    model: Reader, labelled: Sequence[LabelledDocument], marks: tuple[int, int]
) -> dict[str, float]:
    """F1 of each label over tokens, and the share of references with a right antecedent.

    Begin and inside are one label. A reference is a pronoun or nominal with an antecedent; its
    mentions are given, as in training.
    """
    hits: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for document in labelled:
        values = values_of(model, document, marks)
        for head, columns in _labels(document).items():
            guess = values[:, columns_of(HEADS, head)].argmax(axis=1)
            names = next(h.labels for h in HEADS if h.name == head)
            for wanted, got in zip(columns, guess.tolist(), strict=True):
                if wanted < 0:
                    continue
                said, meant = names[got][2:], names[wanted][2:]
                gold[meant] += 1
                found[said] += 1
                hits[meant] += said == meant
        for name, right in _antecedents(values, document):
            gold[name] += 1
            found[name] += 1
            hits[name] += right
    return {
        name: round(2 * hits[name] / (gold[name] + found[name]), 4) for name in sorted(gold) if name
    }


def _labels(document: LabelledDocument) -> Mapping[str, Sequence[int]]:
    made: dict[str, Sequence[int]] = {"mention": document.references.columns}
    if document.attributions is not None:
        made["attribution"] = document.attributions.tags
    return made


def _antecedents(values: Values, document: LabelledDocument) -> Iterator[tuple[str, bool]]:
    mentions = document.references.mentions or []
    at = [mention.token for mention in mentions]
    queries = values[at][:, columns_of(HEADS, "antecedent_query")]
    keys = values[at][:, columns_of(HEADS, "antecedent_key")]
    scores = queries @ keys.T * scale_of("antecedent_query")
    referents = np.array([mention.referent for mention in mentions])
    for place, mention in enumerate(mentions):
        same = referents[:place] == mention.referent
        if mention.form is Form.NAME or mention.referent < 0 or not same.any():
            continue
        best = int(scores[place, :place].argmax())
        right = bool(scores[place, best] > 0 and same[best])
        yield f"antecedents of {mention.form.name.lower()}s", right
