"""The shipped models, end to end, on our own articles (`copydesk models pull` first)."""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from service.app import create_app
from service.cli.client import in_process
from service.config.settings import Settings
from service.jobs.capacity import FIRST_RATIO
from service.jobs.packing import pack
from tests.acceptance.check_analysis import faults

JSON = {"Content-Type": "application/json"}
EXAMPLES = Path(__file__).parents[2] / "examples"

pytestmark = [pytest.mark.models, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app over the real engine."""
    async with in_process(
        create_app(Settings(_env_file=None, log_level="error", precision="fp32"))
    ) as made:
        yield made


async def analyze(client: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    """The answer of /v1/analyze."""
    answer = await client.post("/v1/analyze", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_our_article_stands_up_to_the_acceptance_check(client: httpx.AsyncClient) -> None:
    text = (EXAMPLES / "harbour-road.txt").read_text(encoding="utf-8")
    result = await analyze(client, text=text)
    wanted = argparse.Namespace(
        sentences=3,
        stance=["Ana Duarte", "harbour road"],
        sentiment=["negative", "mixed"],
        not_in_summary=["Portvale Courier", "Okafor", "Read more"],
    )
    assert faults(text, result, wanted) == []


async def test_a_job_keeps_no_more_of_an_article_than_is_taken_for_granted(
    client: httpx.AsyncClient,
) -> None:
    posted = json.dumps({"text": (EXAMPLES / "harbour-road.txt").read_text(encoding="utf-8")})
    answer = await client.post("/v1/analyze", content=posted, headers=JSON)
    ratio = len(pack(answer.content)) / len(posted.encode())
    assert 1.0 < ratio < FIRST_RATIO, ratio


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The mayor is a brilliant leader and everyone loves her.", "positive"),
        ("The senator is a liar who ruined the town.", "negative"),
        ("The committee will meet on Tuesday at nine.", "neutral"),
    ],
)
async def test_plain_sentiment(client: httpx.AsyncClient, text: str, label: str) -> None:
    result = await analyze(client, text=text, tasks=["sentiment"])
    assert result["sentiment"]["sentences"][0]["label"] == label


@pytest.mark.parametrize("profile", ["fast", "accurate"])
async def test_stance_tells_two_targets_of_one_sentence_apart(
    client: httpx.AsyncClient, profile: str
) -> None:
    text = "Callander praised Duarte for her courage, and called Brandt a coward and a liar."
    body = {"text": text, "targets": ["Duarte", "Brandt"], "profile": profile}
    result = await analyze(client, **body, tasks=["stance"])
    labels = {t["text"]: t["label"] for t in result["stance"]["targets"]}
    assert labels == {"Duarte": "favor", "Brandt": "against"}


@pytest.mark.parametrize(
    ("text", "target", "label"),
    [
        ("Nobody who lives on this street wants the cameras gone.", "street cameras", "favor"),
        ("Nobody who lives on this street wants the cameras.", "street cameras", "against"),
        ("Children who get a tutor catch up within a year.", "We should fund tutoring", "favor"),
        ("Every euro spent on tutoring is a euro wasted.", "We should fund tutoring", "against"),
    ],
)
async def test_issues_and_claims_never_seen_are_read_by_the_accurate_profile(
    client: httpx.AsyncClient, text: str, target: str, label: str
) -> None:
    body = {"text": text, "targets": [target], "profile": "accurate", "tasks": ["stance"]}
    result = await analyze(client, **body)
    assert result["stance"]["targets"][0]["label"] == label
    assert result["stance"]["model"] == "stance-mpnet"


async def test_alone_and_in_a_batch_a_document_scores_the_same(client: httpx.AsyncClient) -> None:
    texts = [(EXAMPLES / name).read_text() for name in ("short.txt", "press-release.txt")]
    both = await client.post("/v1/sentiment", json={"documents": [{"text": t} for t in texts]})
    for text, batched in zip(texts, both.json()["documents"], strict=True):
        alone = (await client.post("/v1/sentiment", json={"text": text})).json()
        one, other = alone["sentiment"]["sentences"], batched["sentiment"]["sentences"]
        assert [s["score"] for s in one] == pytest.approx([s["score"] for s in other], abs=2e-4)


async def test_the_demo_starts_posts_and_stops_cleanly() -> None:
    command = [sys.executable, "-m", "service", "demo", str(EXAMPLES / "short.txt")]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Summary" in done.stdout
    assert '"sentiment"' in done.stdout


async def test_a_text_nobody_would_post_is_read_to_its_end(client: httpx.AsyncClient) -> None:
    text = "The council met again and nothing came of it, " * 400 + "but Duarte was praised"
    result = await analyze(client, text=text, targets=["Duarte"], tasks=["stance", "sentiment"])
    last = result["stance"]["targets"][0]["mentions"][-1]
    assert text[last["begin"] : last["end"]] == "Duarte"
    assert sum(len(s["span"]["text"]) for s in result["sentiment"]["sentences"]) > 0.99 * len(text)


async def test_shipped_models_are_read_as_transformers_builds_them() -> None:
    from service.inference.models.registry import Registry
    from tests.inference.models.test_loader import check_as_built

    registry = Registry.from_settings(Settings(_env_file=None))
    for name in registry.entries:
        check_as_built(registry, name)
