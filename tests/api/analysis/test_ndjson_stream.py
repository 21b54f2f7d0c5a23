"""/v1/analyze with NDJSON in and out."""

from __future__ import annotations

import asyncio
import json
import re
import select
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Message, Scope

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, EngineOverloaded, Window
from service.keys import keyring
from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from tests.api.server import serving
from tests.conftest import Connect, running, settings

HANG = 60.0
NDJSON = {"Content-Type": "application/x-ndjson"}
GOOD, BAD = "The council praised a great success.", "Residents fear a terrible collapse."


def line(text: str, **more: Any) -> bytes:
    """One document as a line; sentiment is enough."""
    return json.dumps({"text": text, "tasks": ["sentiment"], **more}).encode() + b"\n"


class Gated(FakeEngine):
    """A window with "wait N" waits for gate N; keeps what it began and what was cancelled."""

    def __init__(self) -> None:
        super().__init__()
        self.gates: dict[str, asyncio.Event] = {}
        self.began: list[str] = []
        self.cancelled: list[str] = []
        self.refusals = 0

    def gate(self, number: object) -> asyncio.Event:
        return self.gates.setdefault(str(number), asyncio.Event())

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        if self.refusals:
            self.refusals -= 1
            raise EngineOverloaded(0.01)
        for window in windows:
            if found := re.search(r"wait (\d+)", window.text):
                self.began.append(found[1])
                try:
                    await self.gate(found[1]).wait()
                except asyncio.CancelledError:
                    self.cancelled.append(found[1])
                    raise
        return await super().classify(task, windows, call)


class Pipe:
    """A caller who sends when told, and keeps what comes back."""

    def __init__(self, app: ASGIApp, headers: dict[str, str] | None = None) -> None:
        self._in: asyncio.Queue[Message] = asyncio.Queue()
        self.taken = 0  # chunks that the app has read
        self.status: int | None = None
        self.answers: list[dict[str, Any]] = []
        self.ended = False
        given = {"Host": "test"} | NDJSON | (headers or {})
        sent = [(k.lower().encode(), v.encode()) for k, v in given.items()]
        scope: Scope = {
            "type": "http", "method": "POST", "path": "/v1/analyze", "raw_path": b"/v1/analyze",
            "query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1",
            "headers": sent, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
        }  # fmt: skip

        async def run() -> None:
            await app(scope, self._receive, self._send)

        self.task = asyncio.create_task(run())

    def send(self, chunk: bytes, *, more: bool = True) -> None:
        self._in.put_nowait({"type": "http.request", "body": chunk, "more_body": more})

    def hang_up(self) -> None:
        self._in.put_nowait({"type": "http.disconnect"})

    async def _receive(self) -> Message:
        message = await self._in.get()
        self.taken += 1
        return message

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            assert self.status is None
            self.status = message["status"]
        elif message["body"]:
            self.answers.append(json.loads(message["body"]))
        self.ended = not message.get("more_body", message["type"] == "http.response.start")

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(HANG):
            while True:
                if true():
                    return
                await asyncio.sleep(0.002)


@pytest.fixture
def engine() -> Gated:
    return Gated()


@pytest.fixture
async def app(engine: Gated) -> AsyncIterator[ASGIApp]:
    made = create_app(settings(document_concurrency=3, max_body_bytes=2000), engine)
    async with running(made) as app:
        yield app


async def test_lines_in_lines_out(client: httpx.AsyncClient) -> None:
    body = line(GOOD, id="a") + b"\n" + line(BAD, id="b", include=["text"]) + line("short")[:-1]
    answer = await client.post("/v1/analyze", content=body, headers=NDJSON)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert "content-length" not in answer.headers
    found = [json.loads(text) for text in answer.text.splitlines()]
    assert [(f["line"], f["result"]["index"], f["result"]["id"]) for f in found] == [
        (1, 0, "a"),
        (3, 1, "b"),
        (4, 2, None),
    ]
    assert [f["result"]["sentiment"]["label"] for f in found[:2]] == ["positive", "negative"]
    assert found[1]["result"]["text"] == BAD
    direct = await client.post("/v1/analyze", json=json.loads(line(GOOD, id="a")))
    assert found[0] == {"line": 1, "result": direct.json() | {"index": 0}, "error": None}


