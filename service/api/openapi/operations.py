"""What an analysis takes and gives, declared for FastAPI from the schemas that validate it."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from fastapi import Body, Depends, params
from pydantic import BaseModel, Field, create_model

from service.api.openapi.event_bodies import event_body
from service.api.openapi.example_files import examples
from service.api.openapi.ndjson_bodies import ndjson_body
from service.api.openapi.parameters import analysis_headers
from service.api.openapi.problem_responses import OF_ANALYSES, Responses, problem_responses
from service.api.request.accept import EVENT_STREAM
from service.api.request.ndjson import NDJSON
from service.api.request.request_id import HEADER as ID_HEADER
from service.api.schemas import responses as out
from service.api.schemas.jobs import BAD_LINE, AnalyzeLine
from service.api.schemas.operations import ANALYZE, Operation
from service.tasks.schema import Output, note

TEXT = {"id": "a", "text": "The council voted to close the road."}
_HEADERS = {
    "Server-Timing": {
        "description": "Milliseconds by stage.",
        "schema": {"type": "string"},
        "example": "text;dur=6.1, model;dur=412.0, total;dur=431.7",
    },
    ID_HEADER: {
        "description": "The request's id.",
        "schema": {"type": "string"},
        "example": "0f4c2a9e",
    },
}


def declare(operation: Operation) -> dict[str, Any]:
    """Keyword arguments of the route of an operation, for FastAPI."""
    declared = {
        "name": operation.name,
        "summary": operation.title,
        "description": operation.description,
        "operation_id": operation.operation_id,
        "response_model": operation.result | batch_result_model(operation),
        "response_description": "The result; for a batch, results and errors of its documents.",
        "responses": _answer(operation) | problem_responses(*OF_ANALYSES),
        "dependencies": [
            declared_body(
                single_model(operation) | batch_model(operation),
                description="One document with its options, or a batch.",
                openapi_examples=examples(operation.name, "request"),
            ),
            Depends(analysis_headers),
        ],
    }
    if operation.several:
        lines = {NDJSON: ndjson_body(single_model(operation), TEXT)}
        declared["openapi_extra"] = {"requestBody": {"content": lines}}
    return declared


def declared_body(annotation: Any, **words: Any) -> params.Depends:
    """A dependency whose only parameter is a body, for FastAPI to describe; it is never called.

    Args:
        annotation: the type of the body.
        words: what `fastapi.Body` says of it.
    """

    def declared(body: Any) -> None: ...

    declared.__annotations__["body"] = Annotated[annotation, Body(**words)]
    return params.Depends(declared)


@cache
def single_model(operation: Operation) -> type[BaseModel]:
    """Schema of one document together with its options."""
    return create_model(
        f"{operation.name.capitalize()}Request",
        __base__=(operation.document, operation.options),
        __doc__="One document and its options.",
    )


@cache
def batch_model(operation: Operation) -> type[BaseModel]:
    """Schema of a batch; its documents are validated one by one, so that any may fail alone."""
    name = f"{operation.name.capitalize()}BatchRequest"
    return _documents_model(name, operation, "Several documents, with options for all.")


@cache
def job_model() -> type[BaseModel]:
    """Schema of a job posted as JSON, which is a batch of more documents."""
    return _documents_model("JobRequest", ANALYZE, "Many documents, with options for all.")


@cache
def batch_result_model(operation: Operation) -> type[BaseModel]:
    """Schema of a batch's answer."""
    return create_model(
        f"{operation.name.capitalize()}BatchResult",
        __base__=Output,
        __doc__="Results in the order of the documents, and the documents that failed.",
        documents=(
            list[operation.result],  # type: ignore[name-defined]
            _shown("Results, in the order asked.", operation.name, "documents"),
        ),
        errors=(
            list[out.DocumentError],
            _shown("Documents that failed.", "summary", "errors"),
        ),
    )


def _documents_model(name: str, operation: Operation, doc: str) -> type[BaseModel]:
    return create_model(
        name,
        __base__=operation.options,
        __doc__=doc,
        documents=(
            list[operation.document],  # type: ignore[name-defined]
            note("The documents. One that is not valid fails alone.", [TEXT], min_length=1),
        ),
    )


def _shown(description: str, name: str, field: str) -> Any:
    """A field of a batch's answer, with what the example of a batch has in it, if there is one."""
    batch = examples(name, "response").get("batch")
    return Field(description=description, examples=[batch["value"][field]] if batch else None)


def _answer(operation: Operation) -> Responses:
    content = {"application/json": {"examples": examples(operation.name, "response")}}
    if operation.several:
        content[NDJSON] = ndjson_body(AnalyzeLine, BAD_LINE)
    if operation.streamed:
        content[EVENT_STREAM] = event_body(operation, operation.streamed)
    return {200: {"headers": _HEADERS, "content": content}}
