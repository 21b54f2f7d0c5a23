"""The losses of the heads: tags, sources of cues and contents, names, antecedents.

A link is learnt by the marginal likelihood of all right answers, none being an answer with the
score 0 (Lee et al., EMNLP 2017).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from models.training.reader.batches import Batch
from models.training.reader.labels.references import IGNORED, UNKNOWN, Form, Mention
from models.training.reader.network import scale_of
from service.inference.reader import attributions, mentions

_SOURCE, _CUE, _CONTENT = (
    attributions.LABELS.index(f"B-{part}") for part in ("source", "cue", "content")
)
# What a token may be of which only names are known.
_UNNAMED = [mentions.LABELS.index(label) for label in ("O", "B-nominal", "I-nominal")]
_NEVER = -1e9
_OF_FORM = {Form.NAME: 1.0, Form.NOMINAL: 1.0, Form.PRONOUN: 1.5}

Outputs = Mapping[str, Tensor]
"""The heads' outputs by name, shape (n, length, size)."""


class Losses(NamedTuple):
    """The mean loss of each head; 0 if the batch has no labels for it."""

    tags: Tensor
    sources: Tensor
    names: Tensor
    antecedents: Tensor

    def total(self) -> Tensor:
        """The weighted sum."""
        return self.tags + 0.3 * self.sources + self.names + 0.5 * self.antecedents


def losses(outputs: Outputs, batch: Batch, *, attributions_only: bool = False) -> Losses:
    """The losses of a batch; only the first two if `attributions_only`."""
    tags, sources = tag_loss(outputs, batch), source_loss(outputs, batch)
    if attributions_only:
        return Losses(tags, sources, torch.zeros(()), torch.zeros(()))
    return Losses(tags, sources, name_loss(outputs, batch), antecedent_loss(outputs, batch))


def tag_loss(outputs: Outputs, batch: Batch) -> Tensor:
    """Cross-entropy of the tags of attributions."""
    if not (batch.tags != IGNORED).any():
        return torch.zeros(())
    logits = outputs["attribution"].flatten(0, 1)
    return nn.functional.cross_entropy(logits, batch.tags.flatten(), ignore_index=IGNORED)


def source_loss(outputs: Outputs, batch: Batch) -> Tensor:
    """Of the first token of each cue and content: which source's first token is its own."""
    found = []
    for row, (tags, owners) in enumerate(zip(batch.tags, batch.owners, strict=True)):
        sources = torch.nonzero(tags == _SOURCE).flatten()
        others = torch.nonzero((tags == _CUE) | (tags == _CONTENT)).flatten()
        if len(sources) and len(others):
            queries = outputs["source_query"][row][others]
            scores = queries @ outputs["source_key"][row][sources].T * scale_of("source_query")
            right = owners[others][:, None] == owners[sources][None, :]
            found.append(_marginal(scores, right).mean())
    return _mean(found)


def name_loss(outputs: Outputs, batch: Batch) -> Tensor:
    """Negative log likelihood of the columns, of any column without a name where unknown."""
    gold = batch.columns.flatten()
    known = gold != IGNORED
    if not known.any():
        return torch.zeros(())
    logs = torch.log_softmax(outputs["mention"].flatten(0, 1)[known], dim=1)
    gold = gold[known]
    exact = logs.gather(1, gold.clamp(min=0)[:, None])[:, 0]
    unnamed = torch.logsumexp(logs[:, _UNNAMED], dim=1)
    return -torch.where(gold == UNKNOWN, unnamed, exact).mean()


def antecedent_loss(outputs: Outputs, batch: Batch) -> Tensor:
    """Of each mention: which mentions before it mean the same. Pronouns count more."""
    found = []
    for row, own in enumerate(batch.mentions):
        if own is None or len(own) < 2:
            continue
        at = torch.tensor([mention.token for mention in own])
        queries, keys = (outputs[f"antecedent_{name}"][row][at] for name in ("query", "key"))
        scores = queries @ keys.T * scale_of("antecedent_query")
        before = at[:, None] > at[None, :]
        right = before & _same_referent(own)
        weights = torch.tensor([_OF_FORM[mention.form] for mention in own])
        found.append((_marginal(scores.masked_fill(~before, _NEVER), right) * weights).mean())
    return _mean(found)


def _same_referent(own: Sequence[Mention]) -> Tensor:
    referents = torch.tensor([mention.referent for mention in own])
    return (referents[:, None] == referents[None, :]) & (referents >= 0)[:, None]


def _marginal(scores: Tensor, right: Tensor) -> Tensor:
    """Loss of each row of scores, shape (n, m), whose right answers are marked; perhaps none is."""
    none = torch.zeros(len(scores), 1)
    scores = torch.cat([none, scores], dim=1)
    right = torch.cat([~right.any(dim=1, keepdim=True), right], dim=1)
    chosen = torch.logsumexp(scores.masked_fill(~right, _NEVER), dim=1)
    return torch.logsumexp(scores, dim=1) - chosen


def _mean(found: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(found)).mean() if found else torch.zeros(())
