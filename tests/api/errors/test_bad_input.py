"""The bad input that the service must refuse, each with its exact status, type and pointer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

LONG = "word " * 1000
URN = "urn:copydesk:problem:"


@dataclass(frozen=True)
class Case:
    """A document that is refused, alone and in a batch."""

    name: str
    document: dict[str, Any] | list[Any] | str | int | None
    pointer: str
    code: str
    status: int = 422
    problem: str = "invalid-request"


DOCUMENTS = [
    Case("empty text", {"text": ""}, "/text", "blank"),
    Case("blank text", {"text": " \r\n\t\u2003 "}, "/text", "blank"),
    Case("text of a wrong type", {"text": 7}, "/text", "wrong_type"),
    Case("null text and no html", {"text": None}, "", "one_source"),
    Case("neither text nor html", {"title": "A title"}, "", "one_source"),
    Case("both text and html", {"text": "A.", "html": "<p>A.</p>"}, "", "one_source"),
    Case("an unknown field", {"text": "A word.", "texts": 1}, "/texts", "unknown_field"),
    Case(
        "an unknown field with an awkward name",
        {"text": "A word.", "a/b~c": 1},
        "/a~1b~0c",
        "unknown_field",
    ),
    Case("a NUL", {"text": "A wo\x00rd."}, "/text", "nul_character"),
    Case("a lone surrogate", {"text": "A \ud800 word."}, "/text", "lone_surrogate"),
    Case("a lone surrogate in a title", {"text": "A.", "title": "\udfff"}, "/title",
         "lone_surrogate"),
    Case("a lone surrogate as an unknown field", {"text": "A.", "\ud800": 1}, "",
         "lone_surrogate"),
    Case("HTML without text", {"html": "<p><img src='a.png'></p>"}, "/html", "no_text",
         problem="no-article"),
    Case("a title too long", {"text": "A word.", "title": LONG}, "/title", "too_long"),
    Case("a language that is none", {"text": "A word.", "language": "English!"}, "/language",
         "pattern"),
    Case("an id of a wrong type", {"text": "A word.", "id": 7}, "/id", "wrong_type"),
    Case("an empty id", {"text": "A word.", "id": ""}, "/id", "too_short"),
    Case("a text beyond the limit", {"text": "word " * 220_000}, "/text", "too_long", 413,
         "text-too-long"),
    Case("too many lines", {"text": "a\n" * 30_001}, "/text", "too_long", 413, "text-too-long"),
    Case("too many sentences", {"text": "Go! " * 30_001}, "/text", "too_long", 413,
         "text-too-long"),
    Case("too many paragraphs", {"html": "<p>a" * 30_002}, "/html", "too_long", 413,
         "text-too-long"),
    Case("eleven targets", {"text": "A.", "targets": [f"t{i}" for i in range(11)]}, "/targets",
         "too_many"),
    Case("a target of 5,000 characters", {"text": "A.", "targets": ["ok", LONG]}, "/targets/1",
         "too_long"),
    Case("a long target object", {"text": "A.", "targets": [{"text": LONG}]},
         "/targets/0/text", "too_long"),
    Case("a blank target", {"text": "A.", "targets": [" "]}, "/targets/0", "blank"),
    Case("a target with a NUL", {"text": "A.", "targets": ["a\x00b"]}, "/targets/0",
         "nul_character"),
    Case("a lone surrogate in a target", {"text": "A.", "targets": ["a\ud801"]}, "/targets/0",
         "lone_surrogate"),
    Case("a target of a wrong type", {"text": "A.", "targets": [3]}, "/targets/0", "wrong_type"),
    Case("a target without text", {"text": "A.", "targets": [{"id": "x"}]}, "/targets/0/text",
         "missing"),
    Case("a target of an unknown kind",
         {"text": "A.", "targets": [{"text": "x", "kind": "person"}]}, "/targets/0/kind",
         "not_a_choice"),
    Case("a target twice", {"text": "A.", "targets": ["Russia", " russia"]}, "/targets/1",
         "duplicate_target"),
    Case("targets of a wrong type", {"text": "A.", "targets": "Russia"}, "/targets",
         "wrong_type"),
]  # fmt: skip


def ids(case: Case) -> str:
    """The case's name."""
    return case.name


