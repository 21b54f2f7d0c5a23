"""Low-rank adapters (Hu et al., 2021) on the linear maps of the encoder's layers, with peft.

Only the two thin matrices of each map and the head are trained and shipped: 85 million
frozen weights become 22 MB. The lowest layers may be left as they are: no gradient then has
to reach them, which buys a quarter more rows in the same time.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from torch import nn

_LAYER = re.compile(r"\blayer\.(\d+)\.")
TARGETS = ["q", "k", "v", "o", "query", "key", "value", "dense"]


def wrap(network: nn.Module, rank: int, lowest: int = 0) -> nn.Module:
    """The network with adapters of this rank, scale 2, and its classifier free.

    Layers below `lowest` get none.
    """
    encoder: Any = network.config
    config = LoraConfig(
        r=rank,
        lora_alpha=2 * rank,
        target_modules=TARGETS,
        exclude_modules=r".*classifier.*",
        layers_to_transform=list(range(lowest, encoder.num_hidden_layers)),
        layers_pattern="layer",
        modules_to_save=["classifier"],
    )
    with warnings.catch_warnings():
        # peft 0.21 still asks transformers 5 by a deprecated name.
        warnings.simplefilter("ignore", FutureWarning)
        return get_peft_model(network, config)


def tensors(network: nn.Module) -> dict[str, torch.Tensor]:
    """The trained tensors by the names the service reads: `<linear>.lora_A`, `.lora_B`, head."""
    return {name: tensor for name, tensor in _named(network)}


def restore(network: nn.Module, trained: Mapping[str, torch.Tensor]) -> None:
    """Put exported tensors back. Raises `KeyError` for one that the network has not.

    A network of fewer layers takes what it has a place for, and adapters of a lower rank fill a
    part of higher ones.
    """
    places = dict(_named(network))
    encoder: Any = network.config
    for name, tensor in trained.items():
        if (layer := _LAYER.search(name)) and int(layer[1]) >= encoder.num_hidden_layers:
            continue
        place = places[name]
        if name.endswith(".lora_A"):
            place = place[: len(tensor)]
        elif name.endswith(".lora_B"):
            place = place[:, : tensor.shape[1]]
        place.copy_(tensor)


def _named(network: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    for name, tensor in network.state_dict().items():
        name = name.removeprefix("base_model.model.")
        if ".lora_" in name:
            yield name.replace(".default.weight", ""), tensor
        elif ".modules_to_save.default." in name:
            yield name.replace(".modules_to_save.default", ""), tensor
