"""Valid requests that are refused because of the service's state, and how that is counted."""

from __future__ import annotations

import httpx
import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import (
    DeadlinePassed,
    EngineNotReady,
    EngineOverloaded,
    ModelInfo,
    NoSuchModel,
)
from service.observability.metrics import REJECTIONS
from tests.api.routes.test_system import metric
from tests.conftest import Connect

URN = "urn:copydesk:problem:"


class WithoutStance(FakeEngine):
    """No model serves stance."""

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        if task == "stance":
            raise NoSuchModel(task, profile or "fast")
        return super().info(task, profile)


@pytest.mark.parametrize("name", ["stance", "analyze"])
async def test_a_task_without_a_model_is_not_implemented(
    connect: Connect, name: str, article: str
) -> None:
    async with connect(WithoutStance()) as client:
        response = await client.post(f"/v1/{name}", json={"text": article})
        assert (response.status_code, response.json()["type"]) == (501, URN + "task-not-served")
        assert response.json()["detail"] == "No model here serves stance in the profile fast."
        asked = {"text": article, "tasks": ["summary", "sentiment"]}
        assert (await client.post("/v1/analyze", json=asked)).status_code == 200


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (EngineOverloaded(3.2), 503, "queue"),
        (EngineNotReady("stopping"), 503, "not_ready"),
        (DeadlinePassed({"queue": 1.0}), 504, None),
        (RuntimeError("broken"), 500, None),
    ],
)
async def test_a_refusal_is_counted_once_by_its_reason(
    connect: Connect, error: Exception, status: int, reason: str | None
) -> None:
    async with connect(FakeEngine(fail_on="word", error=error)) as client:
        response = await client.post("/v1/sentiment", json={"text": "A word."})
        assert response.status_code == status
        for name in REJECTIONS:
            line = f'copydesk_rejected_requests_total{{reason="{name}"}}'
            assert await metric(client, line) == (1 if name == reason else 0)


async def test_stages_are_recorded_once_a_request(client: httpx.AsyncClient, article: str) -> None:
    for _ in range(3):
        await client.post("/v1/analyze", json={"text": article, "targets": ["Ana Duarte"]})
    for stage in ("text", "names", "model"):
        assert await metric(client, f'copydesk_stage_seconds_count{{stage="{stage}"}}') == 3
    assert await metric(client, 'copydesk_stage_seconds_count{stage="other"}') == 0
