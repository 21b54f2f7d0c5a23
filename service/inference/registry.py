"""Finds the models of a folder, verifies their files and loads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.inference.checksum import verify
from service.inference.model_file import ModelEntry, ModelFileError, read_entry
from service.inference.types import ModelInfo

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A network in evaluation mode and fp32, with the tokenizer of its base."""

    entry: ModelEntry
    module: torch.nn.Module
    tokenizer: Tokenizer


class Registry:
    """The models of `models_dir`; base files are expected in `cache_dir`/<base name>."""

    def __init__(self, models_dir: Path, cache_dir: Path) -> None:
        self.models_dir = models_dir
        self.cache_dir = cache_dir
        self.entries = {
            entry.name: entry
            for folder in sorted(models_dir.glob("*/model.toml"))
            for entry in [read_entry(folder.parent)]
        }
        if not self.entries:
            raise ModelFileError(f"{models_dir}: holds no model.toml")

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that some model serves."""
        return tuple(dict.fromkeys(e.task for e in self.entries.values()))

    def for_task(self, task: str) -> ModelEntry:
        """The model of a task. Raises KeyError."""
        for entry in self.entries.values():
            if entry.task == task:
                return entry
        raise KeyError(task)

    def info(self, name: str) -> ModelInfo:
        """What a caller may know of a model."""
        entry = self.entries[name]
        return ModelInfo(
            name=entry.name,
            version=entry.version,
            task=entry.task,
            labels=entry.labels,
            max_tokens=entry.max_tokens,
            base=entry.base.name,
            licence=entry.licence,
        )

    def files(self, name: str) -> dict[Path, str]:
        """Every file of a model with its expected sha256."""
        entry = self.entries[name]
        base = self.cache_dir / entry.base.name
        found = {base / file: sha256 for file, sha256 in entry.base.files.items()}
        if entry.weights is not None:
            found[self.models_dir / name / entry.weights.file] = entry.weights.sha256
        return found

    def verify(self, name: str) -> None:
        """Check every file of a model. Raises `ModelFileError` naming the first bad one."""
        for path, sha256 in self.files(name).items():
            verify(path, sha256)

    def load(self, name: str) -> LoadedModel:
        """Verify, then build the network. Reads local files only, runs no remote code."""
        from service.inference.build import build

        self.verify(name)
        entry = self.entries[name]
        module, tokenizer = build(entry, self.cache_dir / entry.base.name, self.models_dir / name)
        return LoadedModel(entry, module, tokenizer)
