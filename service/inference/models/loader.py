"""Loads a network's layout directly from verified files, without transformers.

Importing transformers takes two to three seconds at the start and 240 MB of memory, including its
dependencies. So this module maps the tensors of ordinary checkpoints. Unusual checkpoints are left
to `hf_loader`, which knows all defaults and reports faults.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from service.inference.backends.encoder import Layout
from service.inference.manifest.entry import WRITERS, ModelEntry, ModelFileError
from service.inference.models.overlay import (
    check_length,
    kept_layers,
    laid_over,
    own_labels,
    tensors,
)
from service.inference.models.tensor_map import Family, Geometry, arrange, geometry
from service.inference.models.token_heads import TYPE_TABLE, take_head, wider_types

# The errors that unexpected files cause; torch's own errors are RuntimeErrors.
_UNUSUAL = (
    OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError,
    ModelFileError,
)  # fmt: skip
_CONFIG, _TENSORS = "config.json", "model.safetensors"


def read(entry: ModelEntry, base: Path, own: Path) -> tuple[Layout, tuple[str, ...]] | None:
    """The layout in fp32 and the network's own labels; None if only transformers can load it."""
    listed = entry.base.files  # no other file is verified
    if entry.architecture in WRITERS or _CONFIG not in listed or _TENSORS not in listed:
        return None
    try:
        config = json.loads((base / _CONFIG).read_text(encoding="utf-8"))
        found = geometry(config)
        if found is None:
            return None
        found = replace(found, layers=kept_layers(entry, found.layers, base))
        labels = own_labels(entry, _labels(config), base)
        check_length(entry, found.positions, base)
        state = _Read(_named(tensors(base / _TENSORS), found.family, bool(labels)))
        trained: dict[str, Tensor] = {}
        head: list[Tensor] = []
        if entry.weights is not None:
            path = own / entry.weights.file
            trained = tensors(path)
            if entry.architecture == "tokens":
                head, found = _token_head(state, trained, entry, found, path)
            trained = _overlay(state, trained, entry, found, path)
        made = arrange(state, found, entry.max_tokens, torch.float32)
    except _UNUSUAL:
        return None
    if not trained.keys() <= state.read or not _fits(made, found, labels):
        return None
    return made._replace(head=head or made.head), labels


def _overlay(
    state: dict[str, Tensor],
    trained: dict[str, Tensor],
    entry: ModelEntry,
    found: Geometry,
    path: Path,
) -> dict[str, Tensor]:
    """Lay the trained tensors over `state`, and return them complete."""
    heads = tuple(f"{name}." for name in found.family.head)  # which a base does not have
    state.update({n: tensor for n, tensor in trained.items() if n.startswith(heads)})
    trained = laid_over(state, trained, entry, path)
    state.update(trained)
    return trained


def _token_head(
    state: dict[str, Tensor],
    trained: dict[str, Tensor],
    entry: ModelEntry,
    found: Geometry,
    path: Path,
) -> tuple[list[Tensor], Geometry]:
    """The head of a model for tokens, and its geometry; `state` then has all of its types."""
    width = state["embeddings.word_embeddings.weight"].shape[1]
    head = take_head(trained, entry, width, path)
    table = wider_types(state, trained, entry, path)
    if table is not None:
        state[TYPE_TABLE] = table
        found = replace(found, types=len(table))
    return list(head), found


class _Read(dict[str, Tensor]):
    """Tensors by name, which records the names that were read."""

    def __init__(self, given: dict[str, Tensor]) -> None:
        super().__init__(given)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Tensor:
        self.read.add(name)
        return super().__getitem__(name)


def _named(given: dict[str, Tensor], family: Family, headed: bool) -> dict[str, Tensor]:
    """The tensors by the names that a network with a head has, or one without."""
    prefix = family.prefix
    bare = {name.removeprefix(prefix): tensor for name, tensor in given.items()}
    if not headed:
        return bare
    heads = tuple(f"{name}." for name in family.head if not name.startswith(prefix))
    return {
        name if name.startswith(heads) else prefix + name: tensor for name, tensor in bare.items()
    }


def _labels(config: dict[str, Any]) -> list[str]:
    """The labels in a config.json, none if it does not name them."""
    named = config.get("id2label") or {}
    return [str(named[str(number)]) for number in range(len(named))]


def _fits(made: Layout, found: Geometry, labels: tuple[str, ...]) -> bool:
    """Whether all tensors have the shapes that the network gives them."""
    width = made.tables[0].shape[1]
    inner = made.layers[6].shape[0]
    layer = [
        (3 * width, width), (3 * width,), (width, width), (width,), (width,), (width,),
        (inner, width), (inner,), (width, inner), (width,), (width,), (width,),
    ]  # fmt: skip
    head = [(width, width), (width,), (len(labels), width), (len(labels),)] if labels else []
    tables = [
        (len(made.tables[0]), width), (found.first + found.positions, width), (width,), (width,),
    ]  # fmt: skip
    types = [(found.types, width)] if found.types > 1 else []
    wanted = [*tables, *types, *layer * found.layers, *head]
    held = [*made.tables, *made.layers, *made.head]
    return width % found.heads == 0 and [tuple(t.shape) for t in held] == wanted