async def post(client: httpx.AsyncClient, body: Any, path: str = "/v1/stance") -> httpx.Response:
    """Post any JSON value, lone surrogates included."""
    return await client.post(
        path, content=json.dumps(body), headers={"Content-Type": "application/json"}
    )


@pytest.mark.parametrize("case", DOCUMENTS, ids=ids)
async def test_a_bad_document_alone_fails_the_request(
    client: httpx.AsyncClient, case: Case
) -> None:
    response = await post(client, case.document)
    problem = response.json()
    assert (response.status_code, problem["type"]) == (case.status, URN + case.problem)
    assert response.headers["content-type"] == "application/problem+json"
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [(case.pointer, case.code)]
    assert problem["instance"].endswith(response.headers["x-request-id"])


WRONG_SHAPES = [
    Case("a document that is a string", "A word.", "", "wrong_type"),
    Case("a document that is a list", [], "", "wrong_type"),
    Case("a document that is null", None, "", "wrong_type"),
]


@pytest.mark.parametrize("case", DOCUMENTS + WRONG_SHAPES, ids=ids)
async def test_in_a_batch_only_the_bad_document_fails(
    client: httpx.AsyncClient, case: Case
) -> None:
    good = {"text": "The council voted to close the road.", "id": "good"}
    response = await post(client, {"documents": [good, case.document, good | {"id": "last"}]})
    answer = response.json()
    assert response.status_code == 200, answer
    assert [(d["id"], d["index"]) for d in answer["documents"]] == [("good", 0), ("last", 2)]
    (error,) = answer["errors"]
    assert (error["index"], error["status"]) == (1, case.status)
    assert error["type"] == URN + case.problem
    where = [(e["pointer"], e["code"]) for e in error["errors"]]
    assert where == [("/documents/1" + case.pointer, case.code)]


async def test_the_second_of_two_equal_ids_fails_alone(client: httpx.AsyncClient) -> None:
    documents = [{"text": "A word.", "id": i} for i in ("a", "b", "a", "a")]
    answer = (await post(client, {"documents": documents})).json()
    assert [d["index"] for d in answer["documents"]] == [0, 1]
    assert [(e["index"], e["errors"][0]["pointer"]) for e in answer["errors"]] == [
        (2, "/documents/2/id"),
        (3, "/documents/3/id"),
    ]
    assert {e["type"] for e in answer["errors"]} == {URN + "duplicate-id"}
    assert [e["id"] for e in answer["errors"]] == ["a", "a"]


DEEP = 33

