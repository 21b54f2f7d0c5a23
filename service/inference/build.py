"""A network from verified files: the base, and the trained tensors laid over it."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertForSequenceClassification, BertModel

from service.inference.model_file import ModelEntry, ModelFileError

_UNUSED = ("embeddings.position_ids",)


def build(entry: ModelEntry, base: Path, own: Path) -> tuple[torch.nn.Module, Tokenizer]:
    """Module in evaluation mode, and tokenizer without padding and truncation.

    Raises `ModelFileError` when the tensors are not those of the architecture.
    """
    config = BertConfig.from_json_file(base / "config.json")
    config.num_labels = max(1, len(entry.labels))
    state = _tensors(base / "model.safetensors")
    for name in _UNUSED:
        state.pop(name, None)
    module: torch.nn.Module
    if entry.architecture == "bert-encoder":
        module = BertModel(config)
    else:
        module = BertForSequenceClassification(config)
        state = {f"bert.{name}": tensor for name, tensor in state.items()}
    if entry.weights is not None:
        path = own / entry.weights.file
        trained = _tensors(path)
        strange = sorted(set(trained) - set(module.state_dict()))
        if strange:
            raise ModelFileError(f"{path}: holds tensors the model has not: {strange[:3]}")
        state |= {name: tensor.float() for name, tensor in trained.items()}
    try:
        module.load_state_dict(state)
    except RuntimeError as error:
        raise ModelFileError(f"{own}: the weights do not fit the base: {error}") from error
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    module.train(False)
    return module, tokenizer


def _tensors(path: Path) -> dict[str, torch.Tensor]:
    try:
        return load_file(path)
    except SafetensorError as error:
        raise ModelFileError(f"{path}: not a safetensors file: {error}") from error
