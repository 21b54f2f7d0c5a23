"""From networks of transformers to the tensors of `network.Layout`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import PreTrainedModel

from service.inference.network import Layout
from service.inference.shapes import padded


@dataclass(frozen=True, slots=True)
class Family:
    """What the parts of an architecture are called; `layers` is where they lie."""

    layers: str = "encoder.layer"
    query: str = "attention.self.query"
    key: str = "attention.self.key"
    value: str = "attention.self.value"
    output: str = "attention.output.dense"
    output_norm: str = "attention.output.LayerNorm"
    inner: str = "intermediate.dense"
    outer: str = "output.dense"
    outer_norm: str = "output.LayerNorm"
    head: tuple[str, str] = ("classifier.dense", "classifier.out_proj")
    head_activation: str = "tanh"


_FAMILIES = {
    "bert": Family(head=("bert.pooler.dense", "classifier")),
    "roberta": Family(),
    "xlm-roberta": Family(),
    "mpnet": Family(
        query="attention.attn.q", key="attention.attn.k", value="attention.attn.v",
        output="attention.attn.o", output_norm="attention.LayerNorm",
    ),
    "distilbert": Family(
        layers="transformer.layer", query="attention.q_lin", key="attention.k_lin",
        value="attention.v_lin", output="attention.out_lin", output_norm="sa_layer_norm",
        inner="ffn.lin1", outer="ffn.lin2", outer_norm="output_layer_norm",
        head=("pre_classifier", "classifier"), head_activation="relu",
    ),
}  # fmt: skip
_FROM_PADDING = ("roberta", "xlm-roberta", "mpnet")  # whose positions count from the pad's id


def layout(module: PreTrainedModel, max_tokens: int, dtype: torch.dtype) -> Layout | None:
    """The layout of a network in `dtype`, None where its architecture is not one of ours."""
    config = module.config
    family = _FAMILIES.get(config.model_type)
    activation = getattr(config, "hidden_act", None) or getattr(config, "activation", None)
    if family is None or activation not in ("gelu", "relu"):
        return None
    if getattr(config, "is_decoder", False) or relative(config):
        return None
    state = module.state_dict()
    prefix = f"{module.base_model_prefix}."
    bare = not any(name.startswith(prefix) for name in state)
    inside = "" if bare else prefix
    tables = _tables(state, f"{inside}embeddings.")
    layers = [
        tensor
        for number in range(config.num_hidden_layers)
        for tensor in _layer(
            state, f"{inside}{family.layers}.{number}.", family, config.num_attention_heads
        )
    ]
    head = [] if bare else [t for name in family.head for t in _pair(state, name)]
    bias = None
    if config.model_type == "mpnet":
        encoder: Any = module.get_submodule(f"{inside}encoder")
        bias = encoder.compute_position_bias(torch.empty(1, padded(max_tokens), 1)).detach()
    return Layout(
        tables=[tensor.to(dtype) for tensor in tables],
        layers=[tensor.to(dtype) for tensor in layers],
        head=[tensor.to(dtype) for tensor in head],
        bias=None if bias is None else bias.to(dtype).contiguous(),
        heads=config.num_attention_heads,
        eps=getattr(config, "layer_norm_eps", 1e-12),
        first=config.pad_token_id + 1 if config.model_type in _FROM_PADDING else 0,
        activation=activation,
        head_activation=family.head_activation,
        onednn=bool(torch.backends.mkldnn.is_available()),  # type: ignore[no-untyped-call]
    )


def relative(config: Any) -> bool:
    """Whether positions enter the scores in a way that only a module knows."""
    return getattr(config, "position_embedding_type", "absolute") != "absolute"


def _tables(state: dict[str, Tensor], at: str) -> list[Tensor]:
    words = state[f"{at}word_embeddings.weight"]
    positions = state[f"{at}position_embeddings.weight"]
    types = state.get(f"{at}token_type_embeddings.weight")
    norm = _pair(state, f"{at}LayerNorm")
    if types is None:
        return [words, positions, *norm]
    if len(types) == 1:  # the same for every token, as RoBERTa has it
        return [words, positions + types, *norm]
    return [words, positions, *norm, types]


def _layer(state: dict[str, Tensor], at: str, family: Family, heads: int) -> list[Tensor]:
    query, key, value = (
        _pair(state, at + name) for name in (family.query, family.key, family.value)
    )
    scale = (query[0].shape[0] // heads) ** -0.5
    mixed = [
        torch.cat([q * scale, k, v]) for q, k, v in zip(query, key, value, strict=True)
    ]  # fmt: skip
    rest = (family.output, family.output_norm, family.inner, family.outer, family.outer_norm)
    return mixed + [tensor for name in rest for tensor in _pair(state, at + name)]


def _pair(state: dict[str, Tensor], name: str) -> list[Tensor]:
    return [state[f"{name}.weight"], state[f"{name}.bias"]]
