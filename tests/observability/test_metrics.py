"""The series of /metrics: what stands there, and that no caller can add to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from service.api.errors.problems import all_problems
from service.api.schemas import operations
from service.inference.events import Cached
from service.inference.fake_engine import FakeEngine
from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from service.observability.metrics import DENIALS, REJECTIONS, STAGES
from service.observability.process_metrics import memory_limit, own_memory
from service.result_cache.shared_results import Outcome
from service.tasks.warnings import WarningCode
from tests.conftest import Connect

METHODS = {"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "other"}
STATUSES = {
    "200",
    "307",
    "400",
    "401",
    "403",
    "404",
    "405",
    "413",
    "415",
    "422",
    "501",
    "503",
    "504",
}
OPERATIONS = tuple(operation.name for operation in operations.OPERATIONS)


async def series(client: httpx.AsyncClient) -> set[tuple[str, frozenset[tuple[str, str]]]]:
    """Every series by its name and labels."""
    text = (await client.get("/metrics")).text
    return {
        (sample.name, frozenset(sample.labels.items()))
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def attack(client: httpx.AsyncClient, salt: str) -> None:
    """One request of each hostile kind, unlike those with any other salt."""
    text = f"A great success {salt}. It is terrible."
    for path in (f"/{salt}", f"/v1/{salt}", f"/v1/summary/{salt}", f"/docs/assets/{salt}.js",
                 f"/v1/stance?{salt}={salt}", f"/V1/SUMMARY%2f{salt}", f"//{salt}"):  # fmt: skip
        for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", salt):
            await client.request(method, path)
    for headers in (
        {"X-API-Key": salt},
        {"Authorization": f"Bearer {salt}"},
        {"X-Request-ID": salt, "traceparent": salt, "User-Agent": salt, "Host": salt},
        {"X-Request-Timeout": salt},
        {"Content-Type": salt, "Content-Encoding": salt},
        {"X-API-Key": "mine", "X-Request-ID": salt},
    ):
        for name in OPERATIONS:
            await client.post(f"/v1/{name}", json={"text": text}, headers=headers)
    mine = {"X-API-Key": "mine"}
    for body in (
        {"text": text, "id": salt, "targets": [salt, {"text": salt, "id": salt}]},
        {"text": text, "language": salt},
        {"text": text, "profile": salt},
        {"text": text, "tasks": [salt]},
        {"text": text, salt: salt},
        {"html": f"<{salt}>"},
        {"documents": [{"text": text, "id": salt}, {"text": salt}, {"text": ""}, {salt: 1}]},
    ):
        for name in OPERATIONS:
            await client.post(f"/v1/{name}", json=body, headers=mine)


async def test_hostile_requests_add_no_series(connect: Connect, tmp_path: Path) -> None:
    keys = tmp_path / "keys.toml"
    add(keys, ApiKey("news", digest("mine")))
    async with connect(keys_file=keys) as client:
        await attack(client, "FIRST")
        await series(client)  # it counts itself, once it is answered
        before = await series(client)
        for number in range(2):
            await attack(client, f"SALT{number}")
        after = await series(client)
    assert after == before
    assert not [labels for _, labels in after if any("FIRST" in value for _, value in labels)]


async def test_every_label_has_values_of_a_closed_set(connect: Connect, tmp_path: Path) -> None:
    keys = tmp_path / "keys.toml"
    add(keys, ApiKey("news", digest("mine")))
    outcomes = {"ok"} | {problem.slug() for problem in all_problems()}
    models = {info.name for info in FakeEngine().models}
    async with connect(keys_file=keys) as client:
        await attack(client, "FIRST")
        await client.get("/v1/models", headers={"X-API-Key": "mine"})
        found = await series(client)
        documented = set((await client.get("/openapi.json")).json()["paths"])
    routes = documented | {"other", "/", "/docs", "/docs/assets/{name}", "/openapi.json"}
    closed = {
        "route": routes, "method": METHODS, "status": STATUSES, "operation": {*OPERATIONS, "jobs"},
        "outcome": outcomes | set(get_args(Cached)) | set(get_args(Outcome)),
        "key": {"news"}, "model": models,
        "code": {code.value for code in WarningCode}, "stage": set(STAGES),
        "reason": {*REJECTIONS, *DENIALS, "cancelled", "expired", "stopped", "error",
                   "not_a_number", "memory", "lane"},
    }  # fmt: skip
    for name, labels in found:
        for label, value in labels:
            if label != "le":
                assert value in closed[label], (name, label, value)


async def test_no_series_says_when_it_was_made(client: httpx.AsyncClient) -> None:
    await client.post("/v1/summary", json={"text": "A word."})
    assert not [name for name, _ in await series(client) if name.endswith("_created")]


async def test_readiness_and_memory_are_gauges(connect: Connect) -> None:
    engine = FakeEngine()
    async with connect(engine) as client:

        async def value(name: str) -> float:
            text = (await client.get("/metrics")).text
            (line,) = [x for x in text.splitlines() if x.startswith(f"copydesk_{name} ")]
            return float(line.split()[1])

        assert await value("ready") == 1
        assert 1e6 < await value("memory_bytes") < await value("memory_limit_bytes")
        await engine.stop()
        assert await value("ready") == 0


def test_own_memory_grows_with_what_is_kept() -> None:
    before = own_memory()
    kept = os.urandom(64 << 20)
    assert own_memory() - before > len(kept) // 2
    assert own_memory(Path("/proc/no/such")) == 0


@pytest.mark.parametrize(
    ("name", "text", "limit"),
    [
        ("memory.max", "1048576\n", 1 << 20),
        ("memory.max", "max\n", None),
        ("memory/memory.limit_in_bytes", "2097152\n", 2 << 20),
        ("memory/memory.limit_in_bytes", "9223372036854771712\n", None),
        (None, "", None),
    ],
)
def test_the_limit_is_the_containers_or_the_machines(
    tmp_path: Path, name: str | None, text: str, limit: int | None
) -> None:
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    if name is not None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert memory_limit(tmp_path) == (limit or machine)
