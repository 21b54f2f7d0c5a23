"""Traces: the tree of one request, what is in it, and what is not there when nobody asks."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx
import numpy as np
import pytest

from service.app import create_app
from service.config import values
from service.inference.backends.tokenization import TokenPiece
from service.inference.engine import LocalEngine
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, Embeddings, Engine, ModelInfo, NoSuchModel, Scores
from service.inference.reader.fake_reader import HEADS
from service.inference.token_outputs import width_of
from service.jobs.store import JobStore
from service.observability.tracing import setup
from tests.conftest import running, settings
from tests.inference.words import Words
from tests.redis_server import needs_redis, redis_server

pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="needs copydesk[otel]")

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from service.observability.tracing.exporter import Tracing

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = {"traceparent": f"00-{TRACE}-{SPAN}-01"}
UNSAMPLED = {"traceparent": f"00-{TRACE}-{SPAN}-00"}
TASKS = ["summary", "stance", "sentiment"]  # those that `Scoring` serves


class Scoring(Words):
    """A backend that serves `TASKS` and finds all windows alike."""

    def __init__(self) -> None:
        super().__init__(lanes=1)
        tasks = {
            "sentiment": ("negative", "neutral", "positive"),
            "stance": ("against", "neutral", "favor"),
            "embedding": (),
        }
        scoring = (
            ModelInfo(f"{task}-m", "1", task, labels, 256, "b", "MIT", ("fast",))
            for task, labels in tasks.items()
        )
        reader = ModelInfo("reader-m", "1", "reader", (), 256, "b", "MIT", ("fast",), heads=HEADS)
        self._infos = (*scoring, reader)

    def _run(self, name: str, batch: Sequence[TokenPiece]) -> Scores:
        if name == "reader-m":
            return np.zeros((sum(map(len, batch)), width_of(HEADS)), dtype=np.float32)
        return np.tile(np.array([0.2, 0.3, 0.5], dtype=np.float32), (len(batch), 1))


class Traced:
    """A client of an app, and the spans that it made."""

    def __init__(self, client: httpx.AsyncClient, exporter: InMemorySpanExporter) -> None:
        self.client = client
        self._exporter = exporter

    def spans(self) -> tuple[ReadableSpan, ...]:
        return self._exporter.get_finished_spans()

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.spans() if span.name == name]


@asynccontextmanager
async def traced(
    engine: Engine | None = None, store: JobStore | None = None, **given: Any
) -> AsyncIterator[Traced]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    made = engine or LocalEngine(Scoring(), token_budget=64)
    app = create_app(settings(**given), made, store=store, tracing=Tracing(provider))
    async with running(app) as asgi:
        transport = httpx.ASGITransport(asgi, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield Traced(client, exporter)


def parent(span: ReadableSpan) -> int:
    """The id of a span's parent."""
    assert span.parent is not None
    return int(span.parent.span_id)


def own(span: ReadableSpan) -> int:
    """A span's id."""
    assert span.context is not None
    return int(span.context.span_id)


async def test_one_analysis_is_a_tree_below_the_callers_span(article: str) -> None:
    async with traced() as at:
        body = {"text": article, "targets": ["harbour road"], "tasks": TASKS}
        answer = await at.client.post("/v1/analyze", json=body, headers=PARENT)
        assert answer.status_code == 200, answer.text
        (request,) = at.named("POST /v1/analyze")
        assert f"{parent(request):016x}" == SPAN
        assert request.kind is SpanKind.SERVER
        assert answer.headers["traceresponse"] == f"00-{TRACE}-{own(request):016x}-01"
        assert {f"{s.context.trace_id:032x}" for s in at.spans() if s.context} == {TRACE}

        (document,) = at.named("document")
        assert parent(document) == own(request)
        for stage in ("text", "tokenise"):
            found = at.named(stage)
            assert found
            assert {parent(s) for s in found} == {own(document)}
        calls = at.named("inference")
        models = {str((s.attributes or {})["copydesk.model"]) for s in calls}
        assert models == {"sentiment-m", "stance-m", "embedding-m", "reader-m"}
        assert {parent(s) for s in calls} == {own(document)}
        for kind in ("queue", "batch"):
            found = at.named(kind)
            assert found
            assert {parent(s) for s in found} <= {own(s) for s in calls}  # some is in the cache
        for call in calls:
            batches = [s for s in at.named("batch") if parent(s) == own(call)]
            for what in ("copydesk.windows", "copydesk.tokens"):
                parts = [int((s.attributes or {})[what]) for s in batches]  # type: ignore[arg-type]
                assert sum(parts) == (call.attributes or {})[what]


