"""The one place that makes clients of Redis (extra `redis`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr
    from redis.asyncio import Redis

_CONNECTIONS = 32


def connect(url: SecretStr, *, seconds: float) -> Redis:
    """A client that connects when first used; answers are bytes.

    Args:
        url: `redis://`, `rediss://` or `unix://`, with password and database in it, as the
            settings have checked it.
        seconds: that connecting, waiting for a free connection and each answer may take.
    """
    # Imported late: the extra is there where an address is set.
    from redis.asyncio import BlockingConnectionPool, Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    pool = BlockingConnectionPool.from_url(
        url.get_secret_value(),
        max_connections=_CONNECTIONS,
        timeout=seconds,
        socket_timeout=seconds,
        socket_connect_timeout=seconds,
        # A server that has closed an idle connection is asked once more, at once.
        retry=Retry(NoBackoff(), 1),
        protocol=2,
        client_name="copydesk",
    )
    return Redis.from_pool(pool)  # closed with it
