"""Loads a network with transformers: the base, overlaid with the trained tensors.

It is for architectures without a layout of ours, and for training. See `loader` for the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from logging import ERROR
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from tokenizers import Tokenizer
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoModelForSequenceClassification,
    PreTrainedModel,
)
from transformers.utils import logging

from service.inference.backends.tokenization import read_tokenizer
from service.inference.generation_settings import GenerationSettings
from service.inference.manifest.entry import ModelEntry, ModelFileError
from service.inference.models.overlay import (
    check_length,
    kept_layers,
    laid_over,
    own_labels,
    tensors,
)
from service.inference.models.tensor_map import first_position
from service.inference.models.token_heads import LinearMap, take_head, wider_types

# Its own handler writes plain text amid our lines; what it says goes the way of all libraries.
logging.disable_default_handler()
logging.enable_propagation()

_CLASSES: dict[str, Any] = {
    "encoder": AutoModel,
    "classifier": AutoModelForSequenceClassification,
    "nli": AutoModelForSequenceClassification,
    "seq2seq": AutoModelForSeq2SeqLM,
    "causal": AutoModelForCausalLM,
    "tokens": AutoModel,
}


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A network in evaluation mode and fp32, with the tokenizer of its base.

    `own_labels` are the network's outputs in order, `token_types` whether it takes them, `head` the
    linear map of a model for tokens.
    """

    entry: ModelEntry
    module: PreTrainedModel
    tokenizer: Tokenizer
    own_labels: tuple[str, ...]
    pad_id: int
    token_types: bool
    head: LinearMap | None = None


def build(entry: ModelEntry, base: Path, own: Path) -> LoadedModel:
    """The model of an entry. Raises `ModelFileError` if files and architecture differ."""
    trained = tensors(own / entry.weights.file) if entry.weights else {}
    config, module, missing = _load_base(entry, base)
    head = None
    if entry.weights is not None:
        path = own / entry.weights.file
        if entry.architecture == "tokens":
            head = take_head(trained, entry, config.hidden_size, path)
            _widen_types(module, trained, entry, path)
        state = module.state_dict()
        for name, tensor in laid_over(state, trained, entry, path).items():
            state[name].copy_(tensor)
    absent = sorted(n for n in missing if n not in trained and "pooler" not in n)
    if absent:
        raise ModelFileError(f"{base}: the files lack the tensor {absent[0]!r} of the network")
    module.train(False)
    labels = [str(label) for _, label in sorted((config.id2label or {}).items())]
    check_length(entry, _positions(config, entry), base, output=_continued(entry))
    return LoadedModel(
        entry=entry,
        module=module,
        tokenizer=read_tokenizer(base),
        own_labels=own_labels(entry, labels, base),
        pad_id=int(getattr(config, "pad_token_id", None) or 0),
        # RoBERTa takes the argument but has only one type.
        token_types=getattr(module.config, "type_vocab_size", 0) > 1,
        head=head,
    )


def _widen_types(
    module: PreTrainedModel, trained: dict[str, Any], entry: ModelEntry, path: Path
) -> None:
    """Make room in the network for as many token types as the model has."""
    table = wider_types(module.state_dict(), trained, entry, path)
    if table is not None:
        embeddings: Any = module.embeddings
        embeddings.token_type_embeddings = torch.nn.Embedding(*table.shape)
        module.config.type_vocab_size = len(table)


def _load_base(entry: ModelEntry, base: Path) -> tuple[Any, PreTrainedModel, set[str]]:
    """Config and network of the base, and the names of the tensors that its files lack.

    Raises `ModelFileError` if the files cannot be loaded.
    """
    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        config = AutoConfig.from_pretrained(base, **options)
        if entry.weights is not None:
            config.num_labels = max(1, len(entry.labels))
        if entry.base.layers is not None:
            config.num_hidden_layers = kept_layers(entry, config.num_hidden_layers, base)
        with _quiet():
            module, report = _CLASSES[entry.architecture].from_pretrained(
                base, config=config, use_safetensors=True, dtype=torch.float32,
                output_loading_info=True, **options,
            )  # fmt: skip
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ModelFileError(f"{base}: cannot be loaded: {error}") from error
    return config, module, set(report["missing_keys"])


def _positions(config: Any, entry: ModelEntry) -> int:
    """The maximum length in tokens; that of the manifest if the network sets none.

    DeBERTa's relative positions are clipped (He et al., ICLR 2021), so it reads any length, unless
    absolute positions are added to its input.
    """
    positions = getattr(config, "max_encoder_position_embeddings", None)  # LED
    positions = positions or getattr(config, "max_position_embeddings", None)
    relative = getattr(config, "relative_attention", False)
    absolute = not relative or getattr(config, "position_biased_input", True)
    if not absolute or not positions or positions < 0:  # XLNet states -1
        return entry.max_tokens + _continued(entry)
    pad_id = int(getattr(config, "pad_token_id", None) or 0)
    return int(positions) - first_position(config.model_type, pad_id)


def _continued(entry: ModelEntry) -> int:
    """Tokens of the output that count to the length of the input: those of a causal model."""
    if entry.architecture != "causal":
        return 0
    return (entry.generation or GenerationSettings()).max_new_tokens


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress the progress bar, and the report of tensors that are overlaid or refused next."""
    before, bar = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(ERROR)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.set_verbosity(before)
        if bar:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
