"""The overlay: the trained tensors of a model folder, which are added to its base."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from service.inference.manifest.entry import ModelEntry, ModelFileError


def tensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a file by name. Raises `ModelFileError`."""
    try:
        return load_file(path)
    except (SafetensorError, OSError) as error:
        raise ModelFileError(f"{path}: not a safetensors file: {error}") from error


def laid_over(
    state: dict[str, Tensor], trained: dict[str, Tensor], entry: ModelEntry, path: Path
) -> dict[str, Tensor]:
    """The complete trained tensors in fp32, by their names in `state`.

    An adapter's product is added to the tensor of `state`. `path` is the file that contains them.
    Raises `ModelFileError` if they do not fit `state`.
    """
    scale = entry.weights.scale if entry.weights else 1.0
    made = {}
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
            whole = scale * (trained[f"{linear}.lora_B"].float() @ whole)
            whole = whole + state[place].float() if place in state else whole
        if place not in state:
            raise ModelFileError(f"{path}: holds the tensor {name!r}, which the model has not")
        if state[place].shape != whole.shape:
            raise ModelFileError(f"{path}: the tensor {name!r} does not fit the base")
        made[place] = whole
    return made


def own_labels(entry: ModelEntry, found: Sequence[str], base: Path) -> tuple[str, ...]:
    """The network's outputs by name, `found` in its config.

    Raises `ModelFileError` if the entry's names differ from them.
    """
    if entry.architecture not in ("classifier", "nli"):
        return ()
    if entry.weights is not None:
        return entry.labels
    if len(found) == 1 and entry.otherwise is None:
        raise ModelFileError(
            f"{base}: the network has one output; map its label {found[0]!r} in `label_map`, and "
            "give `activation` and the label `otherwise`"
        )
    if not entry.label_map and entry.nli is None:
        if len(found) != len(entry.labels):
            raise ModelFileError(f"{base}: the network has {len(found)} labels; give a `label_map`")
        return entry.labels
    wanted = set(entry.label_map)
    if entry.nli is not None:
        wanted = {name for name, _ in entry.nli.mapping}
    if strange := sorted(wanted ^ set(found)):
        raise ModelFileError(
            f"{base}: the network's labels are {list(found)}; {strange[0]!r} is not mapped or "
            "not one of them"
        )
    return tuple(found)


def check_length(entry: ModelEntry, positions: int, base: Path, output: int = 0) -> None:
    """Raise `ModelFileError` if windows are longer than the network's maximum.

    `output` is how many tokens of an output must fit beside the input.
    """
    if entry.max_tokens + output > positions:
        beside = f" with `max_new_tokens` = {output}" if output else ""
        raise ModelFileError(
            f"{base}: the network reads {positions} tokens, fewer than `max_tokens` "
            f"= {entry.max_tokens}{beside}"
        )


def kept_layers(entry: ModelEntry, layers: int, base: Path) -> int:
    """How many of the base's layers the model has. Raises `ModelFileError` for too many."""
    kept = entry.base.layers or layers
    if kept > layers:
        raise ModelFileError(f"{base}: the network has {layers} layers, not `layers` = {kept}")
    return kept
