"""Finds the models of one or more folders, verifies their files and loads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from service.inference.backends.tokenization import read_tokenizer
from service.inference.manifest.entry import (
    PROFILES,
    ModelEntry,
    ModelFileError,
    Profile,
    read_entry,
)
from service.inference.manifest.needs import ModelNeed
from service.inference.models.checksum import verify
from service.inference.protocol import ModelInfo

if TYPE_CHECKING:
    from service.config.settings import Settings
    from service.inference.backends.encoder import Layout
    from service.inference.models.hf_loader import LoadedModel


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model folder and its manifest."""

    folder: Path
    entry: ModelEntry


class Registry:
    """The models of `own_dir`, which have precedence, and of `models_dir`.

    Base files are expected in `cache_dir`/<base name>. Only models of the `profiles` are served;
    the first of them is the default. `needs` are the requirements of tasks, by the task in a
    model's manifest; without them no model is checked. Raises `ModelFileError` for a folder that
    does not exist or contains no model, and for a model that cannot serve its task.
    """

    def __init__(
        self,
        models_dir: Path,
        cache_dir: Path,
        own_dir: Path | None = None,
        profiles: Sequence[Profile] = PROFILES,
        needs: Mapping[str, ModelNeed] | None = None,
    ) -> None:
        self.models_dir = models_dir
        self.cache_dir = cache_dir
        self.profiles = tuple(profiles)
        self._folders: dict[str, ModelFolder] = {}
        named = ((own_dir, "COPYDESK_OWN_MODELS_DIR"), (models_dir, "COPYDESK_MODELS_DIR"))
        for folder, variable in named:
            for path in _model_folders(folder, variable) if folder else ():
                entry = read_entry(path, needs)
                self._folders.setdefault(entry.name, ModelFolder(path, entry))
        self._tokenizers: dict[Path, Tokenizer] = {}
        self.served = self._choose()

    @classmethod
    def from_settings(
        cls, settings: Settings, needs: Mapping[str, ModelNeed] | None = None
    ) -> Registry:
        """The registry of the settings, with the default profile first."""
        first = settings.profile
        others = [p for p in settings.profiles if p != first]
        return cls(
            settings.models_dir,
            settings.cache_dir,
            settings.own_models_dir,
            [first, *others],
            needs,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Every model, including those whose place another one has."""
        return tuple(self._folders)

    @property
    def entries(self) -> dict[str, ModelEntry]:
        """Every model that is served, by name."""
        return {name: self._folders[name].entry for name in dict.fromkeys(self.served.values())}

    def _choose(self) -> dict[tuple[str, Profile], str]:
        """The model of each task and profile, from the first folder that has one.

        Within a folder one that was added later goes before one that was added earlier, and that
        before any other. Raises `ModelFileError` if two others serve the same.
        """
        found: dict[tuple[str, Profile], str] = {}
        for model in self._by_precedence():
            entry = model.entry
            for profile in self.profiles:
                if profile not in entry.profiles:
                    continue
                key = (entry.task, profile)
                other = self._folders[found.setdefault(key, entry.name)]
                beside = other.folder.parent == model.folder.parent
                if other is not model and beside and other.entry.origin is None:
                    raise ModelFileError(
                        f"{model.folder / 'model.toml'}: {other.entry.name!r} too serves "
                        f"{entry.task} in the profile {profile!r}; narrow `profiles` of one of them"
                    )
        return found

    def _by_precedence(self) -> list[ModelFolder]:
        parents = list(dict.fromkeys(model.folder.parent for model in self._folders.values()))

        def place(model: ModelFolder) -> tuple[int, float]:
            origin = model.entry.origin
            age = -origin.added.timestamp() if origin else 0.0
            return parents.index(model.folder.parent), age

        return sorted(self._folders.values(), key=place)

    def info(self, name: str) -> ModelInfo:
        """The public information about a model."""
        entry = self._folders[name].entry
        return ModelInfo(
            name=entry.name,
            version=entry.version,
            task=entry.task,
            labels=entry.labels,
            max_tokens=entry.max_tokens,
            base=entry.endpoint.model if entry.endpoint else entry.base.name,
            licence=entry.licence,
            low_confidence=entry.low_confidence,
            entity_temperature=entry.entity_temperature,
            architecture=entry.architecture,
            pair=entry.pair,
            heads=tuple(section.head for section in entry.heads),
            article=entry.article.settings,
            document=entry.document.head if entry.document else None,
            statement=entry.statement.head if entry.statement else None,
            context=entry.context,
            binary_entailment=entry.nli is not None and entry.nli.binary,
            generation=entry.generation,
            endpoint=entry.endpoint,
            training=tuple(part.name for part in entry.training),
            profiles=tuple(p for p in self.profiles if self.served.get((entry.task, p)) == name),
        )

    def refuse_endpoints(self) -> None:
        """Raise `ModelFileError` if a model that is served is behind an endpoint."""
        for name, entry in self.entries.items():
            if entry.endpoint is not None:
                raise ModelFileError(
                    f"{self.folder(name) / 'model.toml'}: sends texts to {entry.endpoint.url}; set "
                    "COPYDESK_ALLOW_ENDPOINTS=true if they may leave this service"
                )

    def folder(self, name: str) -> Path:
        """The model's own folder."""
        return self._folders[name].folder

    def base_folder(self, name: str) -> Path:
        """The folder of a model's base files, which may not be downloaded yet."""
        model = self._folders[name]
        if model.entry.base.path is not None:
            return (model.folder / model.entry.base.path.expanduser()).resolve()
        if model.entry.endpoint is not None:
            return model.folder  # nothing is loaded
        return self.cache_dir / model.entry.base.name

    def files(self, name: str) -> dict[Path, str]:
        """Every file of a model with its expected sha256."""
        model = self._folders[name]
        base = self.base_folder(name)
        found = {base / file: sha256 for file, sha256 in model.entry.base.files.items()}
        if model.entry.weights is not None:
            found[model.folder / model.entry.weights.file] = model.entry.weights.sha256
        return found

    def verify(self, name: str) -> None:
        """Check every file of a model. Raises `ModelFileError`, which names the first bad one."""
        for path, sha256 in self.files(name).items():
            verify(path, sha256)

    def load(self, name: str) -> LoadedModel:
        """Verify, then build the network. It reads only local files and runs no remote code."""
        from service.inference.models.hf_loader import build

        self.verify(name)
        model = self._folders[name]
        return build(model.entry, self.base_folder(name), model.folder)

    def layout(self, name: str) -> tuple[Layout, tuple[str, ...]] | None:
        """Verify, then read the layout and own labels; None if transformers must build it."""
        from service.inference.models.loader import read

        self.verify(name)
        model = self._folders[name]
        return read(model.entry, self.base_folder(name), model.folder)

    def tokenizer(self, name: str) -> Tokenizer:
        """Verify, then read the tokenizer, which models with the same base share."""
        base = self.base_folder(name)
        if base not in self._tokenizers:
            path = base / "tokenizer.json"
            if path in (listed := self.files(name)):
                verify(path, listed[path])
            self._tokenizers[base] = read_tokenizer(base)
        return self._tokenizers[base]


def _model_folders(folder: Path, variable: str) -> list[Path]:
    """The subfolders with a model.toml. Raises `ModelFileError` if there are none."""
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "is not there"
        raise ModelFileError(f"{folder}: {what}; set {variable} to a folder of model folders")
    found = sorted(path.parent for path in folder.glob("*/model.toml"))
    if not found:
        here = (folder / "model.toml").is_file()
        hint = f"the folder above it, {folder.resolve().parent}" if here else "one that does"
        raise ModelFileError(
            f"{folder}: holds no model.toml in any of its folders; set {variable} to {hint}"
        )
    return found
