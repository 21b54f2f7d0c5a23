"""The client of an endpoint: every way in which one can fail, and that it is left alone then."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from service.inference.endpoint_settings import EndpointSettings
from service.inference.endpoints.chat_client import MOST_BYTES, ChatClient, Completion
from service.inference.protocol import EndpointFailed
from service.kit.circuit_breaker import FAILURES, CircuitBreaker
from tests.inference.endpoints.stand_in import Answer, hang_up, raw, said, slow, standing_in

MESSAGES = [{"role": "user", "content": "the secret text"}]


@asynccontextmanager
async def client(url: str, **settings: Any) -> AsyncIterator[ChatClient]:
    made = ChatClient("theirs", EndpointSettings(url=url, model="m", **settings))
    try:
        yield made
    finally:
        await made.close()


async def test_an_answer_is_its_first_choice() -> None:
    with standing_in(said("Hello.")) as (url, endpoint):
        async with client(url) as made:
            assert await made.complete(MESSAGES, 20, None, stop=["x"]) == Completion("Hello.", True)
    ((body, headers),) = endpoint.asked
    assert body == {
        "model": "m", "messages": MESSAGES, "max_tokens": 20, "temperature": 0, "stream": False,
        "stop": ["x"],
    }  # fmt: skip
    assert headers["path"] == "/v1/chat/completions"
    assert "authorization" not in headers


async def test_the_key_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THEIR_KEY", "k-1")
    with standing_in(said("Hello.")) as (url, endpoint):
        async with client(url, key_env="THEIR_KEY") as made:
            await made.complete(MESSAGES, 20, None)
    assert endpoint.asked[0][1]["authorization"] == "Bearer k-1"


async def test_an_answer_that_was_cut_off_says_so() -> None:
    with standing_in(said("Hello. The", finish="length")) as (url, _):
        async with client(url) as made:
            assert not (await made.complete(MESSAGES, 20, None)).ended


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (raw(b"", 500), "status 500"),
        (raw(b"", 401), "status 401"),
        (raw(b"", 429), "status 429"),
        (raw(b"", 302, Location="http://127.0.0.1:1/"), "status 302"),
        (raw(b"", 400), r"refused the request \(400\)"),
        (raw(b"<html>"), "no chat completion"),
        (raw(b"\xff\x00"), "no chat completion"),
        (raw(b"[" * 50_000), "no chat completion"),
        (raw(b'{"choices": []}'), "no chat completion"),
        (raw(b'{"choices": [{"message": "hi"}]}'), "no chat completion"),
        (raw(b'{"error": "the secret text"}'), "no chat completion"),
        (said(None), "has no text"),
        (said([{"type": "text", "text": "a"}]), "has no text"),
        (raw(b" " * (MOST_BYTES + 1)), "too long"),
        (hang_up, r"could not be reached \(RemoteProtocolError\)"),
        (slow(2.0), "did not answer in time"),
    ],
)
async def test_what_is_no_answer_is_a_failure_without_the_text(answer: Answer, why: str) -> None:
    with standing_in(answer) as (url, _):
        async with client(url, seconds=0.4) as made:
            with pytest.raises(EndpointFailed, match=why) as caught:
                await made.complete(MESSAGES, 20, None)
    assert "secret" not in str(caught.value)


async def test_nobody_there_is_a_failure() -> None:
    async with client("http://127.0.0.1:9/v1") as made:
        with pytest.raises(EndpointFailed, match="could not be reached"):
            await made.complete(MESSAGES, 20, None)


async def test_the_deadline_goes_before_the_longest_wait() -> None:
    with standing_in(slow(5.0)) as (url, _):
        async with client(url, seconds=60) as made:
            began = time.monotonic()
            with pytest.raises(EndpointFailed, match="in time"):
                await made.complete(MESSAGES, 20, began + 0.1)
    assert time.monotonic() - began < 5.0


async def test_a_caller_who_leaves_ends_the_call() -> None:
    with standing_in(slow(5.0)) as (url, endpoint):
        async with client(url) as made:
            work = asyncio.create_task(made.complete(MESSAGES, 20, None))
            async with asyncio.timeout(10):
                while not endpoint.asked:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work


async def test_an_endpoint_that_fails_is_left_alone_for_a_while() -> None:
    now = [100.0]
    with standing_in(raw(b"", 500)) as (url, endpoint):
        settings = EndpointSettings(url=url, model="m")
        made = ChatClient("theirs", settings, CircuitBreaker(lambda: now[0]))
        for _ in range(FAILURES + 2):
            with pytest.raises(EndpointFailed):
                await made.complete(MESSAGES, 20, None)
        assert len(endpoint.asked) == FAILURES
        now[0] += 60
        endpoint.answer = staticmethod(said("Back."))
        assert (await made.complete(MESSAGES, 20, None)).text == "Back."
        assert (await made.complete(MESSAGES, 20, None)).text == "Back."
        await made.close()


async def test_a_request_that_is_refused_does_not_close_the_endpoint() -> None:
    with standing_in(raw(b"", 400)) as (url, endpoint):
        async with client(url) as made:
            for _ in range(FAILURES + 2):
                with pytest.raises(EndpointFailed, match="400"):
                    await made.complete(MESSAGES, 20, None)
    assert len(endpoint.asked) == FAILURES + 2


async def test_no_more_requests_at_a_time_than_the_manifest_says() -> None:
    with standing_in(said("Hello.")) as (url, endpoint):
        async with client(url, concurrency=1) as made:
            calls = [made.complete(MESSAGES, 20, None) for _ in range(5)]
            assert {c.text for c in await asyncio.gather(*calls)} == {"Hello."}
    assert len(endpoint.asked) == 5
