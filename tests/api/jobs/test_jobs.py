"""/v1/jobs as callers see it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, EngineOverloaded, Priority, Window
from service.jobs.sqlite.capacity import measure
from service.jobs.sqlite.store import SqliteStore
from service.jobs.store import StoreError
from tests.conftest import Connect

HANG = 60.0
GOOD, BAD = "The council praised a great success.", "Residents fear a terrible collapse."
PROBLEM = "urn:copydesk:problem:"
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "jobs.sqlite")


@pytest.fixture
async def client(connect: Connect, store: SqliteStore) -> AsyncIterator[httpx.AsyncClient]:
    async with connect(store=store) as client:
        yield client


def lines(*documents: Any) -> bytes:
    """A body of lines."""
    return b"".join(json.dumps(document).encode() + b"\n" for document in documents)


async def ended(client: httpx.AsyncClient, path: str, **more: Any) -> dict[str, Any]:
    """The job's status once it has ended."""
    async with asyncio.timeout(HANG):
        while True:
            status = (await client.get(path, **more)).json()
            if status["state"] in ("done", "cancelled"):
                return dict(status)
            await asyncio.sleep(0.01)


async def results(client: httpx.AsyncClient, path: str, **more: Any) -> list[dict[str, Any]]:
    """The lines of a job's results."""
    answer = await client.get(f"{path}/results", **more)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


async def some(client: httpx.AsyncClient, path: str) -> list[dict[str, Any]]:
    """The results, once there are any."""
    async with asyncio.timeout(HANG):
        while True:
            if found := await results(client, path):
                return found
            await asyncio.sleep(0.01)


async def test_a_job_of_a_list(client: httpx.AsyncClient) -> None:
    documents = [{"id": "a", "text": GOOD}, {"text": " "}, "no object", {"id": "d", "text": BAD}]
    answer = await client.post(
        "/v1/jobs", json={"documents": documents, "tasks": ["sentiment"], "targets": ["council"]}
    )
    assert answer.status_code == 202, answer.text
    path = answer.headers["location"]
    job = answer.json()
    assert path == f"/v1/jobs/{job['id']}"
    assert job["results"] == f"{path}/results"
    assert job["documents"]["total"] == 4
    status = await ended(client, path)
    assert status["documents"] == {"total": 4, "succeeded": 2, "failed": 2, "waiting": 0}
    assert status["created"] <= status["started"] <= status["ended"] < status["expires"]
    assert status["seconds_left"] is None
    found = await results(client, path)
    assert [line["sequence"] for line in found] == [1, 2, 3, 4]
    by_index = {line["index"]: line for line in found}
    first = by_index[0]["result"]
    assert (first["id"], first["index"], first["sentiment"]["label"]) == ("a", 0, "positive")
    assert first["sentiment"]["targets"][0]["text"] == "council"
    assert by_index[3]["result"]["sentiment"]["label"] == "negative"
    blank, odd = by_index[1]["error"], by_index[2]["error"]
    assert (blank["status"], blank["errors"][0]["pointer"]) == (422, "/documents/1/text")
    assert odd["errors"][0]["code"] == "wrong_type"
    assert by_index[1]["result"] is None


async def test_a_jobs_result_is_that_of_an_analysis(client: httpx.AsyncClient) -> None:
    body = {"text": GOOD, "title": "News", "targets": ["the council"]}
    path = (await client.post("/v1/jobs", content=lines(body), headers=LINES)).headers["location"]
    await ended(client, path)
    (line,) = await results(client, path)
    direct = (await client.post("/v1/analyze", json=body)).json()
    assert line["result"] == direct | {"index": 0}
    assert line["error"] is None


async def test_a_job_of_lines(client: httpx.AsyncClient) -> None:
    body = b"\n" + lines(
        {"id": "a", "text": GOOD, "tasks": ["summary"]}, {"text": BAD, "tasks": ["no such task"]}
    )
    body += b"not json\r\n\n" + lines({"id": "d", "html": f"<p>{BAD}</p>"})[:-1]
    path = (await client.post("/v1/jobs", content=body, headers=LINES)).headers["location"]
    assert (await ended(client, path))["documents"]["total"] == 4
    found = {line["index"]: line for line in await results(client, path)}
    assert found[0]["result"]["summary"]["text"] == GOOD
    assert found[0]["result"]["stance"] is None
    assert found[1]["error"]["errors"][0]["pointer"] == "/tasks/0"
    assert found[2]["error"]["type"] == "urn:copydesk:problem:malformed-json"
    assert found[3]["result"]["id"] == "d"


