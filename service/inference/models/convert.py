"""Converts a checkpoint to safetensors and a fast tokenizer, in a process of its own.

    python -m service.inference.models.convert SOURCE FOLDER MIB SECONDS

The files come from strangers. So pickles are read by torch's restricted unpickler only
(`weights_only`), and this process has limits on its memory and time and no access to the hub. What
is wrong with the files is its last line on standard error, with exit code `REFUSED`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

REFUSED = 3
WEIGHTS = "model.safetensors"
INDEX = "model.safetensors.index.json"
PICKLE, PICKLES = "pytorch_model.bin", "pytorch_model.bin.index.json"
TOKENIZER = "tokenizer.json"


class CannotConvert(Exception):
    """The files are not what they should be. The message says which and why."""


def convert(source: Path, folder: Path) -> None:
    """Write the weights and the tokenizer that `folder` lacks. Raises `CannotConvert`."""
    if not any((folder / name).is_file() for name in (WEIGHTS, INDEX)):
        _convert_weights(source, folder)
    if not (folder / TOKENIZER).is_file():
        _convert_tokenizer(source, folder)


def _convert_weights(source: Path, folder: Path) -> None:
    if (source / PICKLE).is_file():
        _save(_unpickled(source / PICKLE), folder / WEIGHTS)
        return
    index = json.loads((source / PICKLES).read_text(encoding="utf-8"))
    shards = sorted(set(index["weight_map"].values()))
    places: dict[str, str] = {}
    for number, shard in enumerate(shards, 1):
        name = f"model-{number:05}-of-{len(shards):05}.safetensors"
        tensors = _unpickled(source / shard)
        _save(tensors, folder / name)
        places |= dict.fromkeys(tensors, name)
    (folder / INDEX).write_text(json.dumps({"metadata": {}, "weight_map": places}))


def _unpickled(path: Path) -> dict[str, Any]:
    """The tensors of a pickled checkpoint by name."""
    import torch

    try:
        try:
            found = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
        except (RuntimeError, ValueError):  # written before torch 1.6, which is no zip file
            found = torch.load(path, map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:  # the unpickler raises errors of many kinds
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise CannotConvert(
            f"{path.name} holds more than tensors, or is damaged, and is not loaded: {reason}"
        ) from error
    tensors = {name: value for name, value in _state(found).items() if torch.is_tensor(value)}
    if not tensors:
        raise CannotConvert(f"{path.name} holds no tensors by name")
    return tensors


def _state(found: object) -> dict[str, Any]:
    """What a checkpoint holds by name, also if it lies within one of training."""
    for key in ("state_dict", "model_state_dict"):
        if isinstance(found, Mapping) and isinstance(found.get(key), Mapping):
            found = found[key]
    return {str(name): value for name, value in found.items()} if isinstance(found, Mapping) else {}


def _save(tensors: Mapping[str, Any], path: Path) -> None:
    """Write tensors. Those that share memory are written each, since the network ties them."""
    import torch
    from safetensors.torch import save_file

    seen: set[int] = set()
    apart = {}
    for name, tensor in tensors.items():
        storage = tensor.untyped_storage().data_ptr()
        alone = storage not in seen and tensor.is_contiguous()
        apart[name] = tensor if alone else tensor.clone(memory_format=torch.contiguous_format)
        seen.add(storage)
    save_file(apart, path, metadata={"format": "pt"})


def _convert_tokenizer(source: Path, folder: Path) -> None:
    from transformers import AutoTokenizer

    try:
        made = AutoTokenizer.from_pretrained(
            source, use_fast=True, local_files_only=True, trust_remote_code=False
        )
        made.backend_tokenizer.save(str(folder / TOKENIZER))
    except ImportError as error:
        raise CannotConvert(
            "the tokenizer must be converted, for which a package is missing: "
            "pip install 'copydesk[convert]'"
        ) from error
    except MemoryError:
        raise
    except Exception as error:  # transformers raises errors of many kinds for files of strangers
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        if "sentencepiece" in reason.lower() or "tiktoken" in reason.lower():
            reason += "; pip install 'copydesk[convert]' may help"
        raise CannotConvert(f"the tokenizer cannot be converted: {reason}") from error


def _limit(mib: int, seconds: int) -> None:
    """Bound the address space and the computing time of this process, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (mib << 20, mib << 20))


def main(arguments: list[str]) -> int:
    """Convert; the exit code."""
    source, folder, mib, seconds = arguments
    os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    _limit(int(mib), int(seconds))
    try:
        convert(Path(source), Path(folder))
    except CannotConvert as error:
        print(error, file=sys.stderr)  # noqa: T201
        return REFUSED
    except MemoryError:
        print(f"it needs more than {mib} MiB of memory", file=sys.stderr)  # noqa: T201
        return REFUSED
    except (OSError, ValueError, LookupError, TypeError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
