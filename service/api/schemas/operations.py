"""The operations of the API: one for each task, and `analyze` for any of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from pydantic import BaseModel, create_model, model_validator
from pydantic_core import PydanticCustomError

from service.api.schemas.requests import (
    CommonOptions,
    DocumentInput,
    SharedTargets,
    TargetedDocument,
)
from service.api.schemas.responses import ResultEnvelope
from service.api.schemas.targets import specs
from service.tasks.registry import TASKS
from service.tasks.schema import Input, TaskOptions, note
from service.tasks.spec import Streamed, TaskSpec
from service.tasks.target import TargetSpec

AnyTask = TaskSpec[Any, Any]
Wanted = list[tuple[AnyTask, TaskOptions]]


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One endpoint: schemas of its documents, options and results, and the tasks that it runs.

    `options` holds those of its one task beside the common ones, or, where `several`, a field
    for each task and `tasks`, which names those that are wanted.
    """

    name: str
    title: str
    description: str
    operation_id: str
    document: type[DocumentInput]
    options: type[CommonOptions]
    result: type[ResultEnvelope]
    tasks: tuple[AnyTask, ...]
    several: bool = False

    @property
    def streamed(self) -> Streamed | None:
        """What its one task reports while it runs; None if it cannot be streamed."""
        return None if self.several else self.tasks[0].streamed

    def wanted(self, options: CommonOptions) -> Wanted:
        """The requested tasks, each with its options, in the order of the table."""
        if not self.several:
            return [(self.tasks[0], options)]
        return [
            (spec, getattr(options, spec.name)) for spec in self.tasks if _asks_for(options, spec)
        ]

    def asked(
        self, document: DocumentInput, options: CommonOptions
    ) -> tuple[Wanted, tuple[TargetSpec, ...]]:
        """The requested tasks for a document with their options, and its targets.

        The targets are the document's own, or else those of the request.
        """
        own = getattr(document, "targets", None)
        about = own if own is not None else getattr(options, "targets", None) or ()
        return self.wanted(options), specs(about)

    def optional_models(self, options: CommonOptions) -> dict[str, str]:
        """The optional models that the options need: JSON pointer of the option, task."""
        return {
            f"/{spec.name}/{field}" if self.several else f"/{field}": task
            for spec, own in self.wanted(options)
            for field, task in own.optional_models().items()
        }


def of_task(spec: AnyTask) -> Operation:
    """The operation that runs one task."""
    title = spec.name.capitalize()
    about: tuple[type[Input], ...] = (SharedTargets,) if spec.targeted else ()
    bases: Any = (spec.options, *about, CommonOptions)
    options = _options(f"{title}CallOptions", bases, f"Options of /v1/{spec.name}.")
    result: type[ResultEnvelope] = create_model(
        f"{title}Result",
        __base__=ResultEnvelope,
        __doc__=f"{title} of one document.",
        **_field(spec, spec.result, spec.result_description),
    )
    return Operation(
        name=spec.name,
        title=spec.title,
        description=spec.description,
        operation_id=spec.operation_id,
        document=TargetedDocument if spec.targeted else DocumentInput,
        options=options,
        result=result,
        tasks=(spec,),
    )


def of_several(tasks: Sequence[AnyTask]) -> Operation:
    """The operation that runs any of the tasks on one document."""
    names = [spec.name for spec in tasks]
    bases: Any = (_analyze_options(tasks), SharedTargets, CommonOptions)
    options = _options("AnalyzeCallOptions", bases, "Options of /v1/analyze.")
    parts: dict[str, Any] = {}
    for spec in tasks:
        wording = f"The {spec.name}; null when not asked for."
        parts |= _field(spec, spec.result | None, wording)
    result: type[ResultEnvelope] = create_model(
        "AnalyzeResult",
        __base__=ResultEnvelope,
        __doc__="All tasks asked for, of one document.",
        **parts,
    )
    return Operation(
        name="analyze",
        title="Run several analyses over one article",
        description=_ANALYZE.format(tasks=_in_words(names).capitalize()),
        operation_id="analyzeDocuments",
        document=TargetedDocument,
        options=options,
        result=result,
        tasks=tuple(tasks),
        several=True,
    )


def _options(name: str, bases: Any, doc: str) -> type[CommonOptions]:
    return cast("type[CommonOptions]", create_model(name, __base__=bases, __doc__=doc))


def _analyze_options(tasks: Sequence[AnyTask]) -> type[BaseModel]:
    names = [spec.name for spec in tasks]
    usual = [spec.name for spec in tasks if not spec.on_request]
    asked: Any = Literal[tuple(names)]
    about = "The tasks to run."
    if others := [name for name in names if name not in usual]:
        about += f" Without it, {_in_words(others)} runs only if its options are given."
    chosen = note(about, names, default=usual, min_length=1, max_length=len(names))
    fields: dict[str, Any] = {"tasks": (list[asked], chosen)}
    fields |= {spec.name: _options_field(spec) for spec in tasks}

    def have_options(self: BaseModel) -> BaseModel:
        for spec in tasks:
            if _asks_for(self, spec) and getattr(self, spec.name) is None:
                raise PydanticCustomError(
                    "options_missing",
                    "The task `{task}` needs options: give `{task}`.",
                    {"task": spec.name},
                )
        return self

    checked: Any = model_validator(mode="after")(have_options)
    return create_model(
        "AnalyzeOptions",
        __base__=TaskOptions,
        __doc__="Which tasks to run, and their options.",
        __validators__={"have_options": checked},
        **fields,
    )


def _options_field(spec: AnyTask) -> tuple[Any, Any]:
    """The type and the field of a task's options in those of all; None stands for no options."""
    about = f"Options of the task {spec.name}."
    example = dict(spec.options_example)
    if spec.on_request:
        return spec.options | None, note(about, example, default=None)
    return spec.options, note(about, example, default_factory=spec.options)


def _asks_for(options: BaseModel, spec: AnyTask) -> bool:
    """Whether options of several tasks ask for this one: by name, or by options of its own."""
    chosen: Sequence[str] = getattr(options, "tasks")  # noqa: B009
    given = spec.on_request and getattr(options, spec.name) is not None
    return spec.name in chosen or (given and "tasks" not in options.model_fields_set)


def _in_words(names: list[str]) -> str:
    """The names as a sentence lists them: "summary, stance and sentiment"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _field(spec: AnyTask, kind: Any, description: str) -> dict[str, Any]:
    return {spec.name: (kind, note(description, dict(spec.result_example)))}


_ANALYZE = """{tasks} in one call; the text is read once for all.

As `application/x-ndjson` each line of the request is a document with its options, and each
line of the answer is a line's result or error, in the same order and as soon as it is there.
No more lines are read than can be worked on, so read the answer while you send. A key that is
taken back, or whose quota is used up, ends the answer with an error."""

OPERATIONS = (*map(of_task, TASKS), of_several(TASKS))
ANALYZE = OPERATIONS[-1]


@cache
def operation(name: str) -> Operation:
    """The operation of that name. Raises `KeyError`."""
    return {one.name: one for one in OPERATIONS}[name]
