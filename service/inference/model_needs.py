"""The requirements of a task on its model, which each `model.toml` is checked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.inference.protocol import Architecture


@dataclass(frozen=True, slots=True)
class ModelNeed:
    """A model that some task calls.

    Attributes:
        task: the name in the model's `model.toml`.
        architectures: the suitable architectures.
        labels: the minimum number of a classifier's labels, which the model chooses.
        optional: whether the service can run without such a model.
    """

    task: str
    architectures: frozenset[Architecture]
    labels: int = 0
    optional: bool = False

    def fault(self, architecture: Architecture, labels: tuple[str, ...]) -> str | None:
        """The reason why a model does not suit this task, None if it does."""
        if architecture not in self.architectures:
            return f"a {architecture} cannot serve the task {self.task}"
        if len(labels) < self.labels:
            return f"`labels` must name at least {self.labels} for the task {self.task}"
        return None


def by_task(needs: Iterable[ModelNeed]) -> Mapping[str, ModelNeed]:
    """The needs by task of the model. A model is required unless every need is optional."""
    found: dict[str, ModelNeed] = {}
    for need in needs:
        other = found.get(need.task)
        if other is None or other.optional:
            found[need.task] = need
    return found
