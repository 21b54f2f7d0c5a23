"""A task as data, from which routes, jobs, commands and documentation are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from service.inference.manifest.needs import ModelNeed
from service.tasks.annotations import Annotations
from service.tasks.schema import Output, TaskOptions, example_of
from service.tasks.warnings import Warning

if TYPE_CHECKING:
    from rich.console import RenderableType

O = TypeVar("O", bound=TaskOptions)  # noqa: E741
R = TypeVar("R", bound=Output)


@dataclass(frozen=True, slots=True)
class TaskOutput(Generic[R]):
    """The result of a task and its warnings."""

    result: R
    warnings: tuple[Warning, ...] = ()


class Streamed(NamedTuple):
    """What a task reports before its result is whole; see `Annotations.report`.

    Attributes:
        event: the name of the event for an item.
        field: the list of the result that holds the items.
        events: every event by name, with the model of its data.
    """

    event: str
    field: str
    events: Mapping[str, type[Output]]


@dataclass(frozen=True, slots=True, eq=False)
class TaskSpec(Generic[O, R]):
    """One task. `service.tasks.registry.TASKS` lists them all.

    Attributes:
        name: the path below `/v1`, the field in `/v1/analyze`, the name in metrics and commands.
        title: the title in the list of endpoints.
        description: its purpose, in a sentence or two.
        result_description: the description of the result as one field among others.
        operation_id: the name of the method in generated clients.
        options: the caller's options; each field has a default.
        result: the model of the result. Spans are `PostedSpan`, so that they are converted to the
            caller's unit.
        needs: the models that it calls, by the task in their `model.toml`.
        run: computes the result. Raises `EngineError`.
        view: renders the result's JSON for a terminal of so many columns; None for plain fields.
        targeted: whether it takes targets, which are in `Annotations.targets`.
        on_request: whether `/v1/analyze` runs it only with options of its own, some of which it
            requires.
        streamed: what it reports while it runs; None if it cannot be streamed.
        result_example: the example in the OpenAPI document; by default that of its fields.
        options_example: the same for the options.
    """

    name: str
    title: str
    description: str
    result_description: str
    operation_id: str
    options: type[O]
    result: type[R]
    needs: tuple[ModelNeed, ...]
    run: Callable[[Annotations, O], Awaitable[TaskOutput[R]]]
    view: Callable[[Mapping[str, Any], int], RenderableType] | None = None
    targeted: bool = False
    on_request: bool = False
    streamed: Streamed | None = None
    result_example: Mapping[str, Any] = field(default_factory=dict)
    options_example: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.result_example:
            object.__setattr__(self, "result_example", example_of(self.result))
        if not self.options_example:
            object.__setattr__(self, "options_example", example_of(self.options))
