"""What a task's models are judged and calibrated by: its dev parts and its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.training.data import sentiment_rows, stance_rows, tone_rows
from models.training.data.dataset import Row

TASKS = ("stance", "sentiment")


@dataclass(frozen=True, slots=True)
class Judged:
    """`calibrated_on` names those of the dev parts that the temperature is fitted on."""

    dev: dict[str, list[Row]]
    labels: Sequence[str]
    calibrated_on: Sequence[str]


def judged(task: str, folder: Path) -> Judged:
    """For one of `TASKS`, from the data folder."""
    if task == "stance":
        return Judged(stance_rows.dev_rows(folder), stance_rows.LABELS, stance_rows.CALIBRATION)
    return Judged(tone_rows.dev_rows(folder), sentiment_rows.LABELS, tone_rows.CALIBRATION)
