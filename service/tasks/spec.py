"""A task as data: all that routes, jobs, the command line and the documents know of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from service.inference.model_needs import ModelNeed
from service.tasks.annotations import Annotations
from service.tasks.schema import Output, TaskOptions, example_of
from service.tasks.warnings import Warning

if TYPE_CHECKING:
    from rich.console import RenderableType

O = TypeVar("O", bound=TaskOptions)  # noqa: E741
R = TypeVar("R", bound=Output)


@dataclass(frozen=True, slots=True)
class TaskOutput(Generic[R]):
    """What a task found, and what limits it."""

    result: R
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TaskSpec(Generic[O, R]):
    """One task. `service.tasks.registry.TASKS` lists them all.

    Attributes:
        name: of the path below `/v1`, of the field in `/v1/analyze`, of metrics and of commands.
        title: what it does, for the list of endpoints.
        description: what it answers, in a sentence or two.
        result_description: of the result where it is one field among others.
        operation_id: by which generated clients call it.
        options: what a caller may set; each field has a default.
        result: what is found. Spans are `PostedSpan`, so that they leave in the caller's unit.
        needs: models that it calls, by the task that their `model.toml` names.
        run: the work. Raises `EngineError`.
        view: the result's JSON as a terminal shows it, given the columns; None for plain fields.
        targeted: whether it takes targets; `Annotations.targets` holds them.
        result_example: for the OpenAPI document; by default the examples of its fields together.
        options_example: for the OpenAPI document; by default the examples of its fields together.
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
    result_example: Mapping[str, Any] = field(default_factory=dict)
    options_example: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.result_example:
            object.__setattr__(self, "result_example", example_of(self.result))
        if not self.options_example:
            object.__setattr__(self, "options_example", example_of(self.options))