async def test_children_lie_within_their_parents(article: str) -> None:
    async with traced() as at:
        body = {"text": article, "tasks": TASKS}
        await at.client.post("/v1/analyze", json=body, headers=PARENT)
        by_id = {own(span): span for span in at.spans()}
        slack = 50_000_000  # ns; two clocks are read one after the other
        for span in at.spans():
            assert span.start_time is not None
            assert span.end_time is not None
            assert span.start_time <= span.end_time
            above = by_id.get(parent(span))
            if above is not None:
                assert above.start_time is not None
                assert above.end_time is not None
                assert above.start_time - slack <= span.start_time, span.name
                assert span.end_time <= above.end_time + slack, span.name


async def test_a_batch_has_a_span_for_each_document(article: str) -> None:
    async with traced(FakeEngine()) as at:
        body = {"documents": [{"text": article}, {"text": ""}, {"text": "A great word."}]}
        await at.client.post("/v1/sentiment", json=body)
        (request,) = at.named("POST /v1/sentiment")
        assert request.parent is None
        indices = [(s.attributes or {})["copydesk.index"] for s in at.named("document")]
        assert sorted(indices, key=str) == [0, 2]


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
    ("options", "error"),
    [
        ({"profile": "accurate"}, "ProfileNotServed"),
        ({"method": "abstractive"}, "NoAbstractiveModel"),
    ],
)
async def test_a_document_whose_model_is_not_served_has_a_span(
    options: dict[str, str], error: str
) -> None:
    async with traced(FastOnly()) as at:
        documents = [{"text": "A great word."}, {"text": "A bad word."}]
        await at.client.post("/v1/summary", json={"text": "A great word."} | options)
        await at.client.post("/v1/summary", json={"documents": documents} | options)
        spans = [dict(s.attributes or {}) for s in at.named("document")]
    expected = [{"copydesk.index": index, "error.type": error} for index in (0, 0, 1)]
    assert spans == expected


class Hanging(FakeEngine):
    """It embeds for longer than anyone waits."""

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Embeddings:
        await asyncio.sleep(3600)
        return await super().embed(texts, call)


async def test_a_late_document_names_the_deadline() -> None:
    async with traced(Hanging()) as at:
        late = {"X-Request-Timeout": "0.2"}
        text = "A great word. A bad word. Another word."
        for body in ({"text": text}, {"documents": [{"text": text}]}):
            answer = await at.client.post("/v1/summary", json=body | {"sentences": 1}, headers=late)
            assert answer.status_code == 504
        errors = [(s.attributes or {})["error.type"] for s in at.named("document")]
    assert errors == ["DeadlineExceeded", "DeadlineExceeded"]


@needs_redis
async def test_a_document_whose_result_is_found_has_a_span() -> None:
    secret = "a secret of the deployment, of 44 characters"
    with redis_server() as server:
        shared: dict[str, Any] = {"results_timeout_ms": 5000, "results_secret": secret}
        async with traced(FakeEngine(), results_redis_url=server.url, **shared) as at:
            for _ in range(2):
                await at.client.post("/v1/summary", json={"text": "A great word."})
            metrics = (await at.client.get("/metrics")).text
            assert 'copydesk_shared_results_total{outcome="computed"} 1.0' in metrics
            assert len(at.named("document")) == 2


