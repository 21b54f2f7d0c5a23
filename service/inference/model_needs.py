"""What a task needs of a model, for the check of each `model.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.inference.protocol import Architecture


@dataclass(frozen=True, slots=True)
class ModelNeed:
    """A model that some task calls.

    Attributes:
        task: as the model's `model.toml` names it.
        architectures: that can do the work.
        labels: how few labels a classifier may have; they are otherwise the model's own.
        optional: whether the service can do without one.
    """

    task: str
    architectures: frozenset[Architecture]
    labels: int = 0
    optional: bool = False

    def fault(self, architecture: Architecture, labels: tuple[str, ...]) -> str | None:
        """What is wrong with a model for this task, None where nothing is."""
        if architecture not in self.architectures:
            return f"a {architecture} cannot serve the task {self.task}"
        if len(labels) < self.labels:
            return f"`labels` must name at least {self.labels} for the task {self.task}"
        return None


def by_task(needs: Iterable[ModelNeed]) -> Mapping[str, ModelNeed]:
    """The needs by the name of the model's task; one that is optional nowhere is required."""
    found: dict[str, ModelNeed] = {}
    for need in needs:
        other = found.get(need.task)
        if other is None or other.optional:
            found[need.task] = need
    return found
