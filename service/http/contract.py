"""What OpenAPI says of an operation: bodies, headers, results, every problem, examples.

Bodies are parsed by hand (see `body`), so FastAPI cannot derive them; they are described
here from the same schemas that validate them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, create_model

from service.http.deadline import HEADER as TIMEOUT_HEADER
from service.http.middleware.request_id import HEADER as ID_HEADER
from service.http.operations import Operation
from service.http.problems import (
    MEDIA_TYPE,
    BodyTooLarge,
    DeadlineExceeded,
    DuplicateKey,
    FieldError,
    InternalError,
    InvalidHeader,
    InvalidRequest,
    LanguageNotSupported,
    MalformedJson,
    NoArticle,
    NotReady,
    NotUtf8,
    Overloaded,
    Problem,
    TextTooLong,
    TooDeep,
    Unauthorized,
    UnsupportedMediaType,
)
from service.http.schemas import responses as out
from service.http.schemas.base import Output, note

REF = "#/components/schemas/"
_EXAMPLES = Path(__file__).parent / "examples"
_POSTED: tuple[type[Problem], ...] = (
    MalformedJson, NotUtf8, DuplicateKey, TooDeep, InvalidHeader, Unauthorized, BodyTooLarge,
    TextTooLong, UnsupportedMediaType, InvalidRequest, NoArticle, LanguageNotSupported, InternalError,
    NotReady, Overloaded, DeadlineExceeded,
)  # fmt: skip
_SAMPLES: dict[type[Problem], Problem] = {
    MalformedJson: MalformedJson("Expecting value at line 1, column 10."),
    NotUtf8: NotUtf8("Byte 12 of the body is not UTF-8."),
    DuplicateKey: DuplicateKey(
        "The key stands twice in one object.",
        [FieldError("/documents/2/text", "duplicate_key", "The key stands twice in one object.")],
    ),
    TooDeep: TooDeep("The JSON is nested deeper than 32 levels."),
    InvalidHeader: InvalidHeader("X-Request-Timeout must be seconds, more than 0 and at most 600."),
    Unauthorized: Unauthorized(
        "Send a valid key as `Authorization: Bearer KEY` or `X-API-Key: KEY`."
    ),
    BodyTooLarge: BodyTooLarge("The body is larger than 2097152 bytes."),
    TextTooLong: TextTooLong(
        "A text has 1300000 bytes of UTF-8; the limit is 1048576.",
        [FieldError("/text", "too_long", "1300000 bytes of UTF-8; the limit is 1048576")],
    ),
    UnsupportedMediaType: UnsupportedMediaType("Post application/json in UTF-8."),
    InvalidRequest: InvalidRequest(
        "1 field is not valid.", [FieldError("/text", "blank", "holds no letter or digit")]
    ),
    NoArticle: NoArticle(
        "The HTML holds no text.", [FieldError("/html", "no_text", "The HTML holds no text.")]
    ),
    LanguageNotSupported: LanguageNotSupported(
        "The text is in language 'de'; English is supported.",
        [FieldError("/text", "language", "The text is in language 'de'; English is supported.")],
    ),
    InternalError: InternalError("Something went wrong here; the request id finds it in the log."),
    NotReady: NotReady("The models are not loaded."),
    Overloaded: Overloaded.after(12),
    DeadlineExceeded: DeadlineExceeded(
        "The time limit passed before the analysis was done.", spent={"queue": 1.2, "model": 0.7}
    ),
}


def describe(operation: Operation, summary: str) -> dict[str, Any]:
    """Keyword arguments of a route for one analysis."""
    name = operation.name
    verb = {"summary": "summarizeDocuments", "analyze": "analyzeDocuments"}
    return {
        "summary": summary,
        "operation_id": verb.get(name, f"detect{name.capitalize()}"),
        "responses": {200: _success(operation)} | problem_responses(*_POSTED),
        "openapi_extra": {
            "parameters": [_header(TIMEOUT_HEADER), _header(ID_HEADER)],
            "requestBody": {
                "required": True,
                "description": "One document with its options, or a batch.",
                "content": {
                    "application/json": {
                        "schema": {
                            "oneOf": [
                                {"$ref": REF + single_model(operation).__name__},
                                {"$ref": REF + batch_model(operation).__name__},
                            ]
                        },
                        "examples": _examples(name, "request"),
                    }
                },
            },
        },
    }


@cache
def single_model(operation: Operation) -> type[BaseModel]:
    """Schema of one document together with its options."""
    title = operation.name.capitalize()
    bases = (operation.document, operation.options)
    if operation.document.__name__ == "TargetedDocument":
        bases = (operation.document, operation.options)
    model = type(f"{title}Request", bases, {"__doc__": "One document and its options."})
    return model


@cache
def batch_model(operation: Operation) -> type[BaseModel]:
    """Schema of a batch; its documents are validated one by one, so that any may fail alone."""
    title = operation.name.capitalize()
    return create_model(
        f"{title}BatchRequest",
        __base__=operation.options,
        __doc__="Several documents, with options for all.",
        documents=(
            list[operation.document],  # type: ignore[name-defined]
            note(
                "The documents, 100 at most. One that is not valid fails alone.",
                [{"id": "a", "text": "The council voted to close the road."}],
                min_length=1,
                max_length=100,
            ),
        ),
    )


@cache
def batch_result_model(operation: Operation) -> type[BaseModel]:
    """Schema of a batch's answer."""
    title = operation.name.capitalize()
    return create_model(
        f"{title}BatchResult",
        __base__=Output,
        __doc__="Results in the order of the documents, and the documents that failed.",
        documents=(
            list[operation.result],  # type: ignore[name-defined]
            note("Results, in the order asked.", []),
        ),
        errors=(list[out.DocumentError], note("Documents that failed.", [])),
    )


