"""What the descriptions of a checkpoint say: its network, its labels, its longest input."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.model_import.errors import CannotAdd
from service.model_import.snapshot import CONFIG

if TYPE_CHECKING:
    from service.inference.models.known_networks import NetworkKind

_UNLIMITED = 1_000_000  # tokenizers without a limit state a number with thirty digits
_USUAL = 512


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint by its descriptions.

    `labels` are the outputs of a classifier in their order; `longest` is the most tokens of an
    input, by the network's positions and the tokenizer's own limit. `regression` means that its
    single output was trained on numbers instead of classes.
    """

    model_type: str
    kind: NetworkKind
    labels: tuple[str, ...]
    longest: int
    regression: bool = False
    chat: bool = False


def read(folder: Path, task: str) -> Checkpoint:
    """The checkpoint whose descriptions are in a folder. Raises `CannotAdd`."""
    from service.inference.models import known_networks

    config = _json(folder / CONFIG)
    tokenizer = _json(folder / "tokenizer_config.json", absent={})
    _refuse_code(config, CONFIG)
    _refuse_code(tokenizer, "tokenizer_config.json")
    kind = str(config.get("model_type") or "")
    network = known_networks.kind_of(config) or _by_task(task, kind)
    if kind not in known_networks.known_types(network):
        raise CannotAdd(_unknown(kind, network, config))
    wanted = ("seq2seq", "causal") if task == "summary" else ("classifier",)
    if network not in wanted:
        raise CannotAdd(_unsuited(task, network, kind))
    longest = min(
        known_networks.longest_input(config) or _UNLIMITED, _limit(tokenizer, "model_max_length")
    )
    labels = _labels(config) if network == "classifier" else ()
    return Checkpoint(
        model_type=kind,
        kind=network,
        labels=labels,
        longest=longest if longest < _UNLIMITED else _USUAL,
        regression=config.get("problem_type") == "regression",
        chat=bool(tokenizer.get("chat_template")) or (folder / "chat_template.jinja").is_file(),
    )


def _by_task(task: str, kind: str) -> NetworkKind:
    """The kind of network where the config does not say."""
    from service.inference.models.known_networks import known_types

    if task != "summary":
        return "classifier"
    return "seq2seq" if kind in known_types("seq2seq") else "causal"


def _json(path: Path, absent: dict[str, Any] | None = None) -> dict[str, Any]:
    if absent is not None and not path.is_file():
        return absent
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CannotAdd(f"{path.name} is damaged: {error}") from error
    if not isinstance(found, dict):
        raise CannotAdd(f"{path.name} is damaged: it is no JSON object")
    return found


def _refuse_code(described: Mapping[str, Any], name: str) -> None:
    if described.get("auto_map"):
        raise CannotAdd(
            f"{name} has `auto_map`: the model needs code of its own repository, and no code of a "
            "model is ever run here. A version of it that transformers itself can load may exist"
        )


def _unknown(kind: str, network: str, config: Mapping[str, Any]) -> str:
    named = (config.get("architectures") or ["none"])[0]
    what = f"`model_type` {kind!r} with the architecture {named}" if kind else "no `model_type`"
    return (
        f"{CONFIG} names {what}, of which the installed transformers has no {network}: it may be "
        "newer than this version, or need code of its own, which is not run"
    )


def _unsuited(task: str, network: str, kind: str) -> str:
    if task == "summary":
        return (
            f"a classifier ({kind}) writes no summaries: name a sequence-to-sequence or a causal "
            "model, or another --task"
        )
    said = "generates text" if network == "seq2seq" else "is a language model"
    return (
        f"this {kind} {said} and has no labels for the task {task}: name a classifier or an NLI "
        "model, or use --task summary"
    )


def _limit(described: Mapping[str, Any], name: str) -> int:
    found = described.get(name)
    return int(found) if isinstance(found, (int, float)) and 0 < found < _UNLIMITED else _UNLIMITED


def _labels(config: Mapping[str, Any]) -> tuple[str, ...]:
    named = config.get("id2label")
    if isinstance(named, dict) and named:
        try:
            return tuple(str(named[str(at)]) for at in range(len(named)))
        except KeyError as error:
            raise CannotAdd(f"{CONFIG} numbers its labels with gaps: {error} is missing") from error
    count = config.get("num_labels", 2)
    return tuple(f"LABEL_{at}" for at in range(count if isinstance(count, int) else 2))
