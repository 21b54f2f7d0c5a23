"""The table of tasks. A task in this table is available in every interface."""

from __future__ import annotations

from typing import Any

from service.inference.manifest.needs import by_task
from service.tasks.sentiment import SENTIMENT
from service.tasks.spec import TaskSpec
from service.tasks.stance import STANCE
from service.tasks.summary.task import SUMMARY
from service.tasks.verify.task import VERIFY

TASKS: tuple[TaskSpec[Any, Any], ...] = (
    SUMMARY,
    STANCE,
    SENTIMENT,
    VERIFY,
)

MODEL_NEEDS = by_task(need for spec in TASKS for need in spec.needs)
