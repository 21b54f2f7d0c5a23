"""Fits the probabilities of an added model to labelled rows; its weights stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.evaluation.datasets import Row
from service.inference.manifest.entry import ModelEntry
from service.inference.models.registry import Registry
from service.inference.protocol import Window
from service.model_import.errors import CannotAdd
from service.tuning.figures import TuningFigures, figures_of, log_loss, temperature_for
from service.tuning.split import TooFewRows, split

_THRESHOLDS = np.arange(0.02, 0.99, 0.02)
_TEMPERATURES = np.arange(0.5, 6.01, 0.25)
_LEAST = 1e-6

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """The keys of the manifest that were fitted, and figures on rows that were kept aside."""

    keys: Mapping[str, Any]
    before: TuningFigures
    after: TuningFigures

    def lines(self) -> list[str]:
        """What was fitted and what it brought, in words."""
        named = {**self.keys, **self.keys.get("nli", {})}
        set_to = ", ".join(f"{name} {value:g}" for name, value in named.items() if name != "nli")
        return [
            f"{set_to}; on {self.after.rows} rows that were kept aside:",
            f"macro-F1 {self.before.macro_f1:.3f}, then {self.after.macro_f1:.3f}",
            f"calibration error {self.before.calibration_error:.3f}, then "
            f"{self.after.calibration_error:.3f}",
            f"log loss {self.before.log_loss:.3f}, then {self.after.log_loss:.3f}",
        ]


def fit(registry: Registry, name: str, rows: Sequence[Row]) -> Fit:
    """Fit a model on three quarters of the rows, and measure it on the rest.

    An NLI model of two classes gets a threshold and a temperature, which is Platt's scaling (1999)
    of the odds of entailment; any other one a temperature (Guo et al., 2017). Raises `CannotAdd`.
    """
    entry = registry.entries[name]
    meanings = list(entry.label_map.values())
    if len(set(meanings)) < len(meanings) or entry.activation != "softmax":
        raise CannotAdd(
            f"--rows: the probabilities of {name} are sums or scores of its own, which no "
            "temperature fits; leave --rows out"
        )
    try:
        parts = split(rows)
    except TooFewRows as error:
        raise CannotAdd(f"--rows: {error}") from error
    known = [*parts.train, *parts.validation]
    if entry.nli is not None and entry.nli.binary:
        return _fit_hypotheses(registry, name, known, parts.test)
    return _fit_temperature(registry, entry, known, parts.test)


def _fit_temperature(
    registry: Registry, entry: ModelEntry, known: Sequence[Row], kept: Sequence[Row]
) -> Fit:
    from service.inference.torch_backend import TorchBackend
    from service.inference.tuning.scores import probabilities

    backend = TorchBackend(registry, precision="auto")
    backend.load()
    heat = temperature_for(probabilities(backend, entry.name, _windows(known)), _gold(known))
    found = probabilities(backend, entry.name, _windows(kept))
    powers = np.maximum(found, _LEAST) ** (1 / heat)
    cooled = powers / powers.sum(axis=1, keepdims=True)
    keys = {"temperature": round(entry.temperature * heat, 3)}
    return Fit(keys, figures_of(found, kept), figures_of(cooled, kept))


def _fit_hypotheses(
    registry: Registry, name: str, known: Sequence[Row], kept: Sequence[Row]
) -> Fit:
    from service.inference.backends.window_pooling import stances
    from service.inference.torch_backend import TorchBackend
    from service.inference.tuning.scores import hypotheses_entailed

    backend = TorchBackend(registry, precision="auto")
    backend.load()
    odds = [_odds(p) for p in hypotheses_entailed(backend, name, _windows(known))]
    gold = _gold(known)

    def loss(setting: tuple[float, float]) -> float:
        favor, against = (scaled(side, *setting) for side in odds)
        return log_loss(np.array(stances(favor, against)), gold)

    best = min(product(_THRESHOLDS.tolist(), _TEMPERATURES.tolist()), key=loss)
    threshold, temperature = best
    sides = [_odds(p) for p in hypotheses_entailed(backend, name, _windows(kept))]
    before, after = (
        figures_of(np.array(stances(*(scaled(side, *setting) for side in sides))), kept)
        for setting in ((0.5, 1.0), best)
    )
    keys = {"temperature": round(temperature, 3), "nli": {"threshold": round(threshold, 3)}}
    return Fit(keys, before, after)


def scaled(odds: Shares, threshold: float, temperature: float) -> Any:
    """Probabilities of entailment with a threshold and a temperature, of log odds without."""
    moved = odds / temperature - np.log(threshold / (1 - threshold))
    return 1 / (1 + np.exp(-moved))


def _odds(shares: Any) -> Shares:
    bounded = np.clip(np.asarray(shares, dtype=np.float64), _LEAST, 1 - _LEAST)
    odds: Shares = np.log(bounded / (1 - bounded))
    return odds


def _windows(rows: Sequence[Row]) -> list[Window]:
    return [Window(row.text, row.target) for row in rows]


def _gold(rows: Sequence[Row]) -> NDArray[np.int64]:
    return np.array([row.label for row in rows])
