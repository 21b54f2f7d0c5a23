"""How much a key gets through by every way of posting, over all workers, with several at once."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from tests.chaos.conftest import Tried
from tests.server.workers.conftest import HANG, Serve, Served

pytestmark = pytest.mark.chaos
QUOTA = 100 * 1024  # bytes a minute
BODY = json.dumps({"text": "Good. " + "a" * 4000}).encode()
LINE = json.dumps({"text": "Good. " + "a" * 1000, "tasks": ["sentiment"]}).encode() + b"\n"
JSON, LINES = "application/json", "application/x-ndjson"

Way = Callable[[Served, int], int]  # one post of several: how many of its bytes were let through


def posted(service: Served, path: str, kind: str, body: bytes, *, declared: bool) -> httpx.Response:
    """The answer to a body on a connection of its own, empty where that was cut off."""

    def parts() -> Iterator[bytes]:
        for begin in range(0, len(body), 1500):
            yield body[begin : begin + 1500]

    headers = {"X-API-Key": "secret", "Content-Type": kind, "Idempotency-Key": "one"}
    with httpx.Client(timeout=HANG, trust_env=False, verify=False) as client:
        url = f"http://127.0.0.1:{service.port}{path}"
        try:
            return client.post(url, content=body if declared else parts(), headers=headers)
        except httpx.TransportError:
            return httpx.Response(499)


def of_a_body(service: Served, number: int) -> int:
    declared = number % 2 == 0
    answer = posted(service, "/v1/sentiment", JSON, BODY, declared=declared)
    return len(BODY) if answer.status_code == 200 else 0


def of_a_stream(service: Served, number: int) -> int:
    answer = posted(service, "/v1/analyze", LINES, LINE * 300, declared=False)
    return len(re.findall(r'"line":\d+,"result":\{', answer.text)) * len(LINE)


def of_a_job(service: Served, number: int) -> int:
    many = 30 if number % 2 else 300
    answer = posted(service, "/v1/jobs", LINES, LINE * many, declared=number % 3 == 0)
    return len(LINE) * many if answer.status_code == 202 else 0


# How many, and how much of the quota is used at least: what is refused half way costs some, too.
WAYS: dict[str, tuple[int, Way, float]] = {
    "100 bodies of 4 KB, half of undeclared length": (100, of_a_body, 0.8),
    "8 streams of 300 KB in lines of 1 KB": (8, of_a_stream, 0.0),
    "20 posts of jobs of 30 and 300 KB, again and again": (20, of_a_job, 0.0),
}


@pytest.mark.parametrize("what", WAYS)
def test_no_way_of_posting_passes_the_quota(
    serve: Serve, tried: Tried, tmp_path: Path, what: str
) -> None:
    count, way, least = WAYS[what]
    add(tmp_path / "keys.toml", ApiKey("news", digest("secret"), quota=QUOTA / 1024))
    given = ("--keys-file", str(tmp_path / "keys.toml"), "--jobs", str(tmp_path / "jobs"))
    service = serve("--workers", "2", *given).ready()
    service.until(lambda: len(service.workers()) == 2)
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        passed = sum(pool.map(lambda number: way(service, number), range(count)))
    seconds = time.monotonic() - began
    assert least * QUOTA <= passed <= QUOTA * (1 + seconds / 60) + 1
    seen = f"{passed / QUOTA:.2f} times the quota in {seconds:.1f} s"
    tried("Quotas", f"{what}, 8 at once, 2 workers", "100 KiB a minute", seen)
