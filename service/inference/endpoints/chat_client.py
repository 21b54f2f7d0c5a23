"""A client of one OpenAI-compatible endpoint (`POST /chat/completions`)."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import structlog

from service.inference.endpoint_settings import EndpointSettings
from service.inference.protocol import EndpointFailed
from service.kit.circuit_breaker import CircuitBreaker

_log = structlog.get_logger("copydesk.endpoint")

MOST_BYTES = 1024 * 1024  # of an answer
_SLOW = 10.0  # seconds after which a call that was given up counts as a failure
_ASKED_WRONGLY = frozenset({400, 413, 422})  # which says nothing of the endpoint's health

Messages = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Completion:
    """The text of an answer, and whether the model came to an end of its own."""

    text: str
    ended: bool


class ChatClient:
    """Asks one endpoint. Its methods must be called in one event loop.

    After repeated failures the endpoint is not asked for a while; see `CircuitBreaker`. Neither
    texts nor the key are part of an error or of the log.

    Args:
        name: of the model, in the log.
        transport: replaces the network in tests.
    """

    def __init__(
        self,
        name: str,
        settings: EndpointSettings,
        breaker: CircuitBreaker | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._name, self._settings = name, settings
        self._breaker = breaker or CircuitBreaker()
        self._running = asyncio.Semaphore(settings.concurrency)
        key = os.environ.get(settings.key_env, "") if settings.key_env else ""
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(settings.seconds, connect=settings.connect_seconds),
            follow_redirects=False,  # texts go to the named address only
            transport=transport,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def complete(
        self, messages: Messages, max_tokens: int, deadline: float | None, **more: Any
    ) -> Completion:
        """The answer to messages. Raises `EndpointFailed`.

        Args:
            deadline: on the `time.monotonic` clock, None for none.
            more: other fields of the request.
        """
        body = {
            "model": self._settings.model,
            "messages": list(messages),
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": False,
            **more,
        }
        async with self._running:
            if not self._breaker.allows():
                raise EndpointFailed("the endpoint is not asked for a while, because it failed")
            return await self._reported(body, deadline)

    async def _reported(self, body: Mapping[str, Any], deadline: float | None) -> Completion:
        """Ask, and tell the breaker of the outcome."""
        began = time.monotonic()
        left = self._settings.seconds if deadline is None else deadline - began
        try:
            async with asyncio.timeout(min(left, self._settings.seconds)):
                found = await self._ask(body)
        except asyncio.CancelledError:
            if time.monotonic() - began > _SLOW:
                self._breaker.failed()
            raise
        except (TimeoutError, httpx.TimeoutException):
            self._fail("the endpoint did not answer in time")
        except httpx.HTTPError as error:
            self._fail(f"the endpoint could not be reached ({type(error).__name__})")
        except _Unhealthy as error:
            self._fail(str(error))
        except EndpointFailed:
            self._breaker.succeeded()
            raise
        self._breaker.succeeded()
        return found

    def _fail(self, why: str) -> None:
        self._breaker.failed()
        _log.warning("an endpoint failed", model=self._name, why=why)
        raise EndpointFailed(why) from None

    async def _ask(self, body: Mapping[str, Any]) -> Completion:
        url = f"{self._settings.url}/chat/completions"
        async with self._http.stream("POST", url, json=body) as answer:
            if answer.status_code in _ASKED_WRONGLY:
                raise EndpointFailed(f"the endpoint refused the request ({answer.status_code})")
            if answer.status_code != httpx.codes.OK:
                raise _Unhealthy(f"the endpoint answered with status {answer.status_code}")
            content = bytearray()
            async for part in answer.aiter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise _Unhealthy("the endpoint's answer is too long")
        return _completion(bytes(content))


class _Unhealthy(Exception):
    """The endpoint itself is at fault."""


def _completion(content: bytes) -> Completion:
    """The first choice of an answer."""
    try:
        choice = json.loads(content)["choices"][0]
        text = choice["message"]["content"]
        ended = choice.get("finish_reason") != "length"
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _Unhealthy("the endpoint's answer is no chat completion") from error
    if not isinstance(text, str):
        raise _Unhealthy("the endpoint's answer has no text")
    return Completion(text, ended)