async def test_an_empty_stream_has_an_empty_answer(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/analyze", content=b"", headers=NDJSON)
    assert (answer.status_code, answer.content) == (200, b"")


async def test_a_bad_line_ends_nothing(connect: Connect) -> None:
    bad = [
        (b"not json\n", 400, "malformed-json"),
        (b'"text"\n', 422, "invalid-request"),
        (b'{"text": "x", "text": "y"}\n', 400, "duplicate-key"),
        (b"\xff\n", 400, "not-utf8"),
        (b"[" * 100 + b"\n", 400, "malformed-json"),
        (b'{"id": "n", "text": " "}\n', 422, "invalid-request"),
        (b'{"documents": [{"text": "x"}]}\n', 422, "invalid-request"),
        (line("x" * 3000), 413, "body-too-large"),
        (line("This is poison."), 500, "internal-error"),
    ]
    engine = FakeEngine(fail_on="poison", error=RuntimeError("boom"))
    async with connect(engine, max_body_bytes=2000, log_level="error") as client:
        body = line(GOOD).join([b"", *(text for text, _, _ in bad), b""])
        answer = await client.post("/v1/analyze", content=body, headers=NDJSON)
        found = [json.loads(text) for text in answer.text.splitlines()]
        metrics = (await client.get("/metrics")).text
    assert [f["line"] for f in found] == list(range(1, 2 * len(bad) + 2))
    assert all(f["result"] for f in found[::2])
    said = [(f["error"]["status"], f["error"]["type"].split(":")[-1]) for f in found[1::2]]
    assert said == [(status, slug) for _, status, slug in bad]
    assert found[11]["error"]["id"] == "n"
    assert "boom" not in answer.text
    assert 'documents_total{operation="analyze",outcome="not-utf8"} 1.0' in metrics


async def test_answers_come_in_order_and_as_they_finish(app: ASGIApp, engine: Gated) -> None:
    pipe = Pipe(app)
    pipe.send(line("wait 1") + line(GOOD) + line("wait 3"))
    await pipe.until(lambda: engine.began == ["1", "3"])
    assert pipe.answers == []
    engine.gate(1).set()
    await pipe.until(lambda: len(pipe.answers) == 2)
    assert [a["line"] for a in pipe.answers] == [1, 2]
    engine.gate(3).set()
    await pipe.until(lambda: len(pipe.answers) == 3)
    pipe.send(line(BAD), more=False)  # the request goes on after answers
    await pipe.task
    assert [a["line"] for a in pipe.answers] == [1, 2, 3, 4]
    assert pipe.ended


async def test_no_more_is_read_than_can_be_worked_on(app: ASGIApp, engine: Gated) -> None:
    pipe = Pipe(app)
    for number in range(30):
        pipe.send(line(f"wait {number}"), more=number < 29)
    await pipe.until(lambda: len(engine.began) == 3)
    for _ in range(100):
        await asyncio.sleep(0)
    assert engine.began == ["0", "1", "2"]
    assert pipe.taken <= 3 + 3  # one that waits for a place, one cut, one in hand
    for number in range(30):
        engine.gate(number).set()
    await pipe.task
    assert [a["line"] for a in pipe.answers] == list(range(1, 31))


@pytest.mark.parametrize("whole", [False, True])
async def test_the_work_of_a_caller_who_hangs_up_is_given_up(
    app: ASGIApp, engine: Gated, whole: bool
) -> None:
    pipe = Pipe(app)
    pipe.send(line(GOOD) + line("wait 1") + line("wait 2"), more=not whole)
    await pipe.until(lambda: engine.began == ["1", "2"])
    pipe.hang_up()
    await pipe.task
    assert sorted(engine.cancelled) == ["1", "2"]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://t") as probe:
        assert "copydesk_cancelled_requests_total 1.0" in (await probe.get("/metrics")).text


async def test_who_hangs_up_before_any_answer_is_counted_as_gone(
    app: ASGIApp, engine: Gated
) -> None:
    pipe = Pipe(app)
    pipe.send(line("wait 1"))
    await pipe.until(lambda: engine.began == ["1"])
    pipe.hang_up()
    await pipe.task
    assert pipe.status == 499


async def test_refusals_of_the_engine_are_waited_out(app: ASGIApp, engine: Gated) -> None:
    engine.refusals = 5
    pipe = Pipe(app)
    pipe.send(line(GOOD) + line(BAD), more=False)
    await pipe.task
    assert [a["error"] for a in pipe.answers] == [None, None]


async def test_the_time_limit_is_each_lines_own(app: ASGIApp, engine: Gated) -> None:
    pipe = Pipe(app, {"X-Request-Timeout": "0.05"})
    pipe.send(line("wait 1"))
    await pipe.until(lambda: len(pipe.answers) == 1)
    assert pipe.answers[0]["error"]["status"] == 504
    await asyncio.sleep(0.06)
    pipe.send(line(GOOD), more=False)
    await pipe.task
    assert pipe.answers[1]["result"] is not None


async def test_a_sender_who_falls_silent_is_told(engine: Gated) -> None:
    made = create_app(settings(body_seconds=0.05), engine)
    async with running(made) as app:
        silent = Pipe(app)
        await silent.until(lambda: silent.ended)
        assert silent.status == 408
        pipe = Pipe(app)
        pipe.send(line("wait 1") + b'{"text": "hal')
        await asyncio.sleep(0.15)  # it waits for an answer, and that is not its fault
        assert not pipe.ended
        engine.gate(1).set()
        await pipe.until(lambda: pipe.ended)
        assert [(a["line"], (a["error"] or {}).get("status")) for a in pipe.answers] == [
            (1, None),
            (2, 408),
        ]


async def test_unusable_requests_are_refused_as_a_whole(connect: Connect) -> None:
    async with connect(api_keys=["k"], log_level="error") as client:
        refused = await client.post("/v1/analyze", content=line(GOOD), headers=NDJSON)
        assert refused.status_code == 401
        key = NDJSON | {"X-API-Key": "k"}
        for more, status in (
            ({"Content-Encoding": "gzip"}, 415),
            ({"X-Request-Timeout": "0"}, 400),
        ):
            refused = await client.post("/v1/analyze", content=line(GOOD), headers=key | more)
            assert refused.status_code == status
        for path in ("/v1/summary", "/v1/stance", "/v1/sentiment"):
            refused = await client.post(path, content=line(GOOD), headers=key)
            assert refused.status_code == 415


async def test_lines_count_to_the_quota(connect: Connect) -> None:
    """Those that it covers are answered, however they are cut into chunks; then it ends."""
    headers = NDJSON | {"X-API-Key": "k"}
    whole = b"".join(line("x" * 300) for _ in range(30))
    for size in (len(whole), 700, 50):
        async with connect(api_keys=["k"], quota_kib_per_minute=2) as client:

            async def parts(size: int = size) -> AsyncIterator[bytes]:
                for begin in range(0, len(whole), size):
                    yield whole[begin : begin + size]

            answer = await client.post("/v1/analyze", content=parts(), headers=headers)
            found = [json.loads(text) for text in answer.text.splitlines()]
            covered = 2048 // len(line("x" * 300))
            assert answer.status_code == 200
            assert [f["line"] for f in found] == list(range(1, covered + 2))
            assert all(f["result"] for f in found[:-1])
            last = found[-1]["error"]
            assert (last["status"], last["index"]) == (429, covered)
            assert "Try again in" in last["detail"]
            refused = await client.post("/v1/analyze", content=line(GOOD), headers=headers)
            assert refused.status_code == 429
            shown = (await client.get("/metrics")).text
            assert 'copydesk_rejected_requests_total{reason="quota"} 2.0' in shown


async def test_a_stream_without_any_quota_left_is_refused(connect: Connect) -> None:
    headers = NDJSON | {"X-API-Key": "k"}
    async with connect(api_keys=["k"], quota_kib_per_minute=1) as client:
        for _ in range(2):

            async def parts() -> AsyncIterator[bytes]:
                yield line("x" * 2000)

            answer = await client.post("/v1/analyze", content=parts(), headers=headers)
            assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
            assert answer.headers["ratelimit"].startswith('"key";r=0;')


async def test_a_stream_of_declared_length_is_charged_for_what_came(
    engine: Gated, tmp_path: Path
) -> None:
    made = create_app(settings(api_keys=["k"], quota_kib_per_minute=100), engine)
    async with running(made) as app:
        pipe = Pipe(app, {"X-API-Key": "k", "Content-Length": str(90 * 1024)})
        pipe.send(line("wait 1"))
        await pipe.until(lambda: engine.began == ["1"])
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://t", headers={"X-API-Key": "k"}
        ) as other:

            async def status() -> int:
                body = {"text": "x" * 20 * 1024}
                return (await other.post("/v1/sentiment", json=body)).status_code

            assert await status() == 429  # it is kept for what was announced
            pipe.hang_up()
            await pipe.task
            assert await status() == 200  # of which most never came


