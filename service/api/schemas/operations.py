"""The operations of the API: one for each task, and `analyze` for any of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from pydantic import BaseModel, create_model

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
from service.tasks.spec import TaskSpec
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

    def wanted(self, options: CommonOptions) -> Wanted:
        """The requested tasks, each with its options, in the order of the table."""
        if not self.several:
            return [(self.tasks[0], options)]
        chosen: Sequence[str] = getattr(options, "tasks")  # noqa: B009
        return [(spec, getattr(options, spec.name)) for spec in self.tasks if spec.name in chosen]

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
    own = {
        spec.name: (
            spec.options,
            note(
                f"Options of the task {spec.name}.",
                dict(spec.options_example),
                default_factory=spec.options,
            ),
        )
        for spec in tasks
    }
    asked: Any = Literal[tuple(names)]
    bases: Any = (_analyze_options(asked, names, own), SharedTargets, CommonOptions)
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


def _analyze_options(asked: Any, names: list[str], own: Mapping[str, Any]) -> type[BaseModel]:
    chosen = note("The tasks to run.", names, default=names, min_length=1, max_length=len(names))
    fields: dict[str, Any] = {"tasks": (list[asked], chosen), **own}
    doc = "Which tasks to run, and their options."
    return create_model("AnalyzeOptions", __base__=TaskOptions, __doc__=doc, **fields)


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
