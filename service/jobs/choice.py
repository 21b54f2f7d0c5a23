"""Which store the settings name."""

from __future__ import annotations

from service.jobs.sqlite import SqliteStore
from service.jobs.store import Store
from service.settings import MIB, Settings


def store_of(settings: Settings) -> Store | None:
    """The store, not opened yet; None where jobs are switched off."""
    if settings.jobs_path is None:
        return None
    return SqliteStore(
        settings.jobs_path,
        lease=settings.jobs_lease_seconds,
        keep=3600 * settings.jobs_keep_hours,
        patience=2 * settings.body_seconds + 60,
        most_bytes=settings.jobs_max_store_mib * MIB,
    )
