"""The OpenAPI document as a product: current, complete, and true of the app."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

import service.api.openapi.examples
from service.api.errors import problems
from service.api.openapi.document import document, dump
from service.api.request.ndjson import NDJSON
from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.conftest import settings
from tests.contract.checked_in import CHECKED_IN, DOCUMENT, IDS, OPERATIONS

EXAMPLES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(service.api.openapi.examples.__file__).parent.glob("*.json"))
}


def validator(schema: dict[str, Any]) -> Any:
    """A validator of a schema within the document."""
    return jsonschema_rs.Draft202012Validator(schema | {"components": DOCUMENT["components"]})


def test_the_document_checked_in_is_current() -> None:
    made = dump(document(create_app(settings(), FakeEngine())))
    assert CHECKED_IN.read_text(encoding="utf-8") == made, "run `make openapi`"


def test_the_head_of_the_document_is_complete() -> None:
    info = DOCUMENT["info"]
    assert info["license"]["identifier"] == "Apache-2.0"
    assert info["title"]
    assert info["version"]
    assert len(info["description"]) > 200
    assert DOCUMENT["servers"]
    used = {tag for _, _, operation in OPERATIONS for tag in operation["tags"]}
    assert used == {tag["name"] for tag in DOCUMENT["tags"] if tag["description"]}


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=IDS)
def test_operations_are_described(path: str, method: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert operation["operationId"].isidentifier()
    for parameter in operation.get("parameters", ()):
        assert parameter["description"], parameter["name"]
        (example,) = parameter["schema"]["examples"]
        assert validator(parameter["schema"]).is_valid(example), parameter["name"]
    for status, response in operation["responses"].items():
        assert len(response["description"]) > 8, status
        for header in response.get("headers", {}).values():
            assert header["description"]
            assert "example" in header
        for kind, media in response["content"].items():
            found = media.get("examples") or {"only": {"value": media["example"]}}
            assert found, status
            if kind == NDJSON:
                continue  # its example is a line, which has a test of its own
            for name, example in found.items():
                errors = [
                    e.message for e in validator(media["schema"]).iter_errors(example["value"])
                ]
                assert not errors, (status, name)


def test_operation_ids_are_distinct() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names)


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of every schema by name."""
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for field, value in schema.get("properties", {}).items():
            yield f"{name}.{field}", value


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_schemas_are_described(name: str) -> None:
    schema = DOCUMENT["components"]["schemas"][name]
    assert schema["description"]
    assert schema["type"] == "object"


@pytest.mark.parametrize(("name", "field"), list(fields()), ids=[n for n, _ in fields()])
def test_fields_have_a_description_and_a_true_example(name: str, field: dict[str, Any]) -> None:
    assert len(field["description"]) > 8
    assert field["examples"]
    for example in field["examples"]:
        assert example not in (None, [], {}, "")
        errors = [e.message for e in validator(field).iter_errors(example)]
        assert not errors


@pytest.mark.parametrize("name", EXAMPLES)
async def test_examples_do_what_they_show(name: str, client: httpx.AsyncClient) -> None:
    example = EXAMPLES[name]
    url = f"/v1/{name.split('.')[0]}"
    response = await client.post(url, json=example["request"])
    assert response.status_code == 200, response.text
    assert shape(response.json()) == shape(example["response"])


def shape(answer: Any) -> Any:
    """What fake and real models agree in: which documents came back, and how."""
    if "documents" in answer:
        failed = [(e["index"], e["id"], e["type"], e["errors"]) for e in answer["errors"]]
        return [shape(d) for d in answer["documents"]], failed
    parts = {name for name, value in answer.items() if value is not None}
    return answer["id"], answer["index"], answer["offset_unit"], parts


@pytest.mark.parametrize("name", EXAMPLES)
def test_request_examples_follow_their_schema(name: str) -> None:
    example = EXAMPLES[name]
    body = DOCUMENT["paths"][f"/v1/{name.split('.')[0]}"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    # A batch may hold a bad document, which the schema of the batch cannot allow.
    request = example["request"]
    if "documents" in request:
        bad = {e["index"] for e in example["response"]["errors"]}
        good = [d for i, d in enumerate(request["documents"]) if i not in bad]
        request = request | {"documents": good}
    assert [e.message for e in validator(schema).iter_errors(request)] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_in_the_document_as_they_are(name: str) -> None:
    operation, example = name.split(".")
    found = DOCUMENT["paths"][f"/v1/{operation}"]["post"]
    asked = found["requestBody"]["content"]["application/json"]["examples"][example]
    answered = found["responses"]["200"]["content"]["application/json"]["examples"][example]
    assert asked["value"] == EXAMPLES[name]["request"]
    assert answered["value"] == EXAMPLES[name]["response"]  # with its nulls


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every span within a value."""
    if isinstance(value, dict):
        if {"text", "begin", "end"} <= value.keys():
            yield value
        for member in value.values():
            yield from spans(member)
    elif isinstance(value, list):
        for member in value:
            yield from spans(member)


@pytest.mark.parametrize("name", ["summary.single", "stance.single", "sentiment.single"])
def test_spans_of_examples_are_those_of_the_posted_text(name: str) -> None:
    example = EXAMPLES[name]
    found = list(spans(example["response"]))
    assert found
    for span in found:
        assert example["request"]["text"][span["begin"] : span["end"]] == span["text"]


def bodies_of_lines() -> Iterator[dict[str, Any]]:
    """Every body of lines, posted or answered."""
    for _, _, operation in OPERATIONS:
        for part in (operation.get("requestBody", {}), *operation["responses"].values()):
            if NDJSON in part.get("content", {}):
                yield part["content"][NDJSON]


def test_the_lines_of_examples_follow_the_schema_of_a_line() -> None:
    found = list(bodies_of_lines())
    assert len(found) == 4
    for body in found:
        for line in body["example"].splitlines():
            errors = validator(body["schema"]["items"]).iter_errors(json.loads(line))
            assert [e.message for e in errors] == []


def test_every_problem_is_documented() -> None:
    documented = {
        example["value"]["type"]
        for _, _, operation in OPERATIONS
        for status, response in operation["responses"].items()
        if status >= "400"
        for example in response["content"]["application/problem+json"]["examples"].values()
    }
    described = DOCUMENT["info"]["description"]
    for problem in problems.all_problems():
        assert f"`{problem.slug()}`" in described
        everywhere = problem in (problems.NotFound, problems.MethodNotAllowed)
        of_a_document = problem is problems.ResultsFull  # of a job, among its results
        assert everywhere or of_a_document or problem.type_uri() in documented


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=IDS)
def test_problem_examples_have_the_status_they_stand_under(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    for status, response in operation["responses"].items():
        content = response["content"].get("application/problem+json", {})
        for example in content.get("examples", {}).values():
            assert example["value"]["status"] == int(status)


async def test_the_app_serves_the_same_document(client: httpx.AsyncClient) -> None:
    for _ in range(2):  # made once, then kept
        assert (await client.get("/openapi.json")).json() == DOCUMENT
