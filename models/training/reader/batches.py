"""Windows of documents in batches, and their labels as tensors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.training.reader.documents import LabelledDocument
from models.training.reader.labels.attributions import NOBODY
from models.training.reader.labels.references import IGNORED, Mention
from service.inference.segments.windows import TokenRange, windows_of

_POOL = 20  # batches that are sorted by length together


@dataclass(frozen=True, slots=True)
class Mix:
    """How often a document is read in one pass, on average, by the labels that it has.

    `referred` is for documents with labelled references, `attributed` for others with
    attributions, `named` for those of which only names are known. `most` is the longest window in
    tokens, `context` the overlap of windows.
    """

    referred: float = 3.0
    attributed: float = 0.7
    named: float = 0.12
    most: int = 254
    context: int = 48
    batch: int = 8

    def times(self, document: LabelledDocument) -> float:
        """How often to read this document."""
        if document.references.mentions is not None:
            return self.referred
        return self.named if document.attributions is None else self.attributed


ATTRIBUTIONS_ONLY = Mix(referred=1.0, attributed=1.0, named=0.0, context=32)


@dataclass(frozen=True, slots=True)
class WindowOf:
    """The tokens of a window of a document."""

    document: LabelledDocument
    tokens: TokenRange

    def __len__(self) -> int:
        return self.tokens.end - self.tokens.begin


def one_pass(
    documents: Sequence[LabelledDocument], mix: Mix, rng: random.Random
) -> list[list[WindowOf]]:
    """Batches of windows of like length, in random order. Windows are cut anew each time."""
    found: list[WindowOf] = []
    for document in documents:
        times = mix.times(document)
        for _ in range(int(times) + (rng.random() < times % 1)):
            room = rng.randint(mix.most * 2 // 3, mix.most)
            windows = windows_of(document.tokens.starts, room, mix.context)
            found += [WindowOf(document, window) for window in windows]
    rng.shuffle(found)
    batches: list[list[WindowOf]] = []
    pool = _POOL * mix.batch
    for start in range(0, len(found), pool):
        part = sorted(found[start : start + pool], key=len)
        own = [part[i : i + mix.batch] for i in range(0, len(part), mix.batch)]
        rng.shuffle(own)
        batches += own
    return batches


@dataclass(frozen=True, slots=True)
class Batch:
    """The inputs and labels of n windows, each tensor of the shape (n, longest).

    `columns` and `tags` are columns of the heads "mention" and "attribution", `IGNORED` where there
    is no label. `mentions` count tokens of the row, None for a window without labels.
    """

    ids: Tensor
    mask: Tensor
    types: Tensor
    tags: Tensor
    owners: Tensor
    columns: Tensor
    mentions: list[list[Mention] | None]


def collate(windows: Sequence[WindowOf], before: int, after: int) -> Batch:
    """The batch of some windows; `before` and `after` are the ids around a text."""
    shape = (len(windows), max(map(len, windows)) + 2)
    made = Batch(
        ids=torch.zeros(shape, dtype=torch.long),
        mask=torch.zeros(shape, dtype=torch.long),
        types=torch.zeros(shape, dtype=torch.long),
        tags=torch.full(shape, IGNORED),
        owners=torch.full(shape, NOBODY),
        columns=torch.full(shape, IGNORED),
        mentions=[_mentions(window) for window in windows],
    )
    for row, window in enumerate(windows):
        document, (begin, end) = window.document, window.tokens
        inside = slice(1, end - begin + 1)
        made.ids[row, 0], made.ids[row, end - begin + 1] = before, after
        made.ids[row, inside] = torch.from_numpy(document.tokens.ids[begin:end].astype(np.int64))
        made.types[row, inside] = torch.from_numpy(
            document.tokens.types[begin:end].astype(np.int64)
        )
        made.mask[row, : end - begin + 2] = 1
        made.columns[row, inside] = torch.tensor(document.references.columns[begin:end])
        if document.attributions is not None:
            made.tags[row, inside] = torch.tensor(document.attributions.tags[begin:end])
            made.owners[row, inside] = torch.tensor(document.attributions.owners[begin:end])
    return made


def _mentions(window: WindowOf) -> list[Mention] | None:
    found = window.document.references.mentions
    if found is None:
        return None
    begin, end = window.tokens
    return [m._replace(token=m.token - begin + 1) for m in found if begin <= m.token < end]