@pytest.mark.parametrize("how", ["taken back", "expired", "scope lost"])
async def test_a_stream_ends_with_its_key(
    engine: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(keyring, "LOOK_SECONDS", 0.02)
    path = tmp_path / "keys.toml"
    key = ApiKey("news", digest("k"))
    add(path, key)
    made = create_app(settings(keys_file=path, document_concurrency=3), engine)
    async with running(made) as app:
        pipe = Pipe(app, {"X-API-Key": "k"})
        pipe.send(line(GOOD) + line("wait 2") + line(BAD))
        await pipe.until(lambda: len(pipe.answers) == 1)
        await asyncio.sleep(0.1)
        assert not pipe.ended  # it was looked up, and is valid
        path.unlink()
        new = {
            "taken back": ApiKey("other", digest("other")),
            "expired": replace(key, expires=datetime.now(UTC) - timedelta(seconds=1)),
            "scope lost": replace(key, scopes=frozenset({"jobs"})),
        }[how]
        add(path, new)
        await pipe.until(lambda: pipe.ended)  # nothing is sent, and line 2 would take for ever
    status = 403 if how == "scope lost" else 401
    first, last = pipe.answers
    assert (first["line"], last["line"], last["error"]["index"]) == (1, 2, 1)
    assert (pipe.status, last["error"]["status"], last["result"]) == (200, status, None)
    assert engine.cancelled == ["2"]


async def test_a_stream_that_has_said_nothing_is_refused_with_its_key(
    engine: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "LOOK_SECONDS", 0.02)
    path = tmp_path / "keys.toml"
    add(path, ApiKey("news", digest("k"), expires=datetime.now(UTC) + timedelta(seconds=2)))
    async with running(create_app(settings(keys_file=path), engine)) as app:
        pipe = Pipe(app, {"X-API-Key": "k"})
        pipe.send(line("wait 1"))
        await pipe.until(lambda: pipe.ended)
    assert (pipe.status, pipe.answers[0]["status"]) == (401, 401)
    assert engine.cancelled == ["1"]


def test_many_lines_through_a_real_server() -> None:
    """More than all buffers hold, sent and read at once."""
    count = 600
    app = create_app(settings(log_level="error"), FakeEngine())
    one = line(GOOD + " filler" * 400)
    with serving(app) as port, socket.create_connection(("127.0.0.1", port), HANG) as connection:
        connection.sendall(
            b"POST /v1/analyze HTTP/1.1\r\nHost: t\r\nConnection: close\r\n"
            b"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        got = bytearray()
        connection.setblocking(False)
        waiting = memoryview(b"".join(_chunked([one] * count)))

        while True:
            readable, writable, _ = select.select(
                [connection], [connection] if waiting else [], [], HANG
            )
            assert readable or writable
            if writable:
                waiting = waiting[connection.send(waiting[:65536]) :]
            if readable:
                part = connection.recv(1 << 20)
                if not part:
                    break
                got += part
    numbers = [int(n) for n in re.findall(rb'\{"line":(\d+),"result":\{', bytes(got))]
    assert numbers == list(range(1, count + 1))


def _chunked(parts: Iterable[bytes]) -> Iterable[bytes]:
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"