async def test_what_a_caller_posts_is_in_no_span() -> None:
    secret = "Zanzibar"
    text = f"{secret} praised the great success. {secret} fears a collapse."
    async with traced(FakeEngine(fail_on="explode", error=RuntimeError(secret))) as at:
        for body in (
            {"text": text, "id": secret, "targets": [secret]},
            {"text": f"explode {text}"},
            {"text": text, "language": secret},
            {"text": text, secret: secret},
            {"html": f"<p>{text}</p>", "title": secret},
        ):
            for name in ("analyze", "stance"):
                await at.client.post(f"/v1/{name}", json=body, headers=PARENT)
        await at.client.request(secret, f"/{secret}?{secret}={secret}")
        failed = [s for s in at.spans() if s.status.status_code is StatusCode.ERROR]
        assert failed
        assert not [event for span in at.spans() for event in span.events]
        for span in at.spans():
            assert secret.lower() not in span.to_json().lower()


async def test_who_is_not_sampled_costs_no_spans(article: str) -> None:
    async with traced() as at:
        body = {"text": article, "tasks": TASKS}
        answer = await at.client.post("/v1/analyze", json=body, headers=UNSAMPLED)
        assert answer.status_code == 200
        assert answer.headers["traceresponse"].endswith("-00")
        assert at.spans() == ()


async def test_probes_and_metrics_are_not_traced() -> None:
    async with traced(FakeEngine()) as at:
        for path in ("/livez", "/readyz", "/startupz", "/metrics"):
            assert "traceresponse" not in (await at.client.get(path)).headers
        assert at.spans() == ()


@pytest.mark.parametrize("given", ["", "00-zz-00-01", f"00-{'0' * 32}-{SPAN}-01", "Zanzibar"])
async def test_a_broken_traceparent_begins_a_new_trace(given: str) -> None:
    async with traced(FakeEngine()) as at:
        await at.client.get("/v1/models", headers={"traceparent": given})
        (request,) = at.spans()
        assert request.parent is None


async def test_log_lines_name_the_trace(capsys: pytest.CaptureFixture[str]) -> None:
    async with traced(FakeEngine()) as at:
        await at.client.get("/v1/models")
        (request,) = at.spans()
        assert request.context is not None
        line = json.loads(capsys.readouterr().err.splitlines()[-1])
        assert line["trace_id"] == f"{request.context.trace_id:032x}"


class _Collector(BaseHTTPRequestHandler):
    """Takes what is posted to it."""

    got: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Be silent."""


async def test_a_collector_gets_the_spans_by_the_end(article: str) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Collector)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        endpoint = f"http://127.0.0.1:{server.server_port}"
        app = create_app(settings(otlp_endpoint=endpoint), FakeEngine())
        async with running(app) as asgi:
            transport = httpx.ASGITransport(asgi)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                await client.post("/v1/sentiment", json={"text": article}, headers=PARENT)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    paths = {path for path, _ in _Collector.got}
    body = b"".join(body for _, body in _Collector.got)
    assert paths == {"/v1/traces"}
    assert bytes.fromhex(TRACE) in body
    assert b"copydesk" in body
    assert b"harbour" not in body


_OFF = """
import sys, warnings
warnings.simplefilter("ignore")
from service.app import create_app
from service.inference.fake_engine import FakeEngine
create_app(engine=FakeEngine())
ours = "service.observability.tracing"
parts = ("opentelemetry.sdk", "opentelemetry.exporter", f"{ours}.exporter", f"{ours}.spans")
found = sorted(m for m in sys.modules if m.startswith(parts))
sys.exit(f"imported {found}" if found else 0)
"""


def test_without_an_endpoint_nothing_of_it_is_imported() -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", _OFF], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_traces_are_off_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    assert setup.from_settings(settings()) is None
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    made = setup.from_settings(settings())
    assert made is not None
    made.close()
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    assert setup.from_settings(settings()) is None


def test_without_the_extra_our_setting_is_an_error_and_the_others_are_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(values, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"copydesk\[otel\]"):
        settings(otlp_endpoint="http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "service.observability.tracing.exporter", None)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    assert setup.from_settings(settings()) is None
    assert "copydesk[otel]" in capsys.readouterr().err


@pytest.mark.parametrize("given", ["collector:4318", "ftp://a", "http://", "http://a b"])
def test_an_endpoint_is_an_address_of_the_web(given: str) -> None:
    with pytest.raises(ValueError, match="otlp_endpoint"):
        settings(otlp_endpoint=given)
