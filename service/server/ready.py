"""Actions of a serving process once its models are loaded."""

from __future__ import annotations

from service.lifecycle.watchdog import Watchdog
from service.server import gc_tuning


def settle_and_watch(watchdog: Watchdog) -> None:
    """Tune garbage collection for the loaded objects, and watch the running event loop."""
    gc_tuning.settle()
    watchdog.watch_this_loop()
