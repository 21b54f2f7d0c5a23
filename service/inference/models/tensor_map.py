"""Maps the tensors of a checkpoint to those of `encoder.Layout`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from service.inference.backends.encoder import Layout
from service.inference.backends.shape_buckets import padded

if TYPE_CHECKING:
    from transformers import PreTrainedModel

State = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class Family:
    """The names of an architecture's tensors.

    `prefix` precedes all names except the head's, if the network has a head; `layers` precedes
    those of the layers.
    """

    prefix: str
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


FAMILIES = {
    "bert": Family("bert.", head=("bert.pooler.dense", "classifier")),
    "roberta": Family("roberta."),
    "xlm-roberta": Family("roberta."),
    "mpnet": Family(
        "mpnet.",
        query="attention.attn.q", key="attention.attn.k", value="attention.attn.v",
        output="attention.attn.o", output_norm="attention.LayerNorm",
    ),
    "distilbert": Family(
        "distilbert.",
        layers="transformer.layer", query="attention.q_lin", key="attention.k_lin",
        value="attention.v_lin", output="attention.out_lin", output_norm="sa_layer_norm",
        inner="ffn.lin1", outer="ffn.lin2", outer_norm="output_layer_norm",
        head=("pre_classifier", "classifier"), head_activation="relu",
    ),
}  # fmt: skip
# Their positions begin after the padding id; the positions up to it are not used.
_FROM_PADDING = ("roberta", "xlm-roberta", "mpnet", "camembert", "longformer")
_WITHOUT_TYPES = ("mpnet", "distilbert")
_BUCKETS, _FAR = 32, 128  # MPNet's relative positions


@dataclass(frozen=True, slots=True)
class Geometry:
    """The values of a config.json that determine the layout of a network.

    `types` is the number of token types, 0 for an architecture without them; `positions` is the
    maximum length in tokens; `first` is the position of the first token.
    """

    family: Family
    kind: str
    layers: int
    heads: int
    eps: float
    activation: str
    types: int
    first: int
    positions: int


def first_position(kind: str, pad_id: int) -> int:
    """The position of the first token in networks of a `model_type`."""
    return pad_id + 1 if kind in _FROM_PADDING else 0


def geometry(config: Mapping[str, Any]) -> Geometry | None:
    """The geometry; None if there is no layout, or if the config omits a number."""
    kind = str(config.get("model_type"))
    activation = config.get("hidden_act", config.get("activation"))
    if kind not in FAMILIES or activation not in ("gelu", "relu") or not _is_plain(config):
        return None
    numbers: tuple[Any, ...] = (
        config.get("num_hidden_layers", config.get("n_layers")),
        config.get("num_attention_heads", config.get("n_heads")),
        1e-12 if kind == "distilbert" else config.get("layer_norm_eps"),
        0 if kind in _WITHOUT_TYPES else config.get("type_vocab_size"),
        config.get("pad_token_id"),
        config.get("max_position_embeddings"),
    )
    if None in numbers:
        return None
    layers, heads, eps, types, pad, most = numbers
    first = first_position(kind, pad)
    return Geometry(
        FAMILIES[kind], kind, layers, heads, eps, activation, types, first, most - first
    )


def _is_plain(config: Mapping[str, Any]) -> bool:
    """Whether the network is an encoder with absolute positions."""
    absolute = config.get("position_embedding_type") in (None, "absolute")
    return absolute and not config.get("is_decoder")


def layout(module: PreTrainedModel, max_tokens: int, dtype: torch.dtype) -> Layout | None:
    """The layout of a network in `dtype`, None if its architecture has no layout."""
    found = geometry(module.config.to_dict())
    return None if found is None else arrange(module.state_dict(), found, max_tokens, dtype)


def arrange(state: State, found: Geometry, max_tokens: int, dtype: torch.dtype) -> Layout:
    """The tensors of a network in `dtype`. Raises `KeyError` if one is missing."""
    family = found.family
    bare = not any(name.startswith(family.prefix) for name in state)
    inside = "" if bare else family.prefix
    tables = _tables(state, f"{inside}embeddings.", found.types)
    layers = [
        tensor
        for number in range(found.layers)
        for tensor in _layer(state, f"{inside}{family.layers}.{number}.", family, found.heads)
    ]
    head = [] if bare else [t for name in family.head for t in _pair(state, name)]
    bias = None
    if found.kind == "mpnet":
        table = state[f"{inside}encoder.relative_attention_bias.weight"]
        bias = position_bias(table, padded(max_tokens)).to(dtype)
    return Layout(
        tables=[tensor.to(dtype) for tensor in tables],
        layers=[tensor.to(dtype) for tensor in layers],
        head=[tensor.to(dtype) for tensor in head],
        bias=bias,
        heads=found.heads,
        eps=found.eps,
        first=found.first,
        activation=found.activation,
        head_activation=family.head_activation,
        onednn=bool(torch.backends.mkldnn.is_available()),  # type: ignore[no-untyped-call]
    )


def position_bias(table: Tensor, length: int) -> Tensor:
    """The position bias that MPNet adds to all scores, shape (1, heads, length, length).

    `table`, shape (buckets, heads), has an entry for each distance: separate ones for short
    distances, logarithmic ones for long distances, as in T5 (Raffel et al., JMLR 2020).
    """
    at = torch.arange(length)
    distance = at.unsqueeze(1) - at
    side, near = _BUCKETS // 2, _BUCKETS // 4
    far = torch.log(distance.abs().clamp(min=1).float() / near) / math.log(_FAR / near)
    far = (near + (far * (side - near)).long()).clamp(max=side - 1)
    bucket = torch.where(distance.abs() < near, distance.abs(), far) + side * (distance < 0)
    return table[bucket].permute(2, 0, 1).unsqueeze(0).contiguous()


def _tables(state: State, at: str, types: int) -> list[Tensor]:
    words = state[f"{at}word_embeddings.weight"]
    positions = state[f"{at}position_embeddings.weight"]
    norm = _pair(state, f"{at}LayerNorm")
    if not types:
        return [words, positions, *norm]
    table = state[f"{at}token_type_embeddings.weight"]
    if types == 1:  # the same for every token, as in RoBERTa
        return [words, positions + table, *norm]
    return [words, positions, *norm, table]


def _layer(state: State, at: str, family: Family, heads: int) -> list[Tensor]:
    query, key, value = (
        _pair(state, at + name) for name in (family.query, family.key, family.value)
    )
    scale = (query[0].shape[0] // heads) ** -0.5
    mixed = [
        torch.cat([q * scale, k, v]) for q, k, v in zip(query, key, value, strict=True)
    ]  # fmt: skip
    rest = (family.output, family.output_norm, family.inner, family.outer, family.outer_norm)
    return mixed + [tensor for name in rest for tensor in _pair(state, at + name)]


def _pair(state: State, name: str) -> list[Tensor]:
    return [state[f"{name}.weight"], state[f"{name}.bias"]]
