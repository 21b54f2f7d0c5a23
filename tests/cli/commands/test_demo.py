"""`copydesk demo`: a written summary is shown if a model for it is there."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from service.cli.commands.demo import _written

DOCUMENT = {"text": "The road is closed."}
ANSWER = {"summary": {"method": "abstractive"}}


def written(tasks: list[str], status: int = 200) -> tuple[dict[str, Any] | None, list[Any]]:
    """What the demo makes of a service with models of these tasks, and what it posted."""
    posted: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/models":
            return httpx.Response(200, json={"models": [{"task": task} for task in tasks]})
        posted.append(json.loads(request.content))
        return httpx.Response(status, json=ANSWER)

    with httpx.Client(base_url="http://t", transport=httpx.MockTransport(answer)) as client:
        return _written(client, DOCUMENT), posted


def test_with_a_model_it_asks_for_a_written_summary() -> None:
    assert written(["stance", "summary"]) == (ANSWER, [DOCUMENT | {"method": "abstractive"}])


@pytest.mark.parametrize(("tasks", "status"), [(["stance"], 200), (["summary"], 504)])
def test_without_one_or_without_success_there_is_none(tasks: list[str], status: int) -> None:
    assert written(tasks, status)[0] is None
