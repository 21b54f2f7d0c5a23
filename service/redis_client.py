"""The one place that makes clients of Redis (extra `redis`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr
    from redis.asyncio import Redis


class NoRedis(Exception):
    """An address of Redis is set, and the extra that talks to it is not installed."""


def connect(url: SecretStr, *, seconds: float, connections: int = 32) -> Redis:
    """A client that connects when first used; answers are bytes.

    Args:
        url: `redis://`, `rediss://` or `unix://`, with password and database in it.
        seconds: that connecting, waiting for a free connection and each answer may take.

    Raises `NoRedis`, and `ValueError` for a URL that is none.
    """
    try:
        from redis.asyncio import BlockingConnectionPool, Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
    except ImportError as error:
        raise NoRedis("Redis needs an extra: pip install 'copydesk[redis]'") from error
    pool = BlockingConnectionPool.from_url(
        url.get_secret_value(),
        max_connections=connections,
        timeout=seconds,
        socket_timeout=seconds,
        socket_connect_timeout=seconds,
        # A server that has closed an idle connection is asked once more, at once.
        retry=Retry(NoBackoff(), 1),
        protocol=2,
        client_name="copydesk",
    )
    return Redis.from_pool(pool)  # closed with it
