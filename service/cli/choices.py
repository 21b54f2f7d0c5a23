"""Values that options of several commands take."""

from __future__ import annotations

from enum import StrEnum

import typer


def known_tasks(given: list[str] | None) -> list[str] | None:
    """The tasks that were named, each once. Raises `typer.BadParameter` for one that is not there.

    Not an enumeration, which the table of tasks would have to be imported for, and so all that
    the tasks need, before any command could say `--help`.
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
    """Which models answer."""

    FAST = "fast"
    ACCURATE = "accurate"
