"""Announces that a service listens and is ready, as lines for people or as log lines."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import structlog

from service import __version__
from service.cli.console import err
from service.observability.logging import for_people

if TYPE_CHECKING:
    from service.config.settings import Settings

_log = structlog.get_logger("copydesk.serve")


class Announcement:
    """Announces the addresses of the service and of its documentation, then that it is ready."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._began = time.monotonic()
        wanted = logging.getLevelNamesMapping()[settings.log_level.upper()]
        self._people = for_people(settings) and wanted <= logging.INFO

    def listening(self, address: str, *, jobs: bool = True) -> None:
        """Call this once connections are accepted at `address`; `jobs` means jobs are, too."""
        settings = self._settings
        kept = _jobs(settings) if jobs else "off"
        several = f" with {settings.workers} workers" if settings.workers > 1 else ""
        if not self._people:
            _log.info(
                "listening",
                address=address,
                host=settings.host,
                documentation=f"{address}/docs",
                version=__version__,
                profiles=settings.profiles,
                workers=settings.workers,
                jobs=kept,
                keys=_keys(settings),
            )
            return
        where = f" (on {settings.host})" if settings.host in ("0.0.0.0", "::") else ""
        _say(f"Copydesk {__version__} listens on [bold]{address}[/bold]{where}{several}")
        _say(f"  documentation  {address}/docs")
        _say(f"  profiles       {', '.join(settings.profiles)} ({settings.profile} by default)")
        _say(f"  jobs           {kept}")
        _say(f"  API keys       {_keys(settings)}")
        _say("Ctrl+C stops it.")

    def ready(self) -> None:
        """Call this once the models are loaded."""
        seconds = time.monotonic() - self._began
        if self._people:
            _say(f"Ready after {seconds:.1f} s.")
        else:
            _log.info("ready", seconds=round(seconds, 1))


def _say(line: str) -> None:
    err.print(line, soft_wrap=True)


def _jobs(settings: Settings) -> str:
    if settings.jobs_redis_url is not None:
        return "in Redis"
    return "off" if settings.jobs_path is None else f"in {settings.jobs_path}"


def _keys(settings: Settings) -> str:
    sources = [str(settings.keys_file)] if settings.keys_file else []
    sources += ["COPYDESK_API_KEYS"] if settings.api_keys else []
    return f"those of {' and '.join(sources)}" if sources else "none asked for"
