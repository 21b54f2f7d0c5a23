"""Quota: the bucket's arithmetic, and what callers see of it."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from pydantic import ValidationError

from service.http.problems import QuotaExceeded
from service.http.quota import Bucket, Quota
from service.inference.fake import FakeEngine
from service.inference.types import EngineOverloaded
from service.keys.key import Key
from tests.conftest import Connect, settings
from tests.http.test_forecast import Clock
from tests.http.test_system import metric

URN = "urn:copydesk:problem:"


def taken(bucket: Bucket, size: int) -> int:
    """Seconds to wait, 0 when the bytes were taken."""
    try:
        bucket.take(size)
    except QuotaExceeded as problem:
        return int(problem.headers["Retry-After"])
    return 0


def test_a_bucket_fills_at_its_rate_and_holds_a_minute() -> None:
    clock = Clock()
    bucket = Bucket(60, clock)  # 1 KiB a second
    assert taken(bucket, 60 * 1024) == 0
    assert taken(bucket, 1) == 1
    assert taken(bucket, 10 * 1024) == 10
    clock.now += 9.5
    assert taken(bucket, 10 * 1024) == 1
    clock.now += 0.5
    assert taken(bucket, 10 * 1024) == 0
    clock.now += 10_000
    assert taken(bucket, 60 * 1024) == 0
    assert taken(bucket, 1) == 1


@pytest.mark.parametrize("size", [1, 100, 119, 120, 5000, 7168])
def test_retry_after_is_exact(size: int) -> None:
    clock = Clock()
    bucket = Bucket(7, clock)
    assert taken(bucket, 7 * 1024) == 0
    wait = taken(bucket, size)
    clock.now += wait - 1
    assert taken(bucket, size) == 1
    clock.now += 1
    assert taken(bucket, size) == 0


def test_a_body_larger_than_the_bucket_passes_once_it_is_full_and_leaves_a_debt() -> None:
    clock = Clock()
    bucket = Bucket(60, clock)
    assert taken(bucket, 180 * 1024) == 0
    assert taken(bucket, 180 * 1024) == 180
    assert taken(bucket, 1024) == 121
    clock.now += 121
    assert taken(bucket, 1024) == 0


def test_what_was_not_known_is_settled() -> None:
    bucket = Bucket(60, Clock())
    bucket.take(1)
    bucket.settle(60 * 1024 - 1)
    assert taken(bucket, 1) == 1
    bucket.settle(-(90 * 1024))
    assert bucket.headers()["RateLimit"] == '"key";r=61440;t=0'


def test_names_have_buckets_of_their_own_and_both_keys_of_a_name_share_one() -> None:
    quota = Quota(60)
    first, second = Key("a", b"1"), Key("a", b"2")
    shared = quota.bucket(first)
    assert shared is not None
    assert quota.bucket(second) is shared
    assert quota.bucket(Key("b", b"3")) is not shared


def test_a_key_s_own_quota_goes_before_that_of_all_and_may_be_changed() -> None:
    quota = Quota(60)
    own = quota.bucket(Key("a", b"1", quota=7))
    assert own is not None
    assert own.kib_per_minute == 7
    own.take(7 * 1024)
    changed = quota.bucket(Key("a", b"1", quota=8))
    assert changed is not None
    assert taken(changed, 8 * 1024) == 0
    assert Quota().bucket(Key("a", b"1")) is None


def test_a_quota_without_keys_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="QUOTA_KIB_PER_MINUTE needs COPYDESK_KEYS_FILE"):
        settings(quota_kib_per_minute=5)


def document(size: int) -> bytes:
    """A body of so many bytes."""
    head, tail = b'{"text": "A word. ', b'"}'
    return head + b"a" * (size - len(head) - len(tail)) + tail


async def post(
    client: httpx.AsyncClient, size: int, key: str = "first", *, chunked: bool = False
) -> httpx.Response:
    """A summary of a body of so many bytes."""

    async def parts() -> object:
        yield document(size)  # type: ignore[misc]

    headers = {"X-API-Key": key, "Content-Type": "application/json"}
    content = parts() if chunked else document(size)
    return await client.post("/v1/summary", content=content, headers=headers)  # type: ignore[arg-type]


async def test_a_key_that_posts_too_much_is_told_when_to_come_back(connect: Connect) -> None:
    async with connect(api_keys="first,second", quota_kib_per_minute=2) as client:
        first = await post(client, 1024)
        assert first.status_code == 200
        assert first.headers["ratelimit-policy"] == '"key";q=2048;qu="content-bytes";w=60'
        assert first.headers["ratelimit"].startswith('"key";r=10')
        assert (await post(client, 1000)).status_code == 200
        late = await post(client, 1024)
        assert (late.status_code, late.json()["type"]) == (429, URN + "quota-exceeded")
        assert 25 <= int(late.headers["retry-after"]) <= 30
        assert late.headers["ratelimit"].startswith('"key";r=')
        assert (await post(client, 1024, "second")).status_code == 200
        assert (await post(client, 10, "third")).status_code == 401
        assert await metric(client, 'copydesk_rejected_requests_total{reason="quota"}') == 1


async def test_a_body_of_unknown_length_is_charged_once_it_is_there(connect: Connect) -> None:
    async with connect(api_keys="first", quota_kib_per_minute=2) as client:
        for _ in range(2):
            assert (await post(client, 1100, chunked=True)).status_code == 200
        assert (await post(client, 1100, chunked=True)).status_code == 429


async def test_what_fails_for_our_sake_costs_nothing(connect: Connect) -> None:
    engine = FakeEngine(fail_on="A word", error=EngineOverloaded(1.0))
    async with connect(engine, api_keys="first", quota_kib_per_minute=2) as client:
        for _ in range(5):
            headers = {"X-API-Key": "first", "Content-Type": "application/json"}
            response = await client.post("/v1/sentiment", content=document(1500), headers=headers)
            assert response.status_code == 503
            await asyncio.sleep(0)


async def test_without_a_quota_nothing_is_said_of_one(connect: Connect) -> None:
    async with connect(api_keys="first") as client:
        response = await post(client, 5000)
    assert response.status_code == 200
    assert "ratelimit" not in response.headers
