"""Small texts whose verdict is beyond doubt, answered by the shipped models of each profile."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from service.app import create_app
from service.cli.client import in_process
from service.config.settings import Settings
from service.inference.manifest.entry import PROFILES

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("verdict_cases.jsonl").read_text("utf-8").splitlines()
]
# What is still wrong, by profile. A case that comes right must leave this list.
WRONG = {
    "balanced": frozenset(
        "negation-1 negation-3 negation-4 claim-hedge event-promises event-shock event-loser "
        "side-developer author-stadium author-dahl sent-celebrate sent-rise".split()
    ),
    "fast": frozenset(
        "negation-1 negation-3 negation-4 claim-polarity-1 claim-polarity-2 claim-polarity-4 "
        "claim-hedge event-promises event-shock author-stadium author-shelter author-dahl "
        "sent-celebrate sent-rise".split()
    ),
    "accurate": frozenset(
        "emoji-1 negation-3 claim-polarity-4 claim-hedge event-promises event-shock author-ames "
        "author-dahl".split()
    ),
}

pytestmark = [pytest.mark.models, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app over the real engine."""
    settings = Settings(_env_file=None, log_level="error", precision="fp32", profiles=[*PROFILES])
    async with in_process(create_app(settings)) as made:
        yield made


def verdicts(case: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The verdict that a case is about."""
    found: dict[str, Any] = answer[case["task"]]
    if case["where"] == "sentence":
        found = found["sentences"][0]
    elif case["where"] == "target":
        found = found["targets"][0]
    return found


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
async def test_a_verdict_beyond_doubt(
    client: httpx.AsyncClient, case: dict[str, Any], profile: str
) -> None:
    answer = await client.post(f"/v1/{case['task']}", json=case["body"] | {"profile": profile})
    assert answer.status_code == 200, answer.text
    found = verdicts(case, answer.json())
    assert (found["label"] in case["right"]) == (case["id"] not in WRONG[profile])


@pytest.mark.parametrize("profile", PROFILES)
async def test_no_side_without_evidence_for_it(client: httpx.AsyncClient, profile: str) -> None:
    for case in CASES:
        if case["task"] != "stance":
            continue
        answer = await client.post("/v1/stance", json=case["body"] | {"profile": profile})
        found = verdicts(case, answer.json())
        sides = {evidence["label"] for evidence in found["evidence"]}
        assert found["label"] in sides | {"neutral"}, case["id"]