BODIES: list[tuple[str, bytes, int, str, str | None]] = [
    ("no body", b"", 400, "malformed-json", None),
    ("broken JSON", b'{"text": "a', 400, "malformed-json", None),
    ("two values", b"{} {}", 400, "malformed-json", None),
    ("NaN", b'{"text": NaN}', 400, "malformed-json", None),
    ("Infinity", b'{"text": -Infinity}', 400, "malformed-json", None),
    ("a raw line break in a string", b'{"text": "a\nb"}', 400, "malformed-json", None),
    ("a raw NUL", b'{"text": "a\x00b"}', 400, "malformed-json", None),
    ("a key twice", b'{"a": {"text": 1, "text": 2}}', 400, "duplicate-key", "/a/text"),
    ("a key twice in a list", b'[1, {"b": [], "b": 1}]', 400, "duplicate-key", "/1/b"),
    ("a key twice within a key twice", b'{"a": {"b": 1, "b": 2}, "a": 1}', 400, "duplicate-key",
     "/a"),
    ("a string of brackets", b'"' + b"[" * 40 + b'"', 422, "invalid-request", ""),
    ("Latin-1", '{"text": "caf\u00e9"}'.encode("latin-1"), 400, "not-utf8", None),
    ("UTF-16", '{"text": "a"}'.encode("utf-16"), 400, "not-utf8", None),
    ("an encoded surrogate", b'{"text": "\xed\xa0\x80"}', 400, "not-utf8", None),
    ("33 levels", b"[" * DEEP + b"]" * DEEP, 400, "too-deep", "/0" * (DEEP - 1)),
    ("33 levels of objects", b'{"a":' * DEEP + b"1" + b"}" * DEEP, 400, "too-deep",
     "/a" * (DEEP - 1)),
    ("a million levels", b"[" * 1_000_000, 400, "too-deep", None),
    ("a million levels, closed", b"[" * 500_000 + b"]" * 500_000, 400, "too-deep", None),
    ("quotes that never end", b'"' + b'\\"' * 900_000, 400, "malformed-json", None),
    ("a list", b"[]", 422, "invalid-request", ""),
    ("a string", b'"text"', 422, "invalid-request", ""),
    ("null", b"null", 422, "invalid-request", ""),
    ("a number beyond floats", b'{"text": "A.", "evidence": 1e999}', 422, "invalid-request",
     "/evidence"),
    ("a number of 5,000 digits", b'{"text": "A.", "evidence": ' + b"9" * 5000 + b"}", 422,
     "invalid-request", "/evidence"),
    ("a body too large", b'{"text": "' + b"a" * 9_000_000 + b'"}', 413, "body-too-large", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "problem", "pointer"),
    [b[1:] for b in BODIES],
    ids=[b[0] for b in BODIES],
)
async def test_an_unusable_body_is_a_precise_problem(
    client: httpx.AsyncClient, body: bytes, status: int, problem: str, pointer: str | None
) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.post("/v1/stance", content=body, headers=headers)
    found = response.json()
    assert (response.status_code, found["type"]) == (status, URN + problem), found
    assert response.headers["content-type"] == "application/problem+json"
    pointers = [e["pointer"] for e in found.get("errors") or ()]
    assert pointers == ([] if pointer is None else [pointer])


@pytest.mark.parametrize("depth", [31, 32])
async def test_nesting_up_to_the_limit_is_read(client: httpx.AsyncClient, depth: int) -> None:
    value = "[" * (depth - 1) + "]" * (depth - 1)
    headers = {"Content-Type": "application/json"}
    content = f'{{"text": "A.", "id": {value}}}'
    response = await client.post("/v1/stance", content=content, headers=headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/id"


OPTIONS: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("two lengths", "summary", {"sentences": 2, "words": 50}, "", "one_length"),
    ("no sentences", "summary", {"sentences": 0}, "/sentences", "out_of_range"),
    ("51 sentences", "summary", {"sentences": 51}, "/sentences", "out_of_range"),
    ("sentences as a string", "summary", {"sentences": "3"}, "/sentences", "wrong_type"),
    ("sentences as a boolean", "summary", {"sentences": True}, "/sentences", "wrong_type"),
    ("nine words", "summary", {"words": 9}, "/words", "out_of_range"),
    ("2001 words", "summary", {"words": 2001}, "/words", "out_of_range"),
    ("a ratio of 0", "summary", {"ratio": 0}, "/ratio", "out_of_range"),
    ("a ratio above 1", "summary", {"ratio": 1.01}, "/ratio", "out_of_range"),
    ("targets of a summary", "summary", {"targets": ["a"]}, "/targets", "unknown_field"),
    ("eleven discovered", "stance", {"max_targets": 11}, "/max_targets", "out_of_range"),
    ("no evidence below 0", "stance", {"evidence": -1}, "/evidence", "out_of_range"),
    ("21 pieces of evidence", "sentiment", {"evidence": 21}, "/evidence", "out_of_range"),
    ("sentences of a wrong type", "sentiment", {"sentences": 3}, "/sentences", "wrong_type"),
    ("an unknown unit", "sentiment", {"offset_unit": "bytes"}, "/offset_unit", "not_a_choice"),
    ("an unknown extra", "sentiment", {"include": ["all"]}, "/include/0", "not_a_choice"),
    ("no tasks", "analyze", {"tasks": []}, "/tasks", "too_few"),
    ("an unknown task", "analyze", {"tasks": ["topics"]}, "/tasks/0", "not_a_choice"),
    ("nested: two lengths", "analyze", {"summary": {"words": 50, "ratio": 1}}, "/summary",
     "one_length"),
    ("nested: range", "analyze", {"stance": {"evidence": 21}}, "/stance/evidence",
     "out_of_range"),
    ("nested: unknown", "analyze", {"sentiment": {"x": 1}}, "/sentiment/x", "unknown_field"),
    ("strictness of a wrong type", "analyze", {"strict_language": "yes"}, "/strict_language",
     "wrong_type"),
]  # fmt: skip


