"""Serialises the outputs of tasks as JSON, with spans in the caller's unit of offsets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.api.analysis.context import RequestContext
from service.api.request.documents import Posted
from service.api.schemas.operations import Operation
from service.api.schemas.responses import Block, Language, Usage
from service.inference.protocol import Call
from service.kit.offload import LIGHT, offload
from service.tasks.spans import PostedSpans
from service.tasks.spec import TaskOutput
from service.tasks.warnings import Warning
from service.text.document import Document

Outputs = Mapping[str, TaskOutput[Any]]


async def serialize(
    context: RequestContext, posted: Posted, document: Document, outputs: Outputs, call: Call
) -> str:
    """The result as JSON. `outputs` are keyed by the name of the task."""
    usage = _usage(document, call) if posted.includes("usage") else None
    warnings = _warnings(outputs)
    context.services.metrics.warned(warning.code for warning in warnings)
    size = len(document.text) // LIGHT
    operation = context.operation
    return await offload(size, written, operation, posted, document, outputs, warnings, usage)


def written(
    operation: Operation,
    posted: Posted,
    document: Document,
    outputs: Outputs,
    warnings: list[Warning],
    usage: Usage | None,
) -> str:
    """The result as JSON. This blocks for a noticeable time if the text is long."""
    unit = posted.options.offset_unit
    results = {spec.name: None for spec in operation.tasks} | {
        name: output.result for name, output in outputs.items()
    }
    envelope = operation.result(
        id=posted.given.id,
        index=posted.index,
        offset_unit=unit,
        language=_language(document),
        warnings=warnings,
        usage=usage,
        text=document.posted if posted.includes("text") else None,
        layout=_layout(document) if posted.includes("layout") else None,
        **results,
    )
    return envelope.model_dump_json(context=PostedSpans(document, unit))


def _warnings(outputs: Outputs) -> list[Warning]:
    """The warnings of all tasks, each once."""
    return list(dict.fromkeys(w for output in outputs.values() for w in output.warnings))


def _language(document: Document) -> Language:
    found = document.language
    return Language(code=found.code, confidence=found.confidence, supported=found.supported)


def _layout(document: Document) -> list[Block]:
    """Every block with its kind."""
    return [Block(kind=block.kind.value, span=block.span) for block in document.blocks]


def _usage(document: Document, call: Call) -> Usage:
    seconds = call.seconds | {"total": call.total}
    return Usage(
        characters=len(document.posted),
        sentences=len(document.sentences),
        windows=call.windows,
        tokens=call.tokens,
        seconds={stage: round(value, 4) for stage, value in seconds.items()},
    )
