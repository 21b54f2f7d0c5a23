"""The OpenAPI document: FastAPI's own, completed where FastAPI cannot express something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from service.api.errors.problems import all_problems
from service.api.openapi.operations import batch_model, job_model
from service.api.openapi.references import TEMPLATE
from service.api.schemas.jobs import AnalyzeLine
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
# FastAPI declares one media type for each answer, and these are in others.
_REFERRED_TO = (
    ProblemDetails,
    AnalyzeLine,
    *(model for one in OPERATIONS if one.streamed for model in one.streamed.events.values()),
)


def install(app: FastAPI, settings: Settings) -> None:
    """Make `app.openapi` return our document, which is made once with the operator's limits."""

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
    routes = [r for r in app.routes if isinstance(r, APIRoute) and r.include_in_schema]
    schemas = _schemas(routes)
    for operation in OPERATIONS:
        _limit_documents(schemas[batch_model(operation).__name__], max_documents)
    _limit_documents(schemas[job_model().__name__], most_in_job)
    made["components"]["schemas"] = schemas
    # For the whole, with none as the first choice, because a service may be open: of an operation
    # that names schemes of its own, openapi-python-client has callers give a key in any case.
    made["security"] = [{}, *({name: []} for name in made["components"]["securitySchemes"])]
    for route in routes:
        for method in route.methods or ():
            _amend(made["paths"][route.path_format][method.lower()], route)
    return made


def _schemas(routes: list[APIRoute]) -> dict[str, Any]:
    """The schemas of all declared bodies by name.

    As pydantic writes them: FastAPI drops every null, those of examples too, which are then no
    valid examples any more.
    """
    declared: list[tuple[Any, Any, TypeAdapter[Any]]] = [
        (key, mode, TypeAdapter(annotation))
        for key, (mode, annotation) in enumerate(_declared(routes))
    ]
    _, found = TypeAdapter.json_schemas(declared, ref_template=TEMPLATE)
    for schema in found["$defs"].values():
        for field in schema.get("properties", {}).values():
            _say_default(field)
    return dict(sorted(found["$defs"].items()))


def _declared(routes: list[APIRoute]) -> Iterator[tuple[str, Any]]:
    """Every type of a body, and whether it is for validation or for serialization."""
    for route in routes:
        if route.body_field is not None:
            yield "validation", route.body_field.field_info.annotation
        if route.response_field is not None:
            yield "serialization", route.response_field.field_info.annotation
    for model in _REFERRED_TO:
        yield "serialization", model


def _say_default(field: dict[str, Any]) -> None:
    """Move the default of a field into its description.

    Generators take a field with a default for one that is always there: openapi-typescript has
    callers write it in every request, others send a default of theirs along.
    """
    default = field.pop("default", None)
    if default is not None:
        field["description"] += f" Default: `{json.dumps(default)}`."


def _limit_documents(batch: dict[str, Any], most: int) -> None:
    batch["properties"]["documents"]["maxItems"] = most


def _amend(operation: dict[str, Any], route: APIRoute) -> None:
    """Add the parts of an operation that FastAPI leaves out, and remove those it makes up."""
    if operation.pop("security", None) is None:
        operation["security"] = []  # not even where the operator asks for keys
    if 422 not in route.responses:
        operation["responses"].pop("422", None)
    for status, response in route.responses.items():
        for media, content in response.get("content", {}).items():
            # As declared, with the nulls.
            examples = {k: v for k, v in content.items() if k in ("example", "examples")}
            operation["responses"][str(status)]["content"][media] |= examples
    bodies = (operation.get("requestBody", {}), *operation["responses"].values())
    for body in bodies:
        for content in body.get("content", {}).values():
            content["schema"].pop("title", None)  # made from the name of the operation


def _table() -> str:
    rows = (f"| `{p.slug()}` | {p.status} | {p.title} |" for p in all_problems())
    return "\n".join(["| type | status | title |", "| --- | --- | --- |", *rows])


def dump(made: dict[str, Any]) -> str:
    """The document as it is checked in."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
