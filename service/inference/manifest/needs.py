"""The requirements of a task on its model, which each `model.toml` is checked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.inference.protocol import Architecture, Head


@dataclass(frozen=True, slots=True)
class ModelNeed:
    """A model that some task calls.

    Attributes:
        task: the name in the model's `model.toml`.
        architectures: the suitable architectures.
        labels: the minimum number of a classifier's labels, which the model chooses.
        heads: the heads that a model for tokens must have.
        head_labels: the labels of some of them, in order.
        optional: whether the service can run without such a model.
    """

    task: str
    architectures: frozenset[Architecture]
    labels: int = 0
    heads: tuple[str, ...] = ()
    head_labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    optional: bool = False

    def fault(
        self, architecture: Architecture, labels: tuple[str, ...], heads: Iterable[Head] = ()
    ) -> str | None:
        """The reason why a model does not suit this task, None if it does."""
        if architecture not in self.architectures:
            return f"a {architecture} cannot serve the task {self.task}"
        if len(labels) < self.labels:
            return f"`labels` must name at least {self.labels} for the task {self.task}"
        return self._fault_of_heads({head.name: head.labels for head in heads})

    def _fault_of_heads(self, heads: Mapping[str, tuple[str, ...]]) -> str | None:
        missing = set(self.heads) - set(heads)
        if missing:
            return f"`[[heads]]` must have {sorted(missing)[0]!r} for the task {self.task}"
        for name, labels in self.head_labels:
            if heads[name] != labels:
                return f"`labels` of the head {name!r} must be {list(labels)}"
        return None


def by_task(needs: Iterable[ModelNeed]) -> Mapping[str, ModelNeed]:
    """The needs by task of the model. A model is required unless every need is optional."""
    found: dict[str, ModelNeed] = {}
    for need in needs:
        other = found.get(need.task)
        if other is None or other.optional:
            found[need.task] = need
    return found
