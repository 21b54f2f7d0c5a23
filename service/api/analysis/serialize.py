"""From what the tasks found to the result as JSON, with spans in the caller's unit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.api.request.documents import Posted
from service.api.schemas.operations import Operation
from service.api.schemas.responses import Block, Language, Usage
from service.tasks.spans import PostedSpans
from service.tasks.spec import TaskOutput
from service.tasks.warnings import Warning
from service.text.document import Document

# How a result begins that was made without an id and outside a batch.
_NAMELESS = '{"id":null,"index":null,'


@dataclass(frozen=True, slots=True)
class Found:
    """What an operation found of one document; `outputs` are by the name of the task."""

    document: Document
    outputs: Mapping[str, TaskOutput[Any]]
    usage: Usage | None = None

    @property
    def warnings(self) -> list[Warning]:
        """The warnings of all tasks, each once."""
        return list(dict.fromkeys(w for output in self.outputs.values() for w in output.warnings))


def named(content: str, id: str | None, index: int | None) -> str:
    """A result that was made without an id and outside a batch, as JSON, with these."""
    rest = content.removeprefix(_NAMELESS)
    return f'{{"id":{json.dumps(id, ensure_ascii=False)},"index":{json.dumps(index)},{rest}'


def serialize(operation: Operation, posted: Posted, found: Found) -> str:
    """The result as JSON. Takes the time of no model, but of a long text some."""
    document, unit = found.document, posted.options.offset_unit
    results = {spec.name: None for spec in operation.tasks} | {
        name: output.result for name, output in found.outputs.items()
    }
    envelope = operation.result(
        id=posted.given.id,
        index=posted.index,
        offset_unit=unit,
        language=_language(document),
        warnings=found.warnings,
        usage=found.usage,
        text=document.posted if posted.includes("text") else None,
        layout=_layout(document) if posted.includes("layout") else None,
        **results,
    )
    return envelope.model_dump_json(context=PostedSpans(document, unit))


def _language(document: Document) -> Language:
    found = document.language
    return Language(code=found.code, confidence=found.confidence, supported=found.supported)


def _layout(document: Document) -> list[Block]:
    """Every block with its kind."""
    return [Block(kind=block.kind.value, span=block.span) for block in document.blocks]
