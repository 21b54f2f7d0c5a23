"""What is asked of an addition, what it will do, and what it has done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.evaluation.datasets import Row
from service.inference.manifest.entry import Profile
from service.model_import.draft import ReadingOptions
from service.model_import.file_choice import FileChoice
from service.model_import.fit import Fit
from service.model_import.presets import Preset
from service.model_import.sanity import SanityReport
from service.model_import.snapshot import ModelReference, ModelSnapshot


@dataclass(frozen=True, slots=True)
class AddOrder:
    """What to add: a model for a task, as `options` say. `preset` names how it is read.

    `rows` are labelled ones of the user's, to which its probabilities are fitted.
    """

    reference: ModelReference
    task: str
    options: ReadingOptions = field(default_factory=ReadingOptions)
    preset: str | None = None
    tried: bool = True
    rows: tuple[Row, ...] = ()


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
    """The new model folder, what its trial found, and what was fitted; None if it was not done."""

    plan: AddPlan
    report: SanityReport | None
    fitted: Fit | None = None


@dataclass(frozen=True, slots=True)
class Watcher:
    """Is told what is being done, and of each file how many bytes are there."""

    step: Callable[[str], None] = lambda _: None
    arrived: Callable[[str, int], None] = lambda *_: None
    sizes: Callable[[Mapping[str, int]], None] = lambda _: None
