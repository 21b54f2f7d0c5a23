"""A network from verified files: the base, and the trained tensors laid over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from logging import ERROR
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForSeq2SeqLM,
    AutoModelForSequenceClassification,
    PreTrainedModel,
)
from transformers.utils import logging

from service.inference.encoding import read_tokenizer
from service.inference.model_file import ModelEntry, ModelFileError

_CLASSES: dict[str, Any] = {
    "encoder": AutoModel,
    "classifier": AutoModelForSequenceClassification,
    "nli": AutoModelForSequenceClassification,
    "seq2seq": AutoModelForSeq2SeqLM,
}


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A network in evaluation mode and fp32, with the tokenizer of its base.

    `own_labels` are the network's outputs in order, `token_types` whether it takes them.
    """

    entry: ModelEntry
    module: PreTrainedModel
    tokenizer: Tokenizer
    own_labels: tuple[str, ...]
    pad_id: int
    token_types: bool


def build(entry: ModelEntry, base: Path, own: Path) -> LoadedModel:
    """The model of an entry. Raises `ModelFileError` when files and architecture differ."""
    trained = _tensors(own / entry.weights.file) if entry.weights else {}
    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        config = AutoConfig.from_pretrained(base, **options)
        if entry.weights is not None:
            config.num_labels = max(1, len(entry.labels))
        with _quiet():
            module, report = _CLASSES[entry.architecture].from_pretrained(
                base, config=config, use_safetensors=True, dtype=torch.float32,
                output_loading_info=True, **options,
            )  # fmt: skip
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ModelFileError(f"{base}: cannot be loaded: {error}") from error
    _lay_over(module, trained, entry, own)
    absent = sorted(n for n in report["missing_keys"] if n not in trained and "pooler" not in n)
    if absent:
        raise ModelFileError(f"{base}: the files lack the tensor {absent[0]!r} of the network")
    module.train(False)
    _check_length(entry, config, base)
    return LoadedModel(
        entry=entry,
        module=module,
        tokenizer=read_tokenizer(base),
        own_labels=_own_labels(entry, config, base),
        pad_id=int(getattr(config, "pad_token_id", None) or 0),
        # RoBERTa takes the argument but knows one type only.
        token_types=getattr(config, "type_vocab_size", 0) > 1,
    )


def _lay_over(
    module: PreTrainedModel, trained: dict[str, torch.Tensor], entry: ModelEntry, own: Path
) -> None:
    """Replace tensors by the trained ones of the same name; add adapters' products."""
    if entry.weights is None:
        return
    path = own / entry.weights.file
    state = module.state_dict()
    for name, tensor in trained.items():
        if name.endswith(".lora_B"):
            continue
        whole = tensor.float()
        place = name
        if name.endswith(".lora_A"):
            linear = name.removesuffix(".lora_A")
            place = f"{linear}.weight"
            if f"{linear}.lora_B" not in trained:
                raise ModelFileError(f"{path}: holds {name} without its lora_B")
            whole = entry.weights.scale * (trained[f"{linear}.lora_B"].float() @ whole)
            whole = whole + state[place] if place in state else whole
        if place not in state:
            raise ModelFileError(f"{path}: holds the tensor {name!r}, which the model has not")
        if state[place].shape != whole.shape:
            raise ModelFileError(f"{path}: the tensor {name!r} does not fit the base")
        state[place].copy_(whole)


def _own_labels(entry: ModelEntry, config: Any, base: Path) -> tuple[str, ...]:
    """The network's outputs by name. Raises `ModelFileError` when the entry's names differ."""
    if entry.architecture not in ("classifier", "nli"):
        return ()
    if entry.weights is not None or (not entry.label_map and entry.nli is None):
        if config.num_labels != len(entry.labels):
            raise ModelFileError(
                f"{base}: the network has {config.num_labels} labels; give a `label_map`"
            )
        return entry.labels
    found = tuple(str(config.id2label[i]) for i in range(config.num_labels))
    wanted = set(entry.label_map)
    if entry.nli is not None:
        wanted = {entry.nli.entailment, entry.nli.neutral, entry.nli.contradiction}
    if strange := sorted(wanted ^ set(found)):
        raise ModelFileError(
            f"{base}: the network's labels are {list(found)}; {strange[0]!r} is not mapped or "
            "not one of them"
        )
    return found


def _check_length(entry: ModelEntry, config: Any, base: Path) -> None:
    positions = getattr(config, "max_position_embeddings", None)
    # Of RoBERTa and MPNet the first positions, up to the padding id, are never used.
    unused = int(config.pad_token_id or 0) + 1 if config.model_type in _SHIFTED else 0
    if positions and entry.max_tokens > positions - unused:
        raise ModelFileError(
            f"{base}: the network reads {positions - unused} tokens, fewer than `max_tokens` "
            f"= {entry.max_tokens}"
        )


_SHIFTED = ("roberta", "xlm-roberta", "mpnet", "camembert", "longformer")


def _tensors(path: Path) -> dict[str, torch.Tensor]:
    try:
        return load_file(path)
    except (SafetensorError, OSError) as error:
        raise ModelFileError(f"{path}: not a safetensors file: {error}") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """No report on the head's missing tensors, which are laid over next or refused, no bar."""
    before, bar = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(ERROR)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.set_verbosity(before)
        if bar:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
