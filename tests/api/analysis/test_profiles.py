"""A request chooses its models, and a model that is not served is refused by name."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import ModelInfo, NoSuchModel
from tests.conftest import Connect

URN = "urn:copydesk:problem:"


class Named(FakeEngine):
    """Every profile has models of its own."""

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        name = f"{task}-{profile or self.profiles[0]}"
        return replace(super().info(task, profile), name=name)


class FastOnly(FakeEngine):
    """One profile, and no model that writes."""

    @property
    def profiles(self) -> tuple[str, ...]:
        return ("fast",)

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        if task == "summary":
            raise NoSuchModel(task, "fast")
        return super().info(task, profile)


@pytest.mark.parametrize(
    ("asked", "used"),
    [({}, "balanced"), ({"profile": "fast"}, "fast"), ({"profile": "accurate"}, "accurate")],
)
async def test_the_profile_decides_which_models_answer(
    connect: Connect, article: str, asked: dict[str, str], used: str
) -> None:
    async with connect(Named()) as client:
        answer = (await client.post("/v1/analyze", json={"text": article} | asked)).json()
    assert answer["stance"]["model"] == f"stance-{used}"
    assert answer["sentiment"]["model"] == f"sentiment-{used}"
    assert answer["summary"]["model"] == f"embedding-{used}"


async def test_an_unknown_profile_is_refused(client: httpx.AsyncClient, article: str) -> None:
    response = await client.post("/v1/stance", json={"text": article, "profile": "quick"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/profile"


async def test_a_profile_that_is_not_loaded_is_refused(connect: Connect, article: str) -> None:
    async with connect(FastOnly()) as client:
        response = await client.post("/v1/stance", json={"text": article, "profile": "accurate"})
        fine = await client.post("/v1/stance", json={"text": article, "profile": "fast"})
    problem = response.json()
    assert (response.status_code, problem["type"]) == (422, URN + "profile-not-served")
    assert problem["errors"][0]["pointer"] == "/profile"
    assert fine.status_code == 200


async def test_a_written_summary_needs_a_model_that_writes(connect: Connect, article: str) -> None:
    body = {"text": article, "method": "abstractive"}
    async with connect(FastOnly()) as client:
        response = await client.post("/v1/summary", json=body)
        analyze = {"text": article, "summary": {"method": "abstractive"}}
        nested = await client.post("/v1/analyze", json=analyze)
    assert (response.status_code, response.json()["type"]) == (422, URN + "no-abstractive-model")
    assert response.json()["errors"][0]["pointer"] == "/method"
    assert nested.json()["errors"][0]["pointer"] == "/summary/method"
    async with connect() as client:
        summary = (await client.post("/v1/summary", json=body)).json()["summary"]
    assert summary["method"] == "abstractive"
    assert all(s["sources"] and s["support"] > 0.5 for s in summary["sentences"])


async def test_models_say_which_profiles_they_serve(connect: Connect) -> None:
    async with connect() as client:
        listed = (await client.get("/v1/models")).json()["models"]
    assert all(m["profiles"] == ["balanced", "fast", "accurate"] for m in listed)


async def test_a_document_without_its_model_counts_in_the_access_log(
    connect: Connect, capsys: pytest.CaptureFixture[str]
) -> None:
    one = {"text": "A great word.", "method": "abstractive"}
    many = {"documents": [{"text": "A great word."}] * 2, "method": "abstractive"}
    async with connect(FastOnly()) as client:
        for body in (one, many, one | {"profile": "accurate"}):
            await client.post("/v1/summary", json=body)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["documents"] for line in lines] == [1, 2, 0]
