"""Fits a served model to labelled rows, and writes it as a model folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from service.config.settings import Settings
from service.evaluation.catalogue import SETS
from service.evaluation.datasets import Row, read
from service.inference.manifest.entry import ModelEntry, Profile
from service.inference.models.registry import Registry
from service.inference.protocol import Window
from service.tuning import model_folder
from service.tuning.figures import Probabilities, TuningFigures, figures_of, temperature_for
from service.tuning.split import Parts, split

if TYPE_CHECKING:
    from service.inference.tuning.fine_tune import FineTuned, FineTuning

OWN_ROWS, CONTRAST = "Your rows", "Contrast pairs"


class CannotTune(ValueError):
    """The model of a task and profile cannot be tuned. The message says why."""


@dataclass(frozen=True, slots=True)
class TuningOrder:
    """What to tune: a task's model of a profile, into `folder`, whose last part names it.

    With `recalibrate` the weights stay, and only the temperature is fitted.
    """

    task: str
    profile: Profile
    folder: Path
    recalibrate: bool = False
    seed: int = 13


@dataclass(frozen=True, slots=True)
class TuningOutcome:
    """`what` tells what was done; `tables` have the figures before and after, by their rows."""

    folder: Path
    what: str
    tables: dict[str, list[TuningFigures]]


def tune(
    settings: Settings,
    rows: Sequence[Row],
    order: TuningOrder,
    how: FineTuning,
    tell: Callable[[float], None] = lambda _: None,
) -> TuningOutcome:
    """Train on a part of the rows, choose and calibrate by another one, report on the rest.

    If training does not lower the loss on the part to choose by, the weights stay as they are.
    Raises `CannotTune`, `TooFewRows`, `ModelFileError` and `OSError`.
    """
    registry = Registry.from_settings(settings)
    name = registry.served[order.task, order.profile]
    entry = registry.entries[name]
    _check(entry, order.folder)
    parts = split(rows, order.seed)
    before = _score(registry, name, parts, order.task)
    found = None if order.recalibrate else _train(registry, name, parts, how, tell)
    with TemporaryDirectory(dir=_made(order.folder.parent)) as work:
        made = Path(work) / order.folder.name
        made.mkdir()
        _write_weights(registry, name, made, found)
        _write(made, order, entry, {})
        heat = _heat(_with(settings, made), made.name, parts.validation)
        _write(made, order, entry, {"temperature": round(entry.temperature * heat, 3)})
        after = _score(_with(settings, made), made.name, parts, order.task)
        tables = {title: [before[title], after[title]] for title in before}
        what = _told(found, parts, heat)
        model_folder.write_card(made, made.name, entry, what, tables)
        made.rename(order.folder)
    return TuningOutcome(order.folder, what, tables)


def _check(entry: ModelEntry, folder: Path) -> None:
    """Raises `CannotTune`."""
    if entry.weights is None or entry.architecture != "classifier":
        raise CannotTune(f"{entry.name} has no trained weights of its own, so it is not tuned")
    if entry.base.path is not None and not entry.base.path.is_absolute():
        raise CannotTune(f"the base of {entry.name} has a relative path; make it absolute")
    if folder.exists():
        raise CannotTune(f"{folder} is there already; name another folder")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _train(
    registry: Registry,
    name: str,
    parts: Parts,
    how: FineTuning,
    tell: Callable[[float], None],
) -> FineTuned | None:
    """What was learnt, None if the rows to choose by are read no better for it."""
    from service.inference.tuning.fine_tune import LabelledWindow, fine_tune

    def labelled(rows: Sequence[Row]) -> list[LabelledWindow]:
        return [LabelledWindow(Window(row.text, row.target), row.label) for row in rows]

    found = fine_tune(
        registry.load(name), labelled(parts.train), labelled(parts.validation), how, tell
    )
    return found if found.epoch else None


def _write_weights(registry: Registry, name: str, folder: Path, found: FineTuned | None) -> None:
    from service.inference.tuning.weights import write_weights

    entry = registry.entries[name]
    assert entry.weights is not None
    write_weights(
        registry.folder(name) / entry.weights.file,
        folder / model_folder.WEIGHTS,
        entry.weights.scale,
        found,
    )


def _write(folder: Path, order: TuningOrder, entry: ModelEntry, changed: dict[str, Any]) -> None:
    weights = folder / model_folder.WEIGHTS
    made = model_folder.manifest_of(entry, folder.name, order.profile, weights, changed)
    model_folder.write_manifest(folder, made)


def _with(settings: Settings, folder: Path) -> Registry:
    """The models of the settings, with that of the folder before all others."""
    return Registry.from_settings(settings.model_copy(update={"own_models_dir": folder.parent}))


def _heat(registry: Registry, name: str, rows: Sequence[Row]) -> float:
    gold = np.array([row.label for row in rows])
    return temperature_for(_probabilities(registry, name, rows), gold)


def _score(registry: Registry, name: str, parts: Parts, task: str) -> dict[str, TuningFigures]:
    """Figures on the rows to report on, and for stance on the pairs that come with the service."""
    found = {OWN_ROWS: figures_of(_probabilities(registry, name, parts.test), parts.test)}
    if task == "stance":
        (part,) = (s for s in SETS if s.task == task and s.name == "contrast pairs")
        pairs = read(Path(), part)
        found[CONTRAST] = figures_of(_probabilities(registry, name, pairs), pairs)
    return found


def _probabilities(registry: Registry, name: str, rows: Sequence[Row]) -> Probabilities:
    from service.inference.torch_backend import TorchBackend
    from service.inference.tuning.scores import probabilities

    backend = TorchBackend(registry, precision="auto")
    backend.load()
    return probabilities(backend, name, [Window(row.text, row.target) for row in rows])


def _told(found: FineTuned | None, parts: Parts, heat: float) -> str:
    divided = f"{len(parts.train)} rows to train on, {len(parts.validation)} to choose by"
    if found is None:
        return f"The weights are those of the original ({divided}); its temperature times {heat:g}."
    losses = ", ".join(f"{loss:.3f}" for loss in found.losses)
    return (
        f"Trained further on {divided}; the loss of the latter by epoch: {losses}, so epoch "
        f"{found.epoch} was kept, its temperature times {heat:g}."
    )
