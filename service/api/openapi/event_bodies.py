"""How the document describes an answer of server-sent events (`text/event-stream`)."""

from __future__ import annotations

import json
from typing import Any

from fastapi.sse import format_sse_event
from pydantic import BaseModel

from service.api.errors.problems import DeadlineExceeded
from service.api.openapi.example_files import examples
from service.api.openapi.problem_examples import SAMPLES
from service.api.openapi.references import reference
from service.api.schemas.operations import Operation
from service.api.schemas.responses import ProblemDetails
from service.tasks.schema import example_of
from service.tasks.spec import Streamed

_DESCRIPTION = (
    "Server-sent events, for one document, where `Accept` prefers them. The `data` of each is JSON "
    "in one line. `{event}` is an item of `{field}` as soon as it is certain to be part of the "
    "result, `progress` says how far the work is, and the last event is `done` with the whole "
    "result, or `error` with a problem. What counts is `done`: if a model's text is given up, it "
    "has other items than were told. A failure before the first event is an ordinary problem."
)


def event_body(operation: Operation, streamed: Streamed) -> dict[str, Any]:
    """Media type object of a stream of events.

    OpenAPI 3.1 has no word for events, so that the body is a string to it. `x-events` has the
    schema of the data of each event.
    """
    models: dict[str, type[BaseModel]] = {
        **streamed.events,
        "done": operation.result,
        "error": ProblemDetails,
    }
    return {
        "schema": {
            "type": "string",
            "description": _DESCRIPTION.format(event=streamed.event, field=streamed.field),
            "x-events": {name: reference(model) for name, model in models.items()},
        },
        "examples": _examples(operation, streamed),
    }


def _examples(operation: Operation, streamed: Streamed) -> dict[str, Any]:
    """A stream with the answer of an example, and one that ends in a problem."""
    answer = examples(operation.name, "response").get("single")
    if answer is None:
        return {}
    result = answer["value"]
    items = result[operation.name][streamed.field]
    told = [("progress", example_of(streamed.events["progress"]))]
    whole = [*told, *((streamed.event, item) for item in items), ("done", result)]
    failed = [*told, ("error", SAMPLES[DeadlineExceeded].body("0f4c2a9e"))]
    return {
        "done": {"summary": "A result, told bit by bit", "value": _stream(whole)},
        "error": {"summary": "A failure amid the stream", "value": _stream(failed)},
    }


def _stream(events: list[tuple[str, Any]]) -> str:
    return "".join(
        format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False)).decode()
        for name, data in events
    )
