"""The OpenAPI document as text for programs: valid, without loose ends, true about keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis

from service.jobs.sqlite.store import SqliteStore
from service.jobs.store import JobState
from tests.conftest import Connect
from tests.contract.checked_in import DOCUMENT, IDS, OPERATIONS


def nodes(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of the document with its JSON pointer; what examples hold is left out."""
    if isinstance(value, dict):
        yield "/" + "/".join(at), value
        for name, member in value.items():
            if name not in ("example", "examples"):
                yield from nodes(member, (*at, name.replace("/", "~1")))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from nodes(member, (*at, str(index)))


NODES = list(nodes(DOCUMENT))
REFERENCES = {node["$ref"] for _, node in NODES if isinstance(node.get("$ref"), str)}


def bodies(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every body of an operation, posted or answered."""
    for part in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from part.get("content", {}).values()


def test_it_is_valid() -> None:
    schemathesis.openapi.from_dict(DOCUMENT).validate()


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_schemas_are_valid(name: str) -> None:
    schema = DOCUMENT["components"]["schemas"][name]
    dialect = "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate({"$schema": dialect} | schema)


def test_no_default_is_null() -> None:
    assert [at for at, node in NODES if "default" in node and node["default"] is None] == []


def test_no_field_of_a_body_has_a_default() -> None:
    """Generators take it for a field that is always there, so descriptions say it."""
    schemas = DOCUMENT["components"]["schemas"]
    fields = [
        (name, field)
        for schema in schemas.values()
        for name, field in schema.get("properties", {}).items()
    ]
    assert [name for name, field in fields if "default" in field] == []
    evidence = schemas["StanceRequest"]["properties"]["evidence"]
    assert evidence["description"].endswith("Default: `5`.")


@pytest.mark.parametrize("reference", sorted(REFERENCES))
def test_references_resolve(reference: str) -> None:
    found: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    assert found


def test_every_schema_is_reachable() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    waiting, reached = [DOCUMENT["paths"]], set()
    while waiting:
        for _, node in nodes(waiting.pop()):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in reached:
                reached.add(name)
                waiting.append(schemas[name])
    assert reached == set(schemas)


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=IDS)
def test_every_body_has_a_schema_and_an_example(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    assert operation["operationId"]
    assert operation["description"]
    for body in bodies(operation):
        assert body["schema"].keys() & {"$ref", "anyOf", "items", "type"}
        assert body.get("example") or body["examples"]


def test_only_metrics_and_events_are_a_string() -> None:
    strings = [
        (path, media)
        for path, _, operation in OPERATIONS
        for response in (operation.get("requestBody", {}), *operation["responses"].values())
        for media, body in response.get("content", {}).items()
        if body["schema"].get("type") == "string"
    ]
    assert strings == [("/v1/summary", "text/event-stream"), ("/metrics", "text/plain")]


def test_jobs_are_asked_for_by_the_states_that_there_are() -> None:
    state = DOCUMENT["paths"]["/v1/jobs"]["get"]["parameters"][0]
    assert state["schema"]["enum"] == [state.value for state in JobState]


async def test_keys_are_needed_where_the_document_says_so(connect: Connect, tmp_path: Path) -> None:
    keys = tmp_path / "keys.toml"
    keys.touch()
    store = SqliteStore(tmp_path / "jobs.sqlite")
    assert DOCUMENT["security"] == [{}, {"bearer": []}, {"apiKey": []}]
    assert {name for choice in DOCUMENT["security"] for name in choice} == set(
        DOCUMENT["components"]["securitySchemes"]
    )
    async with connect(keys_file=keys, metrics_need_key=True, store=store) as client:
        for path, method, operation in OPERATIONS:
            needs_key = operation.get("security") != []
            response = await client.request(method, path.replace("{job}", "a"))
            assert (response.status_code == 401) == needs_key, path
            assert ("401" in operation["responses"]) == needs_key, path
