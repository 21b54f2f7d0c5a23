"""Values of options that several commands share."""

from __future__ import annotations

from enum import StrEnum

import typer


def known_tasks(given: list[str] | None) -> list[str] | None:
    """The named tasks, each once. Raises `typer.BadParameter` for an unknown name.

    This is no enumeration, because `--help` would then have to import the table of tasks and all
    its dependencies.
    """
    for name in given or ():
        if name not in (names := task_names()):
            raise typer.BadParameter(f"{name!r} is none of {', '.join(names)}.")
    return list(dict.fromkeys(given)) if given else None


def task_names() -> list[str]:
    """The names of all tasks, in the order of the table."""
    from service.tasks.registry import TASKS

    return [spec.name for spec in TASKS]


class Profile(StrEnum):
    """The profile of models to use."""

    FAST = "fast"
    ACCURATE = "accurate"
