"""Chooses the files of a model that are needed, and nothing else of its repository."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.model_import.errors import CannotAdd
from service.model_import.snapshot import CONFIG, SnapshotFile

WEIGHTS, SHARDS = "model.safetensors", "model.safetensors.index.json"
PICKLE, PICKLES = "pytorch_model.bin", "pytorch_model.bin.index.json"
TOKENIZER = "tokenizer.json"
# Files that describe a model, all small. Each is taken if it is there.
DESCRIPTIONS = (
    CONFIG, "generation_config.json", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "chat_template.jinja",
)  # fmt: skip
# The files of tokenizers that have no tokenizer.json. Any of these sets is enough.
_SLOW = (
    ("vocab.json", "merges.txt"), ("vocab.txt",), ("spm.model",), ("spiece.model",),
    ("sentencepiece.bpe.model",), ("tokenizer.model",), ("source.spm",),
)  # fmt: skip
_OTHER_FORMATS = (
    (".gguf", "GGUF"), (".onnx", "ONNX"), (".h5", "TensorFlow"), (".msgpack", "Flax"),
    (".ckpt", "a checkpoint of training"), (".pt", "a pickle of torch"), (".pth", "a pickle"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileChoice:
    """The files to take: descriptions, tokenizer, and weights or the index of their parts.

    `converted` says which of the two must be converted.
    """

    descriptions: tuple[str, ...]
    tokenizer: tuple[str, ...]
    weights: str
    converted: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The files, of weights in parts only the index."""
        return (*self.descriptions, *self.tokenizer, self.weights)

    @property
    def sharded(self) -> bool:
        """Whether the weights are in parts, which their index names."""
        return self.weights in (SHARDS, PICKLES)


def choose(files: Collection[str]) -> FileChoice:
    """The files of a model, of which `files` are there. Raises `CannotAdd`."""
    if CONFIG not in files:
        raise CannotAdd(
            f"there is no {CONFIG}, so this is no model that transformers has saved"
            + _instead(files)
        )
    weights = next((n for n in (WEIGHTS, SHARDS, PICKLE, PICKLES) if n in files), None)
    if weights is None:
        raise CannotAdd(f"there are neither safetensors nor {PICKLE}{_instead(files)}")
    tokenizer = _tokenizer(files)
    needed = (("weights", weights in (PICKLE, PICKLES)), ("tokenizer", tokenizer != (TOKENIZER,)))
    converted = tuple(what for what, true in needed if true)
    described = tuple(name for name in DESCRIPTIONS if name in files)
    return FileChoice(described, tokenizer, weights, converted)


def _tokenizer(files: Collection[str]) -> tuple[str, ...]:
    sets = ((TOKENIZER,), *_SLOW)
    found = next((names for names in sets if set(names) <= set(files)), None)
    if found is None:
        raise CannotAdd(
            f"there is no tokenizer: none of {', '.join(' with '.join(names) for names in sets)}; "
            "save it beside the model with `save_pretrained` and add the folder"
        )
    return found


def unpickled(names: Collection[str]) -> list[str]:
    """The files without pickles and their index."""
    return [name for name in names if not name.endswith(".bin") and name != PICKLES]


def _instead(files: Collection[str]) -> str:
    found = {
        said for suffix, said in _OTHER_FORMATS if any(name.endswith(suffix) for name in files)
    }
    return f"; it has only {', '.join(sorted(found))}, which is not read" if found else ""


def shards(index: Path, files: Mapping[str, SnapshotFile]) -> tuple[str, ...]:
    """The parts that an index of weights names. Raises `CannotAdd` if it is no such index."""
    try:
        found = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
        names = sorted(set(map(str, found.values())))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CannotAdd(f"{index.name} is damaged: it does not name the parts") from error
    suffix = ".safetensors" if index.name == SHARDS else ".bin"
    if missing := [n for n in names if n not in files or not n.endswith(suffix) or "/" in n]:
        raise CannotAdd(f"{index.name} names the part {missing[0]!r}, which is not there")
    return tuple(names)


def check_weights(path: Path) -> None:
    """Raise `CannotAdd` if a file of weights is not complete. Its tensors are not read."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy"):
            pass
    except (SafetensorError, OSError) as error:
        raise CannotAdd(
            f"{path.name} is damaged or not complete ({error}): download it again, or save the "
            "model again with `save_pretrained`"
        ) from error