async def test_results_can_be_taken_in_parts(client: httpx.AsyncClient) -> None:
    body = lines(*({"text": GOOD, "tasks": ["sentiment"]} for _ in range(45)))
    path = (await client.post("/v1/jobs", content=body, headers=LINES)).headers["location"]
    await ended(client, path)
    every = await results(client, path)
    assert [line["sequence"] for line in every] == list(range(1, 46))
    assert await results(client, path, params={"after": 40}) == every[40:]
    assert await results(client, path, params={"after": 3, "limit": 30}) == every[3:33]
    assert await results(client, path, params={"after": 45}) == []
    assert await results(client, path, params={"after": 10**9}) == []
    for params in ({"after": "-1"}, {"after": "x"}, {"limit": "0"}, {"limit": ["1", "2"]}):
        refused = await client.get(f"{path}/results", params=params)
        assert refused.json()["type"] == "urn:copydesk:problem:invalid-parameter"


class Gated(FakeEngine):
    """Holds windows with the word "wait" until the gate opens; keeps every call."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.calls: list[Call] = []
        self.refusals = 0

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        assert call is not None
        self.calls.append(call)
        if self.refusals:
            self.refusals -= 1
            raise EngineOverloaded(0.01)
        if any("wait" in window.text for window in windows):
            await self.gate.wait()
        return await super().classify(task, windows, call)


async def test_progress_and_cancelling(connect: Connect, store: SqliteStore) -> None:
    engine = Gated()
    texts = [GOOD, "You must wait for this.", "And wait for this."]
    documents = [{"text": text} for text in texts]
    async with connect(engine, store=store, jobs_concurrency=2) as client:
        posted = await client.post(
            "/v1/jobs", json={"documents": documents, "tasks": ["sentiment"]}
        )
        path = posted.headers["location"]
        found = await some(client, path)
        assert found[0]["index"] == 0
        status = (await client.get(path)).json()
        assert status["state"] == "running"
        assert status["documents"] == {"total": 3, "succeeded": 1, "failed": 0, "waiting": 2}
        assert status["seconds_left"] is not None
        cancelled = await client.delete(path)
        assert cancelled.json()["state"] == "cancelled"
        assert cancelled.json()["documents"]["waiting"] == 0
        engine.gate.set()
        again = await client.delete(path)
        assert again.json() == cancelled.json()
        assert await results(client, path) == found


async def test_the_engine_is_told_that_nobody_waits(connect: Connect, store: SqliteStore) -> None:
    engine = Gated()
    engine.refusals = 3  # waits, and fails nobody
    async with connect(engine, store=store) as client:
        posted = await client.post("/v1/jobs", json={"documents": [{"text": GOOD}] * 3})
        status = await ended(client, posted.headers["location"])
    assert status["documents"]["succeeded"] == 3
    assert {call.priority for call in engine.calls} == {Priority.BULK}


async def test_a_document_that_breaks_the_engine_fails_alone(
    connect: Connect, store: SqliteStore, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = FakeEngine(fail_on="poison", error=RuntimeError("boom"))
    texts = [GOOD, "This is poison.", BAD]
    async with connect(engine, store=store) as client:
        posted = await client.post("/v1/jobs", json={"documents": [{"text": t} for t in texts]})
        path = posted.headers["location"]
        await ended(client, path)
        found = {line["index"]: line for line in await results(client, path)}
        metrics = (await client.get("/metrics")).text
    assert found[1]["error"]["status"] == 500
    assert "boom" not in json.dumps(found[1])
    assert None not in (found[0]["result"], found[2]["result"])
    assert f'"job": "{path.split("/")[-1]}"' in capfd.readouterr().err
    assert 'copydesk_documents_total{operation="jobs",outcome="ok"} 2.0' in metrics
    assert 'copydesk_documents_total{operation="jobs",outcome="internal-error"} 1.0' in metrics


async def test_jobs_belong_to_the_name_of_their_key(connect: Connect, store: SqliteStore) -> None:
    ann, bob = ({"X-API-Key": key} for key in ("key-a", "key-b"))
    async with connect(store=store, api_keys=["key-a", "key-b"]) as client:
        body = {"documents": [{"text": GOOD}]}
        assert (await client.post("/v1/jobs", json=body)).status_code == 401
        path = (await client.post("/v1/jobs", json=body, headers=ann)).headers["location"]
        await ended(client, path, headers=ann)
        for method, at in (("GET", path), ("GET", f"{path}/results"), ("DELETE", path)):
            assert (await client.request(method, at, headers=ann)).status_code == 200
            refused = await client.request(method, at, headers=bob)
            assert refused.json()["type"] == "urn:copydesk:problem:not-found"


async def test_a_request_sent_again_makes_no_second_job(client: httpx.AsyncClient) -> None:
    body = lines({"text": GOOD})
    headers = LINES | {"Idempotency-Key": "once"}
    first = await client.post("/v1/jobs", content=body, headers=headers)
    again = await client.post("/v1/jobs", content=body, headers=headers)
    assert (again.status_code, again.headers["location"]) == (202, first.headers["location"])
    other = await client.post("/v1/jobs", content=lines({"text": BAD}), headers=headers)
    assert other.json()["type"] == "urn:copydesk:problem:key-reused"
    assert (await client.post("/v1/jobs", content=body, headers=LINES)).headers[
        "location"
    ] != first.headers["location"]
    for odd in ("", "a b", "x" * 256):
        refused = await client.post(
            "/v1/jobs", content=body, headers=LINES | {"Idempotency-Key": odd}
        )
        assert refused.json()["type"] == "urn:copydesk:problem:invalid-header"


async def test_a_key_is_taken_while_its_job_is_posted(
    client: httpx.AsyncClient, store: SqliteStore
) -> None:
    half = await store.begin("", None, "once")
    headers = LINES | {"Idempotency-Key": "once"}
    refused = await client.post("/v1/jobs", content=lines({"text": GOOD}), headers=headers)
    assert refused.json()["type"] == "urn:copydesk:problem:key-in-use"
    await store.discard(half)
    assert (
        await client.post("/v1/jobs", content=lines({"text": GOOD}), headers=headers)
    ).status_code == 202


@pytest.mark.parametrize(
    ("body", "slug", "pointer"),
    [
        (b"{", "malformed-json", None),
        (b"[]", "invalid-request", ""),
        (b"{}", "invalid-request", "/documents"),
        (b'{"documents":[]}', "invalid-request", "/documents"),
        (b'{"documents":{}}', "invalid-request", "/documents"),
        (b'{"documents":[{"text":"x"}],"tasks":[]}', "invalid-request", "/tasks"),
        (b'{"documents":[1,2,3,4]}', "invalid-request", "/documents"),
        (b'{"documents":[1],"documents":[1]}', "duplicate-key", "/documents"),
    ],
)
async def test_an_unusable_list_makes_no_job(
    connect: Connect, store: SqliteStore, body: bytes, slug: str, pointer: str | None
) -> None:
    async with connect(store=store, jobs_max_documents=3) as client:
        answer = await client.post(
            "/v1/jobs", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.json()["type"] == f"urn:copydesk:problem:{slug}"
        if pointer is not None:
            assert answer.json()["errors"][0]["pointer"] == pointer
        assert await store.waiting() == 0


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "too_few"),
        (b"\n \n", 422, "too_few"),
        (lines(1, 2, 3, 4), 422, "too_many"),
        (lines("x" * 2000), 413, None),
        (lines("x" * 1500, "y" * 1500, "z" * 1500), 413, None),
    ],
)
async def test_unusable_lines_make_no_job(
    connect: Connect, store: SqliteStore, body: bytes, status: int, code: str | None
) -> None:
    limits = {"jobs_max_documents": 3, "max_body_bytes": 1600, "jobs_max_body_bytes": 4000}
    async with connect(store=store, **limits) as client:
        answer = await client.post("/v1/jobs", content=body, headers=LINES)
        assert answer.status_code == status
        if code:
            assert answer.json()["errors"][0]["code"] == code
        while await store.sweep():
            pass
        assert await store.claim(1) == []


async def test_a_store_that_cannot_forget_hides_no_fault(
    client: httpx.AsyncClient, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(*_: object) -> None:
        raise StoreError("no answer")

    monkeypatch.setattr(store, "discard", silent)
    answer = await client.post("/v1/jobs", content=b"\n", headers=LINES)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "too_few")


async def test_a_job_that_was_given_up_while_it_was_posted_may_be_posted_again(
    client: httpx.AsyncClient, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = store.add

    async def slow(job: str, payloads: Sequence[bytes]) -> None:
        await add(job, payloads)
        await store.discard(job)  # as the sweep does after a while

    monkeypatch.setattr(store, "add", slow)
    answer = await client.post("/v1/jobs", content=lines({"text": GOOD}), headers=LINES)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_bodies_have_limits_of_their_own(connect: Connect, store: SqliteStore) -> None:
    limits = {"max_body_bytes": 1500, "jobs_max_json_bytes": 3000, "jobs_max_body_bytes": 6000}
    async with connect(store=store, **limits) as client:

        async def post(size: int, kind: str) -> int:
            document = {"text": "x" * 1000}
            count = size // 1000
            if kind == "json":
                answer = await client.post("/v1/jobs", json={"documents": [document] * count})
            else:
                body = lines(*[document] * count)
                answer = await client.post("/v1/jobs", content=body, headers=LINES)
            return answer.status_code

        assert [await post(n, "json") for n in (2000, 3000)] == [202, 413]
        assert [await post(n, "lines") for n in (5000, 6000)] == [202, 413]
        assert (await client.post("/v1/analyze", json={"text": "x" * 1600})).status_code == 413


async def test_other_media_types_are_refused(client: httpx.AsyncClient) -> None:
    for headers in (
        {"Content-Type": "text/plain"},
        LINES | {"Content-Encoding": "gzip"},
        {"Content-Type": "application/x-ndjson; charset=latin-1"},
    ):
        answer = await client.post("/v1/jobs", content=b"{}", headers=headers)
        assert answer.status_code == 415


async def test_without_a_store_it_says_what_to_set(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for store in (None, SqliteStore(tmp_path / "file" / "jobs.sqlite")):
        async with connect(store=store) as client:
            for method, path in (("POST", "/v1/jobs"), ("GET", "/v1/jobs/x")):
                answer = await client.request(method, path)
                assert answer.status_code == 501
                assert "COPYDESK_JOBS_PATH" in answer.json()["detail"]


async def test_unknown_jobs_are_not_found(client: httpx.AsyncClient) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/results")):
        assert (await client.request(method, f"/v1/jobs/nope{path}")).status_code == 404


async def test_a_full_or_silent_store_is_told(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(tmp_path / "jobs.sqlite", most_bytes=1)
    async with connect(store=store) as client:
        full = await client.post("/v1/jobs", json={"documents": [{"text": GOOD}]})
        assert (full.status_code, full.json()["type"]) == (507, "urn:copydesk:problem:jobs-full")

        async def silent(*_: object) -> None:
            raise StoreError("no answer")

        monkeypatch.setattr(store, "find", silent)
        answer = await client.get("/v1/jobs/x")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "no answer" not in answer.text


async def test_jobs_go_on_where_another_process_left_off(connect: Connect, tmp_path: Path) -> None:
    stuck = Gated()
    path = tmp_path / "jobs.sqlite"
    async with connect(stuck, store=SqliteStore(path), jobs_concurrency=2) as client:
        texts = [GOOD, "Please wait.", "Please wait again."]
        posted = await client.post("/v1/jobs", json={"documents": [{"text": t} for t in texts]})
        at = posted.headers["location"]
        before = await some(client, at)
    async with connect(store=SqliteStore(path)) as client:
        await ended(client, at)
        after = await results(client, at)
    assert after[0] == before[0]
    assert sorted(line["index"] for line in after) == [0, 1, 2]


async def test_a_result_without_room_is_told_in_its_place(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(tmp_path / "small.sqlite", most_bytes=150_000)
    documents = [{"id": "a", "text": GOOD}, {"id": "b", "text": "a\n" * 9_000}, {"text": BAD}]
    async with connect(store=store) as client:
        refused = await client.post("/v1/jobs", json={"documents": documents})
        assert (refused.status_code, refused.json()["type"]) == (507, f"{PROBLEM}jobs-full")
        store._most_bytes = 400_000
        commit = store.commit

        async def committed(job: str, fingerprint: str) -> None:
            """From when it is whole there is room for two small results, and no more."""
            held = await store._database.run(lambda db: measure(db, None).held)
            store._most_bytes = held + 15_000
            await commit(job, fingerprint)

        monkeypatch.setattr(store, "commit", committed)
        posted = await client.post("/v1/jobs", json={"documents": documents})
        await ended(client, posted.headers["location"])
        lines = await results(client, posted.headers["location"])
    found = {line["index"]: line["error"] for line in lines}
    assert (found[1]["type"], found[1]["status"]) == (f"{PROBLEM}results-full", 507)
    assert (found[1]["id"], found[1]["index"]) == ("b", 1)
    assert (found[0], found[2]) == (None, None)
