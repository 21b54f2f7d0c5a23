"""Runs unchanged networks of transformers, for architectures without a layout of ours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedModel

from service.inference.backends.packed import Outputs
from service.inference.backends.tokenization import TokenPiece


class PaddedEncoder:
    """Runs an unchanged network of transformers.

    `head` is the weight and bias of a linear map on each token, if the network has no other head.
    """

    def __init__(
        self,
        module: PreTrainedModel,
        pad_id: int,
        *,
        types: bool,
        head: tuple[Tensor, Tensor] | None = None,
    ) -> None:
        self._module = module
        self._head = head and (head[0].to(module.device), head[1].to(module.device))
        self._pad_id = pad_id
        self._types = types

    def __call__(self, batch: Sequence[TokenPiece]) -> Outputs:
        """See `Encoder`."""
        inputs = self.inputs(batch)
        with torch.inference_mode():
            output = self._module(**inputs)
            if "logits" in output:
                made = output.logits.float()
            elif self._head is not None:
                tokens = output.last_hidden_state[inputs["attention_mask"].bool()].float()
                made = torch.nn.functional.linear(tokens, *self._head)
            else:
                hidden = output.last_hidden_state.float()
                total = (hidden * inputs["attention_mask"].unsqueeze(-1)).sum(1)
                made = torch.nn.functional.normalize(total, dim=1)
        outputs: Outputs = made.cpu().numpy()
        return outputs

    def inputs(self, batch: Sequence[TokenPiece]) -> dict[str, Tensor]:
        """Padded tensors, each of shape (n, longest)."""
        width = max(len(piece) for piece in batch)
        ids = np.full((len(batch), width), self._pad_id, dtype=np.int64)
        types = np.zeros_like(ids)
        mask = np.zeros_like(ids)
        for row, piece in enumerate(batch):
            ids[row, : len(piece)] = piece.ids
            types[row, : len(piece)] = piece.type_ids
            mask[row, : len(piece)] = 1
        named = {"input_ids": ids, "attention_mask": mask}
        named |= {"token_type_ids": types} if self._types else {}
        device = self._module.device
        return {name: torch.from_numpy(array).to(device) for name, array in named.items()}
