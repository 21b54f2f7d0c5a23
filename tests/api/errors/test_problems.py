"""The error tree, and pointers."""

from __future__ import annotations

import re

import httpx
import pytest
from fastapi import FastAPI
from starlette.exceptions import HTTPException

from service.api.errors import exception_handlers, problems
from service.api.errors.json_pointer import pointer
from service.api.errors.validation import CODES
from service.api.openapi.problem_examples import SAMPLES


def test_the_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    drawn = re.findall(r"[├└]── (\w+) +(\d+)", problems.__doc__ or "")
    assert drawn == [(p.__name__, str(p.status)) for p in problems.all_problems()]


def test_types_and_titles_are_distinct() -> None:
    found = problems.all_problems()
    assert len({p.type_uri() for p in found}) == len({p.title for p in found}) == len(found)


def test_every_problem_has_a_sample() -> None:
    assert set(SAMPLES) == set(problems.all_problems())


def test_codes_are_words() -> None:
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in CODES.values())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ([], ""),
        (["documents", 2, "text"], "/documents/2/text"),
        (["a/b", "m~n", ""], "/a~1b/m~0n/"),
        (["\ud800"], "/\ufffd"),
        (["x" * 500], "/" + "x" * 200),
    ],
)
def test_pointers_follow_rfc_6901(path: list[str | int], expected: str) -> None:
    assert pointer(path) == expected


def test_a_problem_moved_keeps_everything_else() -> None:
    fault = problems.FieldError("/text", "blank", "The string is empty or blank.")
    moved = problems.InvalidRequest("No.", [fault]).under("/documents/3")
    assert moved.body("id") == {
        "type": "urn:copydesk:problem:invalid-request",
        "title": "The request is not valid",
        "status": 422,
        "detail": "No.",
        "instance": "urn:copydesk:request:id",
        "errors": [
            {"pointer": "/documents/3/text", "code": "blank", "detail": fault.detail},
        ],
    }


async def test_an_http_error_of_the_framework_that_is_not_ours_is_internal() -> None:
    app = FastAPI()
    exception_handlers.install(app)

    @app.get("/")
    async def teapot() -> None:
        raise HTTPException(418)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/")
    assert (response.status_code, response.json()["type"]) == (
        500,
        problems.InternalError.type_uri(),
    )


def test_an_instance_is_a_uri_whatever_the_request_id() -> None:
    found = problems.NotFound("No.").body('a<b>"c%d/e')
    assert found["instance"] == "urn:copydesk:request:a%3Cb%3E%22c%25d/e"
