"""The network: a BERT encoder with types for capitals, and one linear map for all heads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoConfig, BertModel

from service.inference.models.token_heads import TYPE_TABLE
from service.inference.reader import attributions, mentions
from service.inference.segments.case_types import TYPES
from service.inference.token_outputs import Head, columns_of, width_of

HEADS = (
    Head("attribution", len(attributions.LABELS), attributions.LABELS),
    Head("source_query", 48),
    Head("source_key", 48),
    Head("mention", len(mentions.LABELS), mentions.LABELS),
    Head("antecedent_query", 64),
    Head("antecedent_key", 64),
)
QUERIES = ("source_query", "antecedent_query")
DROPOUT = 0.1


def scale_of(name: str) -> float:
    """What the product of a query and a key is multiplied by."""
    return 2 / math.sqrt({head.name: head.size for head in HEADS}[name])


class Reader(nn.Module):
    """The outputs of all heads on each token, by the head's name, shape (n, length, size)."""

    def __init__(self, base: Path) -> None:
        """Weights of the folder `base` with fresh heads; the embeddings of words are frozen."""
        super().__init__()
        config: Any = AutoConfig.from_pretrained(base)
        config.type_vocab_size = TYPES
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = DROPOUT
        self.bert = BertModel(config, add_pooling_layer=False)
        given = load_file(base / "model.safetensors")
        state = {name: tensor for name, tensor in given.items() if not name.startswith("pooler.")}
        # A text without capitals looks as it does to the base.
        state[TYPE_TABLE] = state[TYPE_TABLE][:1].repeat(TYPES, 1)
        missing, _ = self.bert.load_state_dict(state, strict=False)
        assert not missing, missing
        for name, parameter in self.bert.named_parameters():
            parameter.requires_grad = "word_embeddings" not in name
        self.heads = nn.Linear(config.hidden_size, width_of(HEADS))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> dict[str, Tensor]:
        """Each argument has the shape (n, length)."""
        found = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types)
        values = self.heads(found.last_hidden_state).float()
        return {head.name: values[..., columns_of(HEADS, head.name)] for head in HEADS}


def restore(network: nn.Module, trained: Mapping[str, Tensor]) -> None:
    """Take over trained tensors. Raises `ValueError` if the network does not have one."""
    result = network.load_state_dict(dict(trained), strict=False)
    if result.unexpected_keys:
        raise ValueError(f"the network has no tensor {result.unexpected_keys[0]!r}")


def parameters(network: Reader, rate: float, *, faster: float = 5.0) -> list[dict[str, Any]]:
    """The groups of an optimiser; the heads, which start from nothing, learn `faster`."""
    encoder = [p for p in network.bert.parameters() if p.requires_grad]
    return [
        {"params": encoder, "lr": rate},
        {"params": list(network.heads.parameters()), "lr": faster * rate},
    ]


def evaluating(network: nn.Module) -> torch.inference_mode:
    """A context without gradients; dropout is switched off."""
    network.train(False)
    return torch.inference_mode()
