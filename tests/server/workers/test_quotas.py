"""A quota is shared by all workers of a service, and by replicas with the same Redis."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from tests.redis_server import RedisServer, redis_server
from tests.server.workers.conftest import HANG, Serve, Served

KIB = 40  # a minute
BODY = json.dumps({"text": "A word. " + "a" * 1000}).encode()
COVERED = KIB * 1024 // len(BODY)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A keys file in which `first` and `second` are of one name."""
    path = tmp_path / "keys.toml"
    for secret in ("first", "second"):
        add(path, ApiKey("news", digest(secret), quota=KIB))
    return path


def asked(service: Served, secret: str, *, chunked: bool) -> int:
    """The status of a body, on a connection of its own: any worker may take it."""
    headers = {"X-API-Key": secret, "Content-Type": "application/json"}
    with httpx.Client(timeout=HANG, trust_env=False, verify=False) as client:
        content = iter([BODY[:500], BODY[500:]]) if chunked else BODY
        url = f"http://127.0.0.1:{service.port}/v1/sentiment"
        return client.post(url, content=content, headers=headers).status_code


def flood(services: list[Served], count: int) -> Counter[int]:
    """Statuses of so many bodies, eight at once, by both keys, of declared length and not."""
    with ThreadPoolExecutor(8) as pool:
        return Counter(
            pool.map(
                lambda n: asked(
                    services[n % len(services)],
                    ("first", "second")[n // 2 % 2],
                    chunked=n % 3 == 0,
                ),
                range(count),
            )
        )


def covered(seconds: float) -> float:
    """How many bodies the quota covers in so long a time."""
    return COVERED * (1 + seconds / 60) + 1


def test_all_workers_count_together_and_a_killed_one_opens_nothing(
    serve: Serve, keys: Path
) -> None:
    service = serve("--workers", "2", "--keys-file", str(keys)).ready()
    service.until(lambda: len(service.workers()) == 2)
    began = time.monotonic()
    found = flood([service], 3 * COVERED)
    assert found[200] + found[429] == 3 * COVERED
    # Half of the bodies of undeclared length may be lost with the quota's last bytes.
    assert 0.8 * COVERED <= found[200] <= covered(time.monotonic() - began)
    first, _ = workers = service.workers()
    os.kill(first, signal.SIGKILL)
    service.until(lambda: first not in service.workers() and len(service.workers()) == 2)
    service.until(lambda: service.status("/readyz") == 200)
    found += flood([service], COVERED)
    assert found[200] <= covered(time.monotonic() - began)
    assert workers != service.workers()


def test_replicas_count_together_in_redis_and_go_on_without_it(
    serve: Serve, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with redis_server() as redis:
        monkeypatch.setenv("COPYDESK_QUOTA_REDIS_URL", redis.url)
        replicas = [serve("--keys-file", str(keys)).ready() for _ in range(2)]
        began = time.monotonic()
        found = flood(replicas, 3 * COVERED)
        assert 0.8 * COVERED <= found[200] <= covered(time.monotonic() - began)
        redis.kill()
        late = flood(replicas, COVERED)
    assert set(found) | set(late) == {200, 429}  # nobody failed
    seconds = time.monotonic() - began
    assert found[200] + late[200] <= len(replicas) * covered(seconds)


def test_a_redis_that_hangs_costs_no_answer(
    serve: Serve, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis = RedisServer()
    try:
        monkeypatch.setenv("COPYDESK_QUOTA_REDIS_URL", redis.url)
        service = serve("--keys-file", str(keys)).ready()
        redis.hold()
        began = time.monotonic()
        found = flood([service], 2 * COVERED)
        assert 0.8 * COVERED <= found[200] <= covered(time.monotonic() - began)
        assert set(found) == {200, 429}
        service.process.send_signal(signal.SIGTERM)
        code, err = service.end()
    finally:
        redis.kill()
    assert code == 0
    assert err.count("Redis does not answer; each machine counts quotas by itself") == 1