@pytest.mark.parametrize("batch", [False, True], ids=["single", "batch"])
@pytest.mark.parametrize(
    ("task", "options", "pointer", "code"), [o[1:] for o in OPTIONS], ids=[o[0] for o in OPTIONS]
)
async def test_bad_options_fail_the_whole_request(
    client: httpx.AsyncClient,
    task: str,
    options: dict[str, Any],
    pointer: str,
    code: str,
    batch: bool,
) -> None:
    document = {"text": "The council voted to close the road."}
    body = {"documents": [document]} if batch else document
    response = await post(client, body | options, f"/v1/{task}")
    assert response.status_code == 422
    found = [(e["pointer"], e["code"]) for e in response.json()["errors"]]
    assert found == [(pointer, code)]


@pytest.mark.parametrize(
    "documents", [[], {}, "text", None, [{"text": "A word."}] * 101], ids=str.__class__
)
async def test_a_batch_of_a_wrong_size_or_type_fails(
    client: httpx.AsyncClient, documents: Any
) -> None:
    response = await post(client, {"documents": documents})
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert error["pointer"] == "/documents"


async def test_a_batch_may_not_hold_a_document_beside_it(client: httpx.AsyncClient) -> None:
    response = await post(client, {"documents": [{"text": "A word."}], "text": "B word."})
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/text", "unknown_field")


@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "application/xml", "application/json; charset=latin-1",
     "application/x-www-form-urlencoded", "application", "multipart/form-data; boundary=x"],
)  # fmt: skip
async def test_another_content_type_is_refused(
    client: httpx.AsyncClient, content_type: str | None
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = await client.post("/v1/stance", content=b'{"text": "A word."}', headers=headers)
    assert response.status_code == 415
    assert response.json()["type"] == URN + "unsupported-media-type"


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'],
)
async def test_json_by_any_spelling_is_taken(client: httpx.AsyncClient, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    response = await client.post("/v1/stance", content=b'{"text": "A word."}', headers=headers)
    assert response.status_code == 200


async def test_a_compressed_body_is_refused(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    response = await client.post("/v1/stance", content=b"\x1f\x8b", headers=headers)
    assert response.status_code == 415


async def test_many_faults_are_listed_up_to_a_limit(client: httpx.AsyncClient) -> None:
    body = {"text": "A word."} | {f"field{i}": i for i in range(100_000)}
    response = await post(client, body)
    assert response.status_code == 422
    assert 1 <= len(response.json()["errors"]) <= 20


async def test_an_unsupported_language_fails_only_when_asked_to(
    client: httpx.AsyncClient,
) -> None:
    text = "Der Stadtrat hat am Montag beschlossen, die Hafenstraße für Autos zu sperren."
    lenient = await post(client, {"text": text})
    assert lenient.status_code == 200
    assert "LanguageUnsupported" in [w["code"] for w in lenient.json()["warnings"]]
    strict = await post(client, {"text": text, "strict_language": True})
    assert (strict.status_code, strict.json()["type"]) == (422, URN + "language-not-supported")
    assert strict.json()["errors"][0]["pointer"] == "/text"
    told = {"text": "A word.", "language": "de", "strict_language": True}
    assert (await post(client, told)).json()["errors"][0]["pointer"] == "/language"
