"""Writes a model folder: manifest, weights and card."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tomli_w

from service.inference.manifest.entry import ModelEntry
from service.tuning.figures import TuningFigures

WEIGHTS, CARD, MANIFEST = "weights.safetensors", "card.md", "model.toml"
_FIGURES = {
    "macro_f1": "macro-F1",
    "accuracy": "accuracy",
    "calibration_error": "calibration error",
    "log_loss": "log loss",
}


def manifest_of(
    entry: ModelEntry, name: str, profile: str, weights: Path, changed: Mapping[str, Any]
) -> dict[str, Any]:
    """The manifest of a model made from another one; `changed` replaces keys of it."""
    made = entry.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    assert entry.weights is not None  # `tune` takes no other model
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    kept = {"file": WEIGHTS, "sha256": digest, "scale": entry.weights.scale}
    made |= {"name": name, "profiles": [profile], "weights": kept, "metrics": {}}
    made.pop("recipe", None)
    return made | dict(changed)


def write_manifest(folder: Path, made: Mapping[str, Any]) -> None:
    """`model.toml`, checked as the service checks it. Raises `ValueError`."""
    ModelEntry.model_validate(made)
    (folder / MANIFEST).write_text(tomli_w.dumps(made), encoding="utf-8")


def write_card(
    folder: Path, name: str, of: ModelEntry, what: str, tables: Mapping[str, list[TuningFigures]]
) -> None:
    """`card.md`: what the model was made from and how, and its figures before and after."""
    lines = [f"# {name}", "", f"Made from `{of.name}` {of.version} by `copydesk tune`. {what}", ""]
    for title, (before, after) in tables.items():
        lines += [f"## {title}", "", f"{before.rows} rows.", ""]
        lines += ["| figure | before | after |", "|---|---|---|"]
        old, new = asdict(before), asdict(after)
        lines += [f"| {word} | {old[k]:.3f} | {new[k]:.3f} |" for k, word in _FIGURES.items()]
        lines.append("")
    (folder / CARD).write_text("\n".join(lines), encoding="utf-8")
