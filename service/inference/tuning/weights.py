"""Writes the weights file of a tuned model."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from safetensors.torch import save_file

from service.inference.models.overlay import tensors
from service.inference.tuning.low_rank import merged

if TYPE_CHECKING:
    from service.inference.tuning.fine_tune import FineTuned


def write_weights(before: Path, after: Path, scale: float, found: FineTuned | None) -> None:
    """The tensors of the file `before` with what was learnt, or as they are without any."""
    if found is None:
        shutil.copyfile(before, after)
        return
    save_file(merged(tensors(before), found.changes, found.head, scale), after)
