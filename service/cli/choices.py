"""Values of options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

import typer


def known_tasks(given: list[str] | None) -> list[str] | None:
    """The named tasks, each once. Raises `typer.BadParameter` for an unknown name.

    This is no enumeration, because `--help` would then have to import the table of tasks and all
    its dependencies.
    """
    return _known(given, task_names) if given else None


def evaluated_tasks(given: list[str] | None) -> list[str] | None:
    """As `known_tasks`, of those that can be evaluated."""
    return _known(given, evaluated_names) if given else None


def _known(given: Sequence[str], known: Callable[[], list[str]]) -> list[str]:
    """Each given name once. Raises `typer.BadParameter` for one that is not known."""
    for name in given:
        if name not in (names := known()):
            raise typer.BadParameter(f"{name!r} is none of {', '.join(names)}.")
    return list(dict.fromkeys(given))


def task_names() -> list[str]:
    """The names of all tasks, in the order of the table."""
    from service.tasks.registry import TASKS

    return [spec.name for spec in TASKS]


def evaluated_names() -> list[str]:
    """The names of all tasks, and of what has test sets without being a task of its own."""
    from service.evaluation.catalogue import SETS

    return list(dict.fromkeys([*task_names(), *(part.task for part in SETS)]))


class Profile(StrEnum):
    """The profile of models to use."""

    BALANCED = "balanced"
    FAST = "fast"
    ACCURATE = "accurate"
