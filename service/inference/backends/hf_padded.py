"""Runs unchanged networks of transformers, for architectures without a layout of ours."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import GenerationConfig, PreTrainedModel

from service.inference.backends.packed import Outputs
from service.inference.backends.tokenization import TokenPiece

# Settings of sampling, which beam search ignores. transformers warns if a checkpoint sets them.
_SAMPLING = ("temperature", "top_k", "top_p", "min_p", "typical_p", "epsilon_cutoff", "eta_cutoff")


def generation_settings(own: GenerationConfig) -> tuple[GenerationConfig, int]:
    """A checkpoint's settings without those that contradict ours, and its minimum length.

    It is beam search with four beams, for which summarisers are tuned. The caller sets the length,
    and no end token is forced at the limit, because it would hide that a sentence was cut off.
    """
    made = copy.deepcopy(own)
    for name in (*_SAMPLING, "max_length", "min_length", "max_new_tokens", "min_new_tokens"):
        setattr(made, name, None)
    made.do_sample = False
    made.num_beams = 4
    made.forced_eos_token_id = None
    return made, own.min_new_tokens or own.min_length or 0


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
        self._least = 0
        if module.can_generate():
            # transformers takes the settings that a call leaves out from here.
            module.generation_config, self._least = generation_settings(module.generation_config)

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

    def write(self, piece: TokenPiece, max_tokens: int) -> tuple[list[int], bool]:
        """Token ids by beam search, and whether the model came to an end within the limit."""
        inputs = self.inputs([piece])
        inputs.pop("token_type_ids", None)
        # At most half of the limit, so that the text can end before the limit.
        least = min(self._least, max_tokens // 2) or None
        with torch.inference_mode():
            generate: Any = self._module.generate
            made = generate(**inputs, max_new_tokens=max_tokens, min_new_tokens=least)
        ids: list[int] = made[0].tolist()
        ends = self._module.generation_config.eos_token_id
        known = set(ends) if isinstance(ends, list) else {ends}
        # The first token is the decoder's start token, which is also the end token in some models.
        return ids, not known.isdisjoint(ids[1:])

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
