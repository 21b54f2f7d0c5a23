"""Makes every client of Redis (extra `redis`), so that all have the same time limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr
    from redis.asyncio import Redis

_CONNECTIONS = 32


def connect(url: SecretStr, *, seconds: float) -> Redis:
    """A client that connects when first used; answers are bytes.

    Args:
        url: `redis://`, `rediss://` or `unix://`, with password and database in it, as checked by
            the settings.
        seconds: the time limit for connecting, for a free connection and for each answer.
    """
    # Imported late, because the extra is only installed where an address is set.
    from redis.asyncio import BlockingConnectionPool, Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    pool = BlockingConnectionPool.from_url(
        url.get_secret_value(),
        max_connections=_CONNECTIONS,
        timeout=seconds,
        socket_timeout=seconds,
        socket_connect_timeout=seconds,
        # If the server has closed an idle connection, the command is retried once at once.
        retry=Retry(NoBackoff(), 1),
        protocol=2,
        client_name="copydesk",
    )
    return Redis.from_pool(pool)  # closed with it
