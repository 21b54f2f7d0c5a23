"""The task verify in its answers: statements, summaries, warnings."""

from __future__ import annotations

import pytest
from rich.console import Console

from service.inference.fake_engine import FakeEngine
from service.tasks.verify.view import verification
from tests.conftest import ARTICLE, Connect
from tests.tasks.verify.overlap import OverlapEngine

TRUE = "The city council voted to close the harbour road."


async def test_statements_and_a_summary_are_checked_together(connect: Connect) -> None:
    async with connect(OverlapEngine()) as client:
        body = {"text": ARTICLE, "statements": [TRUE], "summary": f"{TRUE} A ship sank."}
        answer = (await client.post("/v1/verify", json=body)).json()
    found = answer["verify"]["statements"]
    assert [(one["origin"], one["label"]) for one in found] == [
        ("statement", "supported"), ("summary", "supported"), ("summary", "not_in_text"),
    ]  # fmt: skip
    for source in found[0]["sources"]:
        assert ARTICLE[source["begin"] : source["end"]] == source["text"]
    whole = answer["verify"]["summary"]
    assert (whole["label"], whole["sentences"], whole["supported"]) == ("not_in_text", 2, 1)


async def test_without_a_summary_there_is_no_verdict_on_one(connect: Connect) -> None:
    async with connect(FakeEngine()) as client:
        body = {"text": ARTICLE, "statements": [TRUE]}
        answer = (await client.post("/v1/verify", json=body)).json()
    assert answer["verify"]["summary"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"statements": []}, "/statements"),
        ({"statements": ["x"] * 51}, "/statements"),
        ({"statements": [" "]}, "/statements/0"),
        ({"statements": ["x" * 2001]}, "/statements/0"),
        ({"summary": "x" * 20_001}, "/summary"),
        ({"statements": None, "summary": None}, ""),
    ],
)
async def test_what_cannot_be_checked_is_refused(
    connect: Connect, body: dict[str, object], pointer: str
) -> None:
    async with connect(FakeEngine()) as client:
        answer = await client.post("/v1/verify", json={"text": ARTICLE} | body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("body", "ran"),
    [
        ({}, ["summary", "stance", "sentiment"]),
        ({"verify": {"statements": [TRUE]}}, ["summary", "stance", "sentiment", "verify"]),
        ({"tasks": ["verify"], "verify": {"statements": [TRUE]}}, ["verify"]),
        ({"tasks": ["summary"], "verify": {"statements": [TRUE]}}, ["summary"]),
    ],
)
async def test_analyze_runs_it_only_when_asked(
    connect: Connect, body: dict[str, object], ran: list[str]
) -> None:
    async with connect(FakeEngine()) as client:
        answer = (await client.post("/v1/analyze", json={"text": ARTICLE} | body)).json()
    tasks = ("summary", "stance", "sentiment", "verify")
    assert [task for task in tasks if answer[task] is not None] == ran


async def test_analyze_says_that_its_options_are_missing(connect: Connect) -> None:
    async with connect(FakeEngine()) as client:
        answer = await client.post("/v1/analyze", json={"text": ARTICLE, "tasks": ["verify"]})
    assert answer.status_code == 422
    assert "needs options" in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("text", "statement", "code"),
    [
        ("It rains.", "It rains in the town, and the mayor is glad of it.", "StatementTooLong"),
        ("https://example.org/a", "It rains.", "NoContent"),
        ("Der Rat hat am Montag beschlossen, die Straße zu sperren. Viele Leute klagen.",
         "Der Rat klagt.", "LanguageUnsupported"),
    ],
)  # fmt: skip
async def test_what_limits_a_verdict_is_told(
    connect: Connect, text: str, statement: str, code: str
) -> None:
    async with connect(FakeEngine()) as client:
        answer = await client.post("/v1/verify", json={"text": text, "statements": [statement]})
    assert answer.status_code == 200
    assert code in [warning["code"] for warning in answer.json()["warnings"]]


async def test_of_a_long_summary_the_first_sentences_are_checked(connect: Connect) -> None:
    async with connect(FakeEngine()) as client:
        body = {"text": ARTICLE, "summary": "The road is closed today. " * 130}
        answer = (await client.post("/v1/verify", json=body)).json()
    assert answer["verify"]["summary"]["sentences"] == 100
    assert "StatementsLeftOut" in [warning["code"] for warning in answer["warnings"]]


async def test_it_runs_in_batches_and_in_lines(connect: Connect) -> None:
    body = {"documents": [{"text": ARTICLE}, {"text": " "}], "statements": [TRUE]}
    line = '{"text": "It rains.", "tasks": ["verify"], "verify": {"statements": ["It rains."]}}\n'
    async with connect(FakeEngine()) as client:
        batch = (await client.post("/v1/verify", json=body)).json()
        lines = await client.post(
            "/v1/analyze", content=2 * line, headers={"Content-Type": "application/x-ndjson"}
        )
    assert len(batch["documents"][0]["verify"]["statements"]) == 1
    assert [error["index"] for error in batch["errors"]] == [1]
    assert lines.text.count('"verify-fake"') == 2


async def test_a_terminal_shows_verdicts_and_what_differs(connect: Connect) -> None:
    async with connect(OverlapEngine()) as client:
        body = {"text": ARTICLE, "statements": ["The council voted on Friday."], "summary": TRUE}
        answer = (await client.post("/v1/verify", json=body)).json()
    console = Console(width=100, record=True)
    console.print(verification(answer["verify"]))
    shown = console.export_text()
    assert "not in the text" in shown
    assert "Of the summary's 1 sentences 1 supported" in shown
