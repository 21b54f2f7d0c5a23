"""Makes the store of jobs according to the settings."""

from __future__ import annotations

from service.config.fields import MIB
from service.config.settings import Settings
from service.jobs.sqlite.store import SqliteStore
from service.jobs.store import JobStore


def store_of(settings: Settings) -> JobStore | None:
    """The store, which is not opened yet; None if jobs are switched off."""
    lease, keep = settings.jobs_lease_seconds, 3600 * settings.jobs_keep_hours
    most_bytes = settings.jobs_max_store_mib * MIB
    upload_seconds = 2 * settings.body_seconds + 60
    if settings.jobs_redis_url is not None:
        # Imported late, because the client is an extra.
        from service.jobs.redis.store import RedisStore

        return RedisStore(
            settings.jobs_redis_url,
            lease=lease,
            keep=keep,
            upload_seconds=upload_seconds,
            most_bytes=most_bytes,
        )
    if settings.jobs_path is None:
        return None
    return SqliteStore(
        settings.jobs_path,
        lease=lease,
        keep=keep,
        upload_seconds=upload_seconds,
        most_bytes=most_bytes,
    )
