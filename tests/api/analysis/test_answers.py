"""The answers of the four endpoints to valid requests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from service.api.analysis import pipeline
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import (
    Call,
    ClassScores,
    DeadlinePassed,
    EngineError,
    EngineNotReady,
    EngineOverloaded,
    Priority,
    Window,
)
from tests.conftest import Connect

URN = "urn:copydesk:problem:"
TASKS = ("summary", "stance", "sentiment", "analyze")
EMOJI = "The ferry 🚢 failed again. Café owners fear a collapse 😡 of trade. “Bad,” they say.\r\n"


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


@pytest.mark.parametrize("task", TASKS)
async def test_every_endpoint_has_the_same_frame(
    client: httpx.AsyncClient, article: str, task: str
) -> None:
    response = await client.post(f"/v1/{task}", json={"text": article, "id": "a"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert (answer["id"], answer["index"], answer["offset_unit"]) == ("a", None, "unicode")
    assert answer["language"]["code"] == "en"
    assert (answer["usage"], answer["text"], answer["layout"]) == (None, None, None)
    asked = ("summary", "stance", "sentiment") if task == "analyze" else (task,)
    for part in asked:
        assert answer[part]["model"].endswith("-fake")
        assert answer[part]["model_version"] == "0"


@pytest.mark.parametrize("task", TASKS)
async def test_one_and_a_batch_of_one_agree(
    client: httpx.AsyncClient, article: str, task: str
) -> None:
    document = {"text": article, "id": "a"}
    single = (await client.post(f"/v1/{task}", json=document)).json()
    batch = (await client.post(f"/v1/{task}", json={"documents": [document]})).json()
    assert batch == {"documents": [single | {"index": 0}], "errors": []}


@pytest.mark.parametrize(
    ("unit", "encoding", "width"),
    [("unicode", "utf-32-le", 4), ("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)],
)
async def test_spans_are_the_posted_text_in_every_unit(
    client: httpx.AsyncClient, unit: str, encoding: str, width: int
) -> None:
    body = {"text": EMOJI, "offset_unit": unit, "targets": ["the ferry", "trade"]}
    answer = (await client.post("/v1/analyze", json=body)).json()
    assert answer["offset_unit"] == unit
    found = list(spans(answer))
    assert len(found) > 5
    posted = EMOJI.encode(encoding)
    for span in found:
        cut = posted[span["begin"] * width : span["end"] * width]
        assert cut.decode(encoding) == span["text"]


async def test_html_counts_in_the_extracted_text(client: httpx.AsyncClient) -> None:
    html = "<html><head><title>Ferry</title></head><body><p>The ferry failed again.</p></body>"
    body = {"html": html, "include": ["text", "layout", "usage"]}
    answer = (await client.post("/v1/sentiment", json=body)).json()
    assert "<p>" not in answer["text"]
    for span in spans(answer["sentiment"]):
        assert answer["text"][span["begin"] : span["end"]] == span["text"]
    assert [b["kind"] for b in answer["layout"]] == ["body"]
    usage = answer["usage"]
    assert usage["characters"] == len(answer["text"])
    assert usage["windows"] >= 1
    assert usage["tokens"] > usage["windows"]
    assert usage["seconds"]["total"] >= usage["seconds"]["text"] > 0


async def test_options_reach_the_tasks(client: httpx.AsyncClient, article: str) -> None:
    def ask(task: str, **options: Any) -> Any:
        return client.post(f"/v1/{task}", json={"text": article} | options)

    short = (await ask("summary", sentences=1)).json()["summary"]
    assert len(short["sentences"]) == 1
    by_words = (await ask("summary", words=20)).json()["summary"]
    assert len(by_words["text"].split()) <= 20
    by_ratio = (await ask("summary", ratio=1)).json()["summary"]
    assert len(by_ratio["sentences"]) > 1
    few = (await ask("stance", max_targets=1, evidence=0)).json()["stance"]["targets"]
    assert [t["evidence"] for t in few] == [[]]
    assert few[0]["origin"] == "discovered"
    bare = (await ask("sentiment", sentences=False)).json()["sentiment"]
    assert (bare["sentences"], bare["targets"]) == ([], [])
    some = (await ask("analyze", tasks=["summary"])).json()
    assert (some["stance"], some["sentiment"]) == (None, None)
    assert some["summary"]["sentences"]


async def test_targets_keep_order_id_and_kind(client: httpx.AsyncClient, article: str) -> None:
    targets = ["Tom Reyes", {"text": "the harbour road", "id": "road", "kind": "topic"}]
    body = {"text": article, "targets": targets}
    for task, part in (("stance", "stance"), ("sentiment", "sentiment"), ("analyze", "stance")):
        found = (await client.post(f"/v1/{task}", json=body)).json()[part]["targets"]
        assert [(t["text"], t["id"]) for t in found] == [
            ("Tom Reyes", None),
            ("the harbour road", "road"),
        ]
        assert found[1]["kind"] == "topic"
        assert {t["origin"] for t in found} == {"given"}


async def test_a_document_may_have_targets_of_its_own(
    client: httpx.AsyncClient, article: str
) -> None:
    documents = [{"text": article}, {"text": article, "targets": ["Tom Reyes"]}]
    body = {"documents": documents, "targets": ["Ana Duarte"]}
    found = (await client.post("/v1/stance", json=body)).json()["documents"]
    names = [[t["text"] for t in d["stance"]["targets"]] for d in found]
    assert names == [["Ana Duarte"], ["Tom Reyes"]]


async def test_a_target_that_is_not_there_is_a_warning(
    client: httpx.AsyncClient, article: str
) -> None:
    body = {"text": article, "targets": [{"text": "gun control", "id": "g"}]}
    answer = (await client.post("/v1/stance", json=body)).json()
    assert [(w["code"], w["target"]) for w in answer["warnings"]] == [("TargetNotFound", "g")]
    (target,) = answer["stance"]["targets"]
    assert (target["found"], target["label"]) == (False, "neutral")


async def test_server_timing_names_the_stages(client: httpx.AsyncClient, article: str) -> None:
    response = await client.post("/v1/analyze", json={"text": article})
    stages = [entry.split(";")[0] for entry in response.headers["server-timing"].split(", ")]
    assert stages[:3] == ["body", "turn", "text"]
    assert stages[-1] == "total"
    assert "model" in stages
    assert len(set(stages)) == len(stages)


class Failing(FakeEngine):
    """Fails for windows that hold "collapse"."""

    def __init__(self, error: Exception) -> None:
        super().__init__(fail_on="collapse", error=error)


FAILURES = [
    (EngineOverloaded(12.3), 503, "overloaded"),
    (EngineNotReady("loading"), 503, "not-ready"),
    (DeadlinePassed({"queue": 1.25}), 504, "deadline-exceeded"),
    (EngineError("the model failed on a window"), 500, "internal-error"),
    (RuntimeError("a secret of the inside"), 500, "internal-error"),
]


@pytest.mark.parametrize("batch", [False, True], ids=["single", "batch"])
@pytest.mark.parametrize(("error", "status", "problem"), FAILURES)
async def test_engine_failures_are_problems(
    connect: Connect, error: Exception, status: int, problem: str, batch: bool
) -> None:
    document = {"text": "They fear a collapse."}
    body = {"documents": [document]} if batch else document
    async with connect(Failing(error)) as client:
        response = await client.post("/v1/sentiment", json=body)
    found = response.json()
    assert (response.status_code, found["type"]) == (status, URN + problem)
    assert "secret" not in response.text
    assert found["instance"] == f"urn:copydesk:request:{response.headers['x-request-id']}"
    assert "server-timing" in response.headers
    if problem == "overloaded":
        assert response.headers["retry-after"] == "13"
    if problem == "deadline-exceeded":
        assert list(found["spent"]) == ["body", "turn", "text", "queue", "total"]
        assert found["spent"]["queue"] == 1.25


async def test_in_a_batch_a_failure_of_ours_leaves_the_others(connect: Connect) -> None:
    documents = [{"text": "They fear a collapse."}, {"text": "All is well.", "id": "b"}]
    async with connect(Failing(EngineOverloaded(1))) as client:
        response = await client.post("/v1/sentiment", json={"documents": documents})
    assert response.status_code == 200
    answer = response.json()
    assert [d["id"] for d in answer["documents"]] == ["b"]
    assert [(e["index"], e["status"]) for e in answer["errors"]] == [(0, 503)]


class Slow(FakeEngine):
    """Takes a second for every call."""

    async def classify(
        self, task: str, windows: Any, call: Call | None = None
    ) -> list[ClassScores]:
        await asyncio.sleep(1)
        return await super().classify(task, windows, call)


async def test_the_time_limit_holds_whoever_is_slow(connect: Connect) -> None:
    async with connect(Slow()) as client:
        began = asyncio.get_running_loop().time()
        response = await client.post(
            "/v1/sentiment", json={"text": "A word."}, headers={"X-Request-Timeout": "0.2"}
        )
        took = asyncio.get_running_loop().time() - began
    assert response.status_code == 504
    assert took < 0.9
    assert response.json()["spent"].keys() >= {"text"}


async def test_a_document_late_while_it_is_serialised_is_counted_once(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def late(*_: object) -> str:
        raise DeadlinePassed({})

    monkeypatch.setattr(pipeline, "serialize", late)
    documents = [{"text": "A word."}, {"text": "A good word."}]
    response = await client.post("/v1/sentiment", json={"documents": documents})
    assert response.status_code == 504
    metrics = (await client.get("/metrics")).text
    counted = 'copydesk_documents_total{operation="sentiment",outcome='
    assert f'{counted}"deadline-exceeded"}} 2.0' in metrics
    assert f'{counted}"ok"}} 2.0' not in metrics


@pytest.mark.parametrize(
    "value", ["0", "-1", "nan", "inf", "soon", "601", "", "1e-9", "1_0", "1 0", "1" * 5000]
)
async def test_an_unusable_time_limit_is_refused(client: httpx.AsyncClient, value: str) -> None:
    headers = {"X-Request-Timeout": value}
    response = await client.post("/v1/sentiment", json={"text": "A word."}, headers=headers)
    assert (response.status_code, response.json()["type"]) == (400, URN + "invalid-header")


class Watching(FakeEngine):
    """Remembers how many calls ran at once."""

    def __init__(self) -> None:
        super().__init__()
        self.running = self.most = 0

    async def classify(
        self, task: str, windows: list[Window] | Any, call: Call | None = None
    ) -> list[ClassScores]:
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0.01)
        self.running -= 1
        return await super().classify(task, windows, call)


async def test_documents_run_together_within_bounds(connect: Connect) -> None:
    engine = Watching()
    documents = [{"text": f"The ferry failed {i} times."} for i in range(12)]
    async with connect(engine, document_concurrency=3) as client:
        response = await client.post("/v1/sentiment", json={"documents": documents})
    assert len(response.json()["documents"]) == 12
    assert 1 < engine.most <= 3


@pytest.mark.parametrize(("count", "priority"), [(3, Priority.INTERACTIVE), (4, Priority.BULK)])
async def test_a_batch_has_one_place_in_the_queue(
    connect: Connect, count: int, priority: Priority
) -> None:
    calls: list[Call] = []

    class Listening(FakeEngine):
        async def classify(
            self, task: str, windows: Any, call: Call | None = None
        ) -> list[ClassScores]:
            assert call is not None
            calls.append(call)
            return await super().classify(task, windows, call)

    documents = [{"text": f"The ferry failed {i} times."} for i in range(count)]
    async with connect(Listening(), document_concurrency=3) as client:
        await client.post("/v1/sentiment", json={"documents": documents})
    assert len(calls) == count
    assert {call.priority for call in calls} == {priority}
    assert len({id(call.fair_share) for call in calls}) == 1


async def test_probes_answer_while_a_long_text_is_read(connect: Connect) -> None:
    text = "The ferry failed again, and nobody was told. " * 4_000
    async with connect() as client:
        work = asyncio.create_task(client.post("/v1/sentiment", json={"text": text}))
        loop, slowest = asyncio.get_running_loop(), 0.0
        while not work.done():
            began = loop.time()
            assert (await client.get("/livez")).status_code == 200
            slowest = max(slowest, loop.time() - began)
            await asyncio.sleep(0.01)
        assert (await work).status_code == 200
    assert slowest < 1.5