def problem_responses(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for problems: one entry a status, one example a problem."""
    found: dict[int | str, dict[str, Any]] = {}
    for problem in problems:
        entry = found.setdefault(
            problem.status,
            {
                "description": "",
                "content": {
                    MEDIA_TYPE: {"schema": {"$ref": REF + "ProblemDetails"}, "examples": {}}
                },
            },
        )
        entry["description"] = f"{entry['description']} {problem.title}.".strip()
        entry["content"][MEDIA_TYPE]["examples"][problem.slug()] = {
            "summary": problem.title,
            "value": _SAMPLES[problem].body("0f4c2a9e"),
        }
        if problem in (Overloaded, NotReady):
            entry["headers"] = {
                "Retry-After": {
                    "description": "Seconds to wait.",
                    "schema": {"type": "integer", "minimum": 1},
                    "example": 12,
                }
            }
    return found


def _success(operation: Operation) -> dict[str, Any]:
    return {
        "description": "The result; for a batch, results and errors of its documents.",
        "headers": {
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
        },
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {"$ref": REF + operation.result.__name__},
                        {"$ref": REF + batch_result_model(operation).__name__},
                    ]
                },
                "examples": _examples(operation.name, "response"),
            }
        },
    }


def _header(name: str) -> dict[str, Any]:
    texts = {
        TIMEOUT_HEADER: (
            "Time limit in seconds; queue and compute count. 504 when it passes.",
            {"type": "number", "exclusiveMinimum": 0, "maximum": 600},
            30,
        ),
        ID_HEADER: (
            "Your id of the request, up to 128 visible ASCII characters; echoed.",
            {"type": "string", "maxLength": 128, "pattern": "^[!-~]+$"},
            "0f4c2a9e",
        ),
    }
    description, schema, example = texts[name]
    return {
        "name": name, "in": "header", "required": False, "description": description,
        "schema": schema, "example": example,
    }  # fmt: skip


def _examples(name: str, side: str) -> dict[str, Any]:
    """Examples of one side of an operation, from the files that the service itself wrote."""
    found: dict[str, Any] = {}
    for path in sorted(_EXAMPLES.glob(f"{name}.*.json")):
        example = json.loads(path.read_text(encoding="utf-8"))
        found[path.name.split(".")[1]] = {
            "summary": example["summary"],
            "value": example[side],
        }
    return found
