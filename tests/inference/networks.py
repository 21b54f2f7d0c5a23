"""Tiny networks of each architecture that has a layout, with weights large enough to matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import torch
from torch import nn
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    MPNetConfig,
    MPNetForSequenceClassification,
    MPNetModel,
    PreTrainedModel,
    RobertaConfig,
    RobertaForSequenceClassification,
)

from service.inference.backends.tokenization import TokenPiece

Network = TypeVar("Network", bound=PreTrainedModel)
VOCABULARY = 40
LONGEST = 48
LABELS: dict[int, str] = {i: str(i) for i in range(3)}
SIZES: dict[str, Any] = {
    "vocab_size": VOCABULARY, "hidden_size": 32, "num_hidden_layers": 2,
    "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": 64,
    "id2label": LABELS, "initializer_range": 0.3,
}  # fmt: skip
KINDS = ("bert", "bert bare", "roberta", "mpnet", "mpnet bare", "distilbert")


def network(kind: str) -> PreTrainedModel:
    """A network in evaluation mode, the same each time."""
    torch.manual_seed(11)
    made: PreTrainedModel
    if kind == "bert":
        made = BertForSequenceClassification(BertConfig(**SIZES))
    elif kind == "bert bare":
        made = BertModel(BertConfig(**SIZES))
    elif kind == "roberta":
        made = RobertaForSequenceClassification(
            RobertaConfig(**SIZES, pad_token_id=1, type_vocab_size=1, hidden_act="relu")
        )
    elif kind == "mpnet":
        made = MPNetForSequenceClassification(MPNetConfig(**SIZES))
    elif kind == "mpnet bare":
        made = MPNetModel(MPNetConfig(**SIZES))
    else:
        made = DistilBertForSequenceClassification(
            DistilBertConfig(
                vocab_size=VOCABULARY, dim=32, n_layers=2, n_heads=2, hidden_dim=64,
                max_position_embeddings=64, id2label=LABELS, initializer_range=0.3,
            )
        )  # fmt: skip
    return evaluating(made)


def evaluating(network: Network) -> Network:
    """The network, now in evaluation mode. The `eval` of transformers itself has no types."""
    nn.Module.eval(network)
    return network


def pieces(lengths: Sequence[int], seed: int = 0) -> list[TokenPiece]:
    """Random inputs of these lengths, the second half of each of another type."""
    generator = torch.Generator().manual_seed(seed)
    made = []
    for owner, length in enumerate(lengths):
        ids = torch.randint(5, VOCABULARY, (length,), generator=generator).tolist()
        types = [0] * (length - length // 2) + [1] * (length // 2)
        made.append(TokenPiece(owner, tuple(ids), tuple(types), float(length)))
    return made
