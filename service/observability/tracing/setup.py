"""Enables traces according to the settings. OpenTelemetry is imported only if they are enabled."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from anyio import to_thread

from service.config.settings import Settings

if TYPE_CHECKING:
    from service.observability.tracing.exporter import Tracing

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_log = structlog.get_logger("copydesk.tracing")


def from_settings(settings: Settings) -> Tracing | None:
    """Tracing if our setting or OpenTelemetry's own variables name an endpoint, else None.

    Those variables are often set for a whole cluster, so they are no error if the extra is
    missing.
    """
    by_environment = any(os.environ.get(name) for name in _ENDPOINTS)
    off = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    if off or not (settings.otlp_endpoint or by_environment):
        return None
    try:
        from service.observability.tracing.exporter import Tracing
    except ImportError as error:
        _log.warning("no traces: the extra copydesk[otel] is not installed", missing=error.name)
        return None
    return Tracing.to(settings.otlp_endpoint)


@asynccontextmanager
async def lasting(tracing: Tracing | None) -> AsyncIterator[None]:
    """Close the tracing, if there is any, after the block."""
    try:
        yield
    finally:
        if tracing is not None:
            await to_thread.run_sync(tracing.close)
