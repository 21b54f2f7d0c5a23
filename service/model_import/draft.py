"""The manifest of an added model, from its checkpoint and its presets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from service.inference.manifest.outputs import LONGEST
from service.model_import.checkpoint import Checkpoint
from service.model_import.errors import CannotAdd
from service.model_import.labels import (
    LABELS,
    entailment_labels,
    given_map,
    label_map,
    plain,
)
from service.model_import.presets import Preset, laid_over
from service.model_import.snapshot import ModelSnapshot

FILES = "files"
"""The folder of base files within a model folder."""

NO_LICENCE = "not stated"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_WRITTEN = 512  # tokens of an output, if `[generation]` sets no other limit
_OTHERWISE = {"verify": "not_in_text", "sentiment": "negative", "stance": "against"}


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a user says of a model: its labels, the order of its pairs, its name, its place."""

    labels: str | None = None
    pair: str | None = None
    name: str | None = None
    profiles: tuple[str, ...] = ()
    precision: str | None = None
    device: str | None = None
    max_tokens: int | None = None


def draft(
    snapshot: ModelSnapshot,
    checkpoint: Checkpoint,
    presets: Sequence[Preset],
    task: str,
    options: ReadingOptions,
) -> dict[str, Any]:
    """Everything of `model.toml` but the checksums. Raises `CannotAdd`."""
    set_by = laid_over(presets)
    if "architecture" not in set_by:
        raise CannotAdd(_without_preset(checkpoint, task))
    made: dict[str, Any] = {
        "name": _given_name(options.name) or folder_name(snapshot),
        "task": task,
        "version": (snapshot.commit or "1")[:12],
        "architecture": set_by["architecture"],
        "licence": snapshot.licence or NO_LICENCE,
        "profiles": list(options.profiles),
    }
    if task in LABELS:
        made["labels"] = list(LABELS[task])
        made |= _reading(checkpoint, presets, set_by, task, options)
    if "generation" in set_by:
        made["generation"] = _generation(checkpoint, set_by["generation"])
    written = made.get("generation", {}).get("max_new_tokens", _WRITTEN)
    made["max_tokens"] = _length(checkpoint, set_by, options, written)
    made |= {
        key: value
        for key, value in (("precision", options.precision), ("device", options.device))
        if value is not None
    }
    return made


def _generation(checkpoint: Checkpoint, set_by: Mapping[str, Any]) -> dict[str, Any]:
    """How a model writes. What a causal one writes takes at most a quarter of its positions."""
    made = dict(set_by)
    if checkpoint.kind != "causal":
        return made
    if checkpoint.chat:
        made["chat"] = True
    if checkpoint.longest < 4 * made.get("max_new_tokens", _WRITTEN):
        made["max_new_tokens"] = checkpoint.longest // 4
    return made


def _reading(
    checkpoint: Checkpoint,
    presets: Sequence[Preset],
    set_by: dict[str, Any],
    task: str,
    options: ReadingOptions,
) -> dict[str, Any]:
    """How a classifier is given a pair and how its labels are read."""
    if set_by["architecture"] == "nli":
        named = entailment_labels(checkpoint.labels)
        assert named is not None  # the general preset is for such labels
        return {"pair": "required", "nli": named | set_by.get("nli", {})}
    made = _pair(options.pair or set_by.get("pair_order"), task)
    if "template" in set_by:
        made["template"] = set_by["template"]
    made["label_map"] = _label_map(checkpoint, presets, task, options)
    if len(checkpoint.labels) == 1:
        made["activation"] = "identity" if checkpoint.regression else "sigmoid"
        made["otherwise"] = _OTHERWISE[task]
    return made


def _pair(order: str | None, task: str) -> dict[str, Any]:
    """What a classifier reads. One of sentiment reads single texts unless it is said otherwise."""
    if order == "none" and task != "sentiment":
        raise CannotAdd(f"--pair none: the task {task} judges pairs of texts")
    if order in (None, "none"):
        return {"pair": "none" if task == "sentiment" else "required"}
    made: dict[str, Any] = {"pair": "optional" if task == "sentiment" else "required"}
    return made | ({"pair_order": order} if order == "text-first" else {})


def _label_map(
    checkpoint: Checkpoint, presets: Sequence[Preset], task: str, options: ReadingOptions
) -> dict[str, str]:
    labels = checkpoint.labels
    if options.labels is not None:
        return given_map(task, labels, options.labels)
    for row in reversed(presets):
        if row.label_map and set(labels) <= set(row.label_map):
            return {label: row.label_map[label] for label in labels}
    if any(row.labels == "polarity" for row in presets):
        meant = label_map("sentiment", labels)
        turned = dict(zip(LABELS["sentiment"], LABELS[task], strict=True))
        return {label: turned[meaning] for label, meaning in meant.items()}
    if len(labels) == 1 and task == "verify":
        return {labels[0]: "supported"}
    return label_map(task, labels)


def _length(
    checkpoint: Checkpoint, set_by: dict[str, Any], options: ReadingOptions, written: int
) -> int:
    """The most tokens of a window: asked for, of the preset, or as many as the model reads.

    A causal model reads what it has `written` too.
    """
    if options.max_tokens is not None:
        return options.max_tokens
    wanted = set_by.get("max_tokens")
    if wanted is not None and checkpoint.model_type.startswith("deberta"):
        return int(wanted)  # its tokenizer's limit is not that of its relative positions
    room = checkpoint.longest - (written if checkpoint.kind == "causal" else 0)
    return min(int(wanted or LONGEST), room, LONGEST)


def _given_name(name: str | None) -> str | None:
    """The name that is asked for, which becomes that of a folder."""
    if name is not None and not _NAME.fullmatch(name):
        raise CannotAdd(f"--name: {name!r} may have letters, digits, points, hyphens and no others")
    return name


def folder_name(snapshot: ModelSnapshot) -> str:
    """The name of a model's folder, from the last part of its repository or path."""
    asked = snapshot.reference
    last = asked.folder.name if asked.folder else asked.repository.rpartition("/")[2]
    made = re.sub(r"[^a-z0-9.]+", "-", last.lower()).strip("-.")
    if not made:
        raise CannotAdd(f"{last!r} makes no name of a folder: give --name")
    return made


def complete(
    made: dict[str, Any],
    snapshot: ModelSnapshot,
    sums: dict[str, str],
    presets: Sequence[Preset],
    converted: Sequence[str],
    now: datetime,
) -> dict[str, Any]:
    """The manifest with the checksums of its files and its origin."""
    asked = snapshot.reference
    origin: dict[str, Any] = {"source": asked.name, "added": now}
    if asked.folder is None:
        origin |= {"requested": asked.revision, "commit": snapshot.commit}
    origin |= {"presets": [row.name for row in presets], "converted": list(converted)}
    base = {"name": made["name"], "licence": made["licence"], "path": FILES, "files": sums}
    return made | {"origin": origin, "base": base}


def _without_preset(checkpoint: Checkpoint, task: str) -> str:
    labels = ", ".join(map(plain, checkpoint.labels))
    return (
        f"a {checkpoint.model_type} with the labels {labels} has no preset for the task {task}: "
        "give --preset with the name of a model that is read in the same way"
    )


def relative_files(folder: Path) -> list[Path]:
    """The base files of a model folder, which the service reads."""
    wanted = (".json", ".safetensors", ".jinja")
    return [path for path in sorted((folder / FILES).iterdir()) if path.suffix in wanted]
