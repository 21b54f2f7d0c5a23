"""The OpenAPI document: FastAPI's, with the bodies that are parsed by hand put in."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.api.errors.problems import all_problems
from service.api.openapi import jobs
from service.api.openapi.jobs import JobRequest
from service.api.openapi.operations import (
    REF,
    batch_model,
    batch_result_model,
    examples,
    single_model,
)
from service.api.schemas.jobs import AnalyzeLine, JobList, JobResult, JobStatus
from service.api.schemas.operations import OPERATIONS
from service.api.schemas.responses import ProblemDetails
from service.config.settings import Settings

DESCRIPTION = """Summary, stance and sentiment of an article, with evidence for every claim.

Every span is text exactly as posted, with offsets in the unit you choose. A text that is too
long is refused, not cut, and what limits a result is in `warnings`. Errors are RFC 9457
problem details with JSON pointers. A request is one document, or up to 100 in `documents`,
of which each may fail alone (HTTP 200 with `errors`).

Limits, unless the operator set others: body 2 MiB, text of one document 1 MiB of UTF-8 and
always 30,000 sentences and lines, 100 documents in a batch, 10 targets of up to 300 characters,
JSON nested up to 32 levels, 60 seconds.

Where the operator asks for API keys, each has scopes: `analyze` for the analyses, `jobs` for
large jobs, `models` for `/v1/models`, and `metrics`. One that lacks the scope is answered 403.

Every problem's `type` is `urn:copydesk:problem:` and one of these names; `not-found` and
`method-not-allowed` can come from any path:

{problems}
"""
TAGS = [
    {"name": "analysis", "description": "Analyses of an article, one or many at a time."},
    {"name": "jobs", "description": "Thousands of documents, analysed while nobody waits."},
    {"name": "system", "description": "Probes, metrics and the models that are served."},
]


def install(app: FastAPI, settings: Settings) -> None:
    """Make `app.openapi` give our document, made once and with the operator's limits."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = document(app, settings.max_documents, settings.jobs_max_documents)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def document(app: FastAPI, max_documents: int = 100, most_in_job: int = 100_000) -> dict[str, Any]:
    """The OpenAPI document of the app."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary="Text analysis with evidence",
        description=DESCRIPTION.format(problems=_table()),
        routes=app.routes,
        tags=TAGS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "This server."}],
    )
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    inputs: list[type[BaseModel]] = [JobRequest]
    outputs: list[type[BaseModel]]
    outputs = [ProblemDetails, JobList, JobStatus, JobResult, AnalyzeLine]
    for operation in OPERATIONS:
        inputs += [single_model(operation), batch_model(operation)]
        outputs += [operation.result, batch_result_model(operation)]
    template = REF + "{model}"
    _, taken = models_json_schema([(m, "validation") for m in inputs], ref_template=template)
    _, given = models_json_schema([(m, "serialization") for m in outputs], ref_template=template)
    schemas.update(taken["$defs"] | given["$defs"])
    for operation in OPERATIONS:
        batch = schemas[batch_model(operation).__name__]
        batch["properties"]["documents"]["maxItems"] = max_documents
    schemas[JobRequest.__name__]["properties"]["documents"]["maxItems"] = most_in_job
    made["components"]["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key, where the operator requires one.",
        },
        "apiKey": {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": "The same key in a header of its own.",
        },
    }
    for operation in OPERATIONS:
        _add_examples(made["paths"][f"/v1/{operation.name}"]["post"], operation.name)
    jobs.add_examples(made)
    for path, methods in made["paths"].items():
        if path.startswith("/v1/") or path == "/metrics":
            for operation_ in methods.values():
                operation_["security"] = [{}, {"bearer": []}, {"apiKey": []}]
    made["components"]["schemas"] = dict(sorted(schemas.items()))
    return made


def _add_examples(operation: dict[str, Any], name: str) -> None:
    # Last, because FastAPI drops every null on its way, and answers hold some.
    for part, side in (
        (operation["requestBody"], "request"),
        (operation["responses"]["200"], "response"),
    ):
        part["content"]["application/json"]["examples"] = examples(name, side)


def _table() -> str:
    rows = (f"| `{p.slug()}` | {p.status} | {p.title} |" for p in all_problems())
    return "\n".join(["| type | status | title |", "| --- | --- | --- |", *rows])


def dump(made: dict[str, Any]) -> str:
    """The document as it is checked in."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
