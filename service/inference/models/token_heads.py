"""The trained tensors of a model for tokens that its base does not have, or not in that shape.

They are `heads.weight` and `heads.bias`, the linear maps of all heads side by side, and the table
of token types, if the model has more of them than its base.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from service.inference.manifest.entry import ModelEntry, ModelFileError
from service.inference.segments.case_types import TYPES
from service.inference.token_outputs import width_of

TYPE_TABLE = "embeddings.token_type_embeddings.weight"
_WEIGHT, _BIAS = "heads.weight", "heads.bias"

LinearMap = tuple[Tensor, Tensor]
"""Weight, shape (columns, width), and bias, shape (columns,), in fp32."""


def take_head(trained: dict[str, Tensor], entry: ModelEntry, width: int, path: Path) -> LinearMap:
    """Remove the heads from the trained tensors and return them.

    `width` is that of the network, `path` the file of the tensors. Raises `ModelFileError` if they
    are missing or have another shape than the `[[heads]]` of the manifest.
    """
    columns = width_of([section.head for section in entry.heads])
    wanted = {_WEIGHT: (columns, width), _BIAS: (columns,)}
    for name, shape in wanted.items():
        if name not in trained:
            raise ModelFileError(f"{path}: lacks the tensor {name!r}")
        if (held := tuple(trained[name].shape)) != shape:
            raise ModelFileError(
                f"{path}: the tensor {name!r} has the shape {held}, but the `[[heads]]` and the "
                f"base need {shape}"
            )
    return trained.pop(_WEIGHT).float(), trained.pop(_BIAS).float()


def wider_types(
    state: dict[str, Tensor], trained: dict[str, Tensor], entry: ModelEntry, path: Path
) -> Tensor | None:
    """An empty table of token types for the trained one, None if the base's own has its shape.

    Raises `ModelFileError` if the model needs a table for `case_types` and does not have it.
    """
    if not entry.reading.case_types:
        return None
    if TYPE_TABLE not in state:
        raise ModelFileError(f"{path}: the base has no token types, which `case_types` needs")
    width = state[TYPE_TABLE].shape[1]
    held = tuple(trained[TYPE_TABLE].shape) if TYPE_TABLE in trained else None
    if held != (TYPES, width):
        what = "lacks the tensor" if held is None else f"has the shape {held} for the tensor"
        raise ModelFileError(
            f"{path}: {what} {TYPE_TABLE!r}; `case_types` needs the shape {(TYPES, width)}"
        )
    return None if len(state[TYPE_TABLE]) == TYPES else torch.zeros(TYPES, width)
