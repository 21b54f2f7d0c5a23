"""A teacher: the accurate model of a task, as it is served, gives soft labels to rows.

A row that has a label of its own too is learnt as a mean of both (Hinton, Vinyals and Dean, 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.progress import track

from models.training.data.dataset import Row
from models.training.fitting.static_batches import plan
from service.config.settings import Settings
from service.inference.models.registry import Registry
from service.inference.protocol import Window
from service.inference.torch_backend import TorchBackend

PART = 2_000
TRUST = 0.6  # the teacher's share in what a labelled row says


def label(rows: Sequence[Row], task: str, folder: Path) -> list[Row]:
    """The rows with the teacher's distribution, mixed with their own label if they have one."""
    folder.mkdir(parents=True, exist_ok=True)
    registry = Registry.from_settings(Settings(profile="accurate", profiles=["accurate"]))
    backend = TorchBackend(registry, precision="auto")
    name = registry.served[task, "accurate"]
    done: list[np.ndarray] = []
    parts = range(0, len(rows), PART)
    if any(not (folder / f"{start}.npy").exists() for start in parts):
        backend.load()
    for start in track(parts, "labelling"):
        path = folder / f"{start}.npy"
        if not path.exists():
            np.save(path, score(backend, name, rows[start : start + PART]))
        done.append(np.load(path))
    soft = np.concatenate(done)
    return [mixed(row, probabilities) for row, probabilities in zip(rows, soft, strict=True)]


def score(backend: TorchBackend, name: str, rows: Sequence[Row]) -> np.ndarray:
    """The teacher's probabilities, shape (n, 3)."""
    # One piece a row: training reads no further than one window anyway.
    windows = [Window(" ".join(row.text.split()[:150]), row.target) for row in rows]
    pieces = {p.owner: p for p in reversed(backend.tokenise(name, windows))}
    found = np.zeros((len(rows), 3), dtype=np.float32)
    for batch in plan([len(pieces[i]) for i in range(len(rows))]):
        found[batch] = backend.run(name, [pieces[i] for i in batch])
    return found


def mixed(row: Row, teacher: np.ndarray) -> Row:
    """What the student is to learn of a row."""
    known = 0.0 if row.source.endswith(":crossed") else 1.0 - TRUST
    own = np.eye(3)[row.label]
    low, middle, high = (known * own + (1.0 - known) * teacher).tolist()
    return replace(row, soft=(low, middle, high))
