"""Traces of what is done for jobs, each linked to the request that posted the job."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, EngineNotReady, Window
from service.jobs import runner
from service.jobs.sqlite.store import SqliteStore
from tests.api.jobs.test_jobs import BAD, GOOD, ended

pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="needs copydesk[otel]")

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanKind, StatusCode

from tests.observability.tracing.test_traces import PARENT, TRACE, UNSAMPLED, own, parent, traced


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "jobs.sqlite")


async def post(
    client: httpx.AsyncClient, *texts: str, headers: dict[str, str] | None = None
) -> str:
    """The id of a job of these texts that has ended."""
    body = {"documents": [{"text": text} for text in texts], "tasks": ["sentiment"]}
    answer = await client.post("/v1/jobs", json=body, headers=headers)
    return str((await ended(client, answer.headers["location"]))["id"])


def told(span: ReadableSpan, name: str) -> object:
    """An attribute."""
    return (span.attributes or {}).get(f"copydesk.{name}")


def linked(span: ReadableSpan) -> list[tuple[str, int]]:
    """Trace and span of its links."""
    return [(f"{link.context.trace_id:032x}", link.context.span_id) for link in span.links]


async def test_each_document_has_a_trace_linked_to_the_post(store: SqliteStore) -> None:
    async with traced(store=store) as at:
        job = await post(at.client, GOOD, "", BAD, headers=PARENT)
        (request,) = at.named("POST /v1/jobs")
        roots = at.named("job")
    assert len(roots) == 3
    for root in roots:
        assert (root.parent, root.kind) == (None, SpanKind.CONSUMER)
        assert linked(root) == [(TRACE, own(request))]
        assert (told(root, "job"), told(root, "attempts")) == (job, 1)
    traces = {root.context.trace_id for root in roots if root.context}
    assert len(traces | {int(TRACE, 16)}) == 4
    assert sorted(str(told(root, "outcome")) for root in roots) == ["invalid-request", "ok", "ok"]
    documents = {parent(span): told(span, "index") for span in at.named("document")}
    good = [root for root in roots if told(root, "outcome") == "ok"]
    assert {documents[own(root)] for root in good} == {0, 2}
    for name in ("text", "inference"):
        above = {own(span) for span in at.named("document")}
        assert {parent(span) for span in at.named(name)} == above


async def test_a_post_without_context_is_linked_as_well(store: SqliteStore) -> None:
    async with traced(FakeEngine(), store) as at:
        await post(at.client, GOOD)
        (request,), (root,) = at.named("POST /v1/jobs"), at.named("job")
        assert request.context is not None
        assert linked(root) == [(f"{request.context.trace_id:032x}", own(request))]


async def test_who_is_not_sampled_costs_a_job_no_spans(store: SqliteStore) -> None:
    async with traced(store=store) as at:
        await post(at.client, GOOD, headers=UNSAMPLED)
        assert not [span for span in at.spans() if not span.name.startswith("GET ")]


async def test_a_job_posted_while_traces_were_off_has_them_without_a_link(
    store: SqliteStore,
) -> None:
    await store.open()
    job = await store.begin("", None, None)
    await store.add(job, [json.dumps({"text": GOOD}).encode()])
    await store.commit(job, "print")
    async with traced(FakeEngine(), store) as at:
        await ended(at.client, f"/v1/jobs/{job}")
        (root,) = at.named("job")
        assert linked(root) == []


async def test_what_fails_is_told_and_what_was_posted_is_not(
    store: SqliteStore, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "Zanzibar"
    engine = FakeEngine(fail_on=secret, error=RuntimeError(secret))
    async with traced(engine, store) as at:
        await post(at.client, f"The {secret} praised it.", headers=PARENT)
        (root,) = at.named("job")
        assert root.status.status_code is StatusCode.ERROR
        assert told(root, "outcome") == "internal-error"
        assert root.context is not None
        trace = f"{root.context.trace_id:032x}"
        for span in at.spans():
            assert secret.lower() not in span.to_json().lower()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert trace in {line.get("trace_id") for line in lines if line["level"] == "error"}


class Late(FakeEngine):
    """Is not ready when it is first asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        self.asked += 1
        if self.asked == 1:
            raise EngineNotReady("loading")
        return await super().classify(task, windows, call)


async def test_what_is_given_back_is_told_and_tried_again_in_another_trace(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "_PAUSE_SECONDS", 0.01)
    async with traced(Late(), store) as at:
        await post(at.client, GOOD)
        first, second = at.named("job")
    assert (told(first, "outcome"), told(second, "outcome")) == ("given back", "ok")
    assert (first.attributes or {})["error.type"] == "NotNow"
    assert linked(first) == linked(second)
