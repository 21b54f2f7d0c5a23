"""Low-rank changes of an encoder's linear maps (Hu et al., 2021)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

Pair = tuple[Tensor, Tensor]


class LowRank(nn.Module):
    """A parametrization of a weight, shape (n, m): the weight and the product of two thin matrices.

    `up`, shape (n, rank), begins as zeros, so that the network begins as it was.
    """

    def __init__(self, weight: Tensor, rank: int) -> None:
        super().__init__()
        rows, columns = weight.shape
        self.down = nn.Parameter(torch.randn(rank, columns) / math.sqrt(columns))
        self.up = nn.Parameter(torch.zeros(rows, rank))

    def forward(self, weight: Tensor) -> Tensor:
        """The changed weight."""
        return weight + self.up @ self.down


def attach(network: nn.Module, inside: str, rank: int) -> dict[str, LowRank]:
    """Give each linear map below the module `inside` a low-rank change, by the map's name.

    All other parameters of that module are frozen.
    """
    for parameter in network.get_submodule(inside).parameters():
        parameter.requires_grad = False
    found = {}
    for name, module in list(network.named_modules()):
        if name.startswith(f"{inside}.") and isinstance(module, nn.Linear):
            found[name] = LowRank(module.weight, rank)
            parametrize.register_parametrization(module, "weight", found[name])
    return found


def merged(
    own: Mapping[str, Tensor],
    changes: Mapping[str, Pair],
    head: Mapping[str, Tensor],
    scale: float,
) -> dict[str, Tensor]:
    """The trained tensors of a model folder with the changes, in fp16.

    A tensor that the folder has in whole is changed itself. Adapters get further rows, so that
    `scale` times their product is the sum of both changes. A map that the folder leaves as it is in
    the base gets an adapter.

    Args:
        own: the trained tensors by name.
        changes: `up` and `down` of linear maps, by the map's name.
        head: tensors that replace those of the same name.
        scale: the manifest's factor of adapters.
    """
    made = {name: tensor.float() for name, tensor in own.items()} | dict(head)
    for linear, (up, down) in changes.items():
        weight, first, second = (f"{linear}.{name}" for name in ("weight", "lora_A", "lora_B"))
        if weight in made:
            made[weight] = made[weight] + up @ down
        elif first in made:
            made[first] = torch.cat([made[first], down])
            made[second] = torch.cat([made[second], up / scale], dim=1)
        else:
            made[first], made[second] = down, up / scale
    return {name: tensor.detach().half().contiguous() for name, tensor in made.items()}
