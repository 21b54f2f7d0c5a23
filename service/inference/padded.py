"""Networks of transformers as they are, for architectures that have no layout of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedModel

from service.inference.encoding import Piece
from service.inference.packed import Outputs


class PaddedEncoder:
    """Runs a network of transformers as it is, for architectures that are not ours."""

    def __init__(self, module: PreTrainedModel, pad_id: int, *, types: bool) -> None:
        self._module = module
        self._pad_id = pad_id
        self._types = types

    def __call__(self, batch: Sequence[Piece]) -> Outputs:
        """See `Encoder`."""
        inputs = self.inputs(batch)
        with torch.inference_mode():
            output = self._module(**inputs)
            if "logits" in output:
                made = output.logits.float()
            else:
                hidden = output.last_hidden_state.float()
                total = (hidden * inputs["attention_mask"].unsqueeze(-1)).sum(1)
                made = torch.nn.functional.normalize(total, dim=1)
        outputs: Outputs = made.cpu().numpy()
        return outputs

    def write(self, piece: Piece, max_tokens: int) -> list[int]:
        """Token ids by beam search with four beams, as summarisers are tuned for."""
        inputs = self.inputs([piece])
        inputs.pop("token_type_ids", None)
        with torch.inference_mode():
            generate: Any = self._module.generate
            made = generate(**inputs, num_beams=4, do_sample=False, max_new_tokens=max_tokens)
        ids: list[int] = made[0].tolist()
        return ids

    def inputs(self, batch: Sequence[Piece]) -> dict[str, Tensor]:
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
