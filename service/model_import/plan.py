"""What is asked of an addition, what it will do, and what it has done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.inference.manifest.entry import Profile
from service.model_import.draft import ReadingOptions
from service.model_import.file_choice import FileChoice
from service.model_import.presets import Preset
from service.model_import.sanity import SanityReport
from service.model_import.snapshot import ModelReference, ModelSnapshot


@dataclass(frozen=True, slots=True)
class AddOrder:
    """What to add: a model for a task, as `options` say. `preset` names how it is read."""

    reference: ModelReference
    task: str
    options: ReadingOptions = field(default_factory=ReadingOptions)
    preset: str | None = None
    tried: bool = True


@dataclass(frozen=True, slots=True)
class AddPlan:
    """What would be done: the files to take, the presets, and the manifest without checksums.

    `names` are all files, `download` their bytes. `replaced` is the model whose place it takes, by
    profile, and `their_figures` the figures that these models state.
    """

    snapshot: ModelSnapshot
    choice: FileChoice
    names: tuple[str, ...]
    presets: tuple[Preset, ...]
    manifest: Mapping[str, Any]
    folder: Path
    download: int
    replaced: Mapping[Profile, str]
    their_figures: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class AddOutcome:
    """The new model folder, and what its trial found; None if it was not tried."""

    plan: AddPlan
    report: SanityReport | None


@dataclass(frozen=True, slots=True)
class Watcher:
    """Is told what is being done, and of each file how many bytes are there."""

    step: Callable[[str], None] = lambda _: None
    arrived: Callable[[str, int], None] = lambda *_: None
    sizes: Callable[[Mapping[str, int]], None] = lambda _: None
