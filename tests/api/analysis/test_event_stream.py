"""/v1/summary as server-sent events: told bit by bit, and ended with its caller, key or time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Message, Scope

from service.api.analysis import event_stream
from service.app import create_app
from service.inference.fake_engine import FakeEngine, fake_model
from service.inference.protocol import Call, EngineError, WritingListener
from service.keys import keyring
from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from tests.api.server import serving
from tests.conftest import Connect, running, settings

EVENTS = {"Accept": "text/event-stream"}
SENTENCES = [
    "The council voted on Monday to close the harbour road to cars.",
    "Mayor Ana Duarte praised the decision as a great success.",
    "Tom Reyes owns a café on the quay and fears for his trade.",
    "Residents of the old town have asked for buses for years.",
    "A court will hear the case of the traders in December.",
]
TEXT = " ".join(SENTENCES)
Event = tuple[str, Any]


def events_of(body: str) -> list[Event]:
    """The events of a body by the rules of the format, without comments."""
    found: list[Event] = []
    for block in body.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith(":")]
        fields = dict(line.split(": ", 1) for line in lines)
        if fields:
            assert list(fields) == ["event", "data"]
            found.append((fields["event"], json.loads(fields["data"])))
    return found


class Gated(FakeEngine):
    """Writes its first sentence at once and the others when the gate opens."""

    def __init__(self, drafted: Sequence[str] = (SENTENCES[0], SENTENCES[4])) -> None:
        super().__init__(models=[replace(fake_model("summary"), architecture="causal")])
        self.drafted, self.gate = list(drafted), asyncio.Event()
        self.begun = self.cancelled = False

    async def generate(
        self,
        texts: Sequence[str],
        max_tokens: int,
        call: Call | None = None,
        *,
        words: int | None = None,
        listener: WritingListener | None = None,
    ) -> list[str]:
        self.begun = True
        if listener is not None:
            listener(0, 8, f"{self.drafted[0]} More")
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return [" ".join(self.drafted)]


class Listener:
    """A caller who posts one body and keeps what comes back."""

    def __init__(self, app: ASGIApp, body: dict[str, Any], headers: dict[str, str]) -> None:
        self.gone = asyncio.Event()
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.body = b""
        self.ended = False
        given = {"Host": "test", "Content-Type": "application/json"} | EVENTS | headers
        scope: Scope = {
            "type": "http", "method": "POST", "path": "/v1/summary", "raw_path": b"/v1/summary",
            "query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1",
            "headers": [(k.lower().encode(), v.encode()) for k, v in given.items()],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
        }  # fmt: skip
        messages: list[Message] = [{"type": "http.request", "body": json.dumps(body).encode()}]

        async def receive() -> Message:
            if messages:
                return messages.pop()
            await self.gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {k.decode(): v.decode() for k, v in message.get("headers", ())}
            else:
                self.body += message.get("body", b"")
                self.ended = not message.get("more_body", False)

        async def run() -> None:
            await app(scope, receive, send)

        self.task = asyncio.create_task(run())

    @property
    def events(self) -> list[Event]:
        return events_of(self.body.decode())

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.events]

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not true():  # noqa: ASYNC110
                await asyncio.sleep(0.005)


@pytest.fixture
def engine() -> Gated:
    return Gated()


@pytest.fixture
async def app(engine: Gated) -> AsyncIterator[ASGIApp]:
    async with running(create_app(settings(), engine)) as made:
        yield made


def asked(app: ASGIApp, headers: dict[str, str] | None = None, **body: Any) -> Listener:
    """A caller who asks for a written summary."""
    given = {"text": TEXT, "method": "abstractive", "sentences": 2, **body}
    return Listener(app, given, headers or {})


async def test_a_sentence_is_told_before_the_next_is_written(app: ASGIApp, engine: Gated) -> None:
    caller = asked(app)
    await caller.until(lambda: "sentence" in caller.names)
    assert not caller.ended
    assert caller.names == ["progress", "sentence"]
    first = caller.events[1][1]
    assert (first["text"], first["status"]) == (SENTENCES[0], "written")
    assert first["sources"][0] == {"text": SENTENCES[0], "begin": 0, "end": len(SENTENCES[0])}
    engine.gate.set()
    await caller.task
    assert caller.names == ["progress", "sentence", "sentence", "done"]
    *_, (_, second), (_, result) = caller.events
    assert result["summary"]["sentences"] == [first, second]
    assert result["summary"]["method"] == "abstractive"
    assert caller.ended
    assert caller.status == 200
    assert caller.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert caller.headers["cache-control"] == "no-cache"


async def test_the_last_event_has_what_the_plain_answer_has(connect: Connect) -> None:
    body = {"text": TEXT, "id": "a", "offset_unit": "utf8", "sentences": 2}
    async with connect(FakeEngine()) as client:
        streamed = await client.post("/v1/summary", json=body, headers=EVENTS)
        plain = await client.post("/v1/summary", json=body)
    assert streamed.headers["content-type"].startswith("text/event-stream")
    events = events_of(streamed.text)
    assert [name for name, _ in events] == ["sentence", "sentence", "done"]
    assert events[-1][1] == plain.json()
    assert [data for name, data in events[:-1]] == plain.json()["summary"]["sentences"]


async def test_text_that_is_given_up_is_not_in_the_result(app: ASGIApp, engine: Gated) -> None:
    engine.drafted[1:] = ["and so on " * 60]
    engine.gate.set()
    caller = asked(app)
    await caller.task
    result = caller.events[-1][1]
    assert result["warnings"][0]["code"] == "SummaryNotWritten"
    assert result["summary"]["method"] == "extractive"
    told = [data for name, data in caller.events if name == "sentence"]
    assert all(sentence in told for sentence in result["summary"]["sentences"])


async def test_a_caller_who_hangs_up_ends_the_work(app: ASGIApp, engine: Gated) -> None:
    caller = asked(app)
    await caller.until(lambda: "sentence" in caller.names)
    caller.gone.set()
    await caller.task
    assert engine.cancelled
    assert not caller.ended  # nothing more was sent


async def test_the_time_limit_comes_before_that_of_the_request(app: ASGIApp, engine: Gated) -> None:
    caller = asked(app, {"X-Request-Timeout": "0.8"})
    await caller.task
    assert engine.cancelled
    assert caller.names[-1] == "done"
    assert caller.events[-1][1]["warnings"][0]["code"] == "SummaryNotWritten"


class Failing(FakeEngine):
    """Fails while the article is read, which nothing can stand in for."""

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Any:
        raise EngineError("broken")


async def test_a_failure_before_the_first_event_is_an_ordinary_problem(connect: Connect) -> None:
    async with connect(Failing()) as client:
        answer = await client.post("/v1/summary", json={"text": TEXT}, headers=EVENTS)
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "application/problem+json"
        for body, status in (({"text": ""}, 422), ({"texts": "a"}, 422)):
            assert (
                await client.post("/v1/summary", json=body, headers=EVENTS)
            ).status_code == status
        late = EVENTS | {"X-Request-Timeout": "many"}
        assert (
            await client.post("/v1/summary", json={"text": TEXT}, headers=late)
        ).status_code == 400


async def test_a_failure_after_it_is_the_last_event(
    app: ASGIApp, engine: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*given: object) -> None:
        raise RuntimeError("secret")

    caller = asked(app)
    await caller.until(lambda: "sentence" in caller.names)
    monkeypatch.setattr("service.api.analysis.pipeline.serialize", fails)
    engine.gate.set()
    await caller.task
    name, problem = caller.events[-1]
    assert name == "error"
    assert (problem["status"], problem["type"]) == (500, "urn:copydesk:problem:internal-error")
    assert "secret" not in caller.body.decode()
    assert caller.ended


async def test_several_documents_are_not_streamed(connect: Connect) -> None:
    async with connect(FakeEngine()) as client:
        body = {"documents": [{"text": TEXT}]}
        answer = await client.post("/v1/summary", json=body, headers=EVENTS)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/documents"
        plain = await client.post("/v1/summary", json=body, headers={"Accept": "application/json"})
        assert plain.status_code == 200


@pytest.mark.parametrize(
    ("accept", "events"),
    [
        ("text/event-stream", True),
        ("text/event-stream, */*;q=0.1", True),
        ("Text/Event-Stream;q=0.9, application/json;q=0.5", True),
        ("text/event-stream, */*", True),
        ("application/json, text/event-stream", False),
        ("application/json, text/event-stream;q=0.5", False),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=x", False),
        ("*/*", False),
        ("text/event-streams", False),
        ("", False),
    ],
)
async def test_what_is_preferred_is_sent(connect: Connect, accept: str, events: bool) -> None:
    async with connect(FakeEngine()) as client:
        headers = {"Accept": accept}
        answer = await client.post("/v1/summary", json={"text": TEXT}, headers=headers)
        other = await client.post("/v1/sentiment", json={"text": TEXT}, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream") == events
    assert other.headers["content-type"] == "application/json"  # which is not streamed


async def test_keys_and_quotas_count_as_for_any_request(connect: Connect) -> None:
    async with connect(FakeEngine(), api_keys=["k"], quota_kib_per_minute=1) as client:
        refused = await client.post("/v1/summary", json={"text": TEXT}, headers=EVENTS)
        assert refused.status_code == 401
        headers = EVENTS | {"X-API-Key": "k"}
        statuses = [
            (await client.post("/v1/summary", json={"text": TEXT}, headers=headers)).status_code
            for _ in range(6)
        ]
    assert statuses[0] == 200
    assert statuses[-1] == 429


async def test_a_stream_ends_with_its_key(
    engine: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "LOOK_SECONDS", 0.02)
    path = tmp_path / "keys.toml"
    add(path, ApiKey("news", digest("k")))
    async with running(create_app(settings(keys_file=path), engine)) as app:
        caller = asked(app, {"X-API-Key": "k"})
        await caller.until(lambda: "sentence" in caller.names)
        path.unlink()
        add(path, ApiKey("other", digest("other")))
        await caller.until(lambda: caller.ended)
        await caller.task
    assert caller.events[-1][0] == "error"
    assert caller.events[-1][1]["status"] == 401
    assert engine.cancelled


async def test_silence_is_broken_by_comments(
    app: ASGIApp, engine: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "PING_SECONDS", 0.02)
    caller = asked(app)
    await caller.until(lambda: caller.body.count(b": ping\n\n") > 1)
    engine.gate.set()
    await caller.task
    assert caller.names[-1] == "done"


def test_events_through_a_real_server() -> None:
    with serving(create_app(settings(log_level="error"), FakeEngine())) as port:
        url = f"http://127.0.0.1:{port}/v1/summary"
        body = {"text": TEXT, "method": "abstractive"}
        with httpx.stream("POST", url, json=body, headers=EVENTS) as answer:
            events = events_of("".join(answer.iter_text()))
    assert [name for name, _ in events][-1] == "done"
    assert events[-1][1]["summary"]["sentences"]
