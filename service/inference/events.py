"""The events of an engine, for metrics."""

from __future__ import annotations

from typing import Literal

Dropped = Literal["cancelled", "expired", "stopped"]
Cached = Literal["hit", "joined", "miss"]
Failed = Literal["error", "not_a_number", "memory", "lane"]


class EngineEvents:
    """Listens to the events of an engine, each of which occurs once.

    The methods may be called in any thread, and must return at once and not raise. This class
    ignores all events. A subclass overrides the methods it needs.
    """

    def batch(
        self,
        model: str,
        *,
        windows: int,
        tokens: int,
        padded: int,
        seconds: float,
        predicted: float,
    ) -> None:
        """A batch ran: `tokens` useful of `padded`, `predicted` seconds by the cost model."""

    def dropped(self, reason: Dropped, windows: int) -> None:
        """Windows were cancelled before they were part of a batch."""

    def split(self, model: str) -> None:
        """A batch failed and was split in two."""

    def failed(self, model: str, reason: Failed, windows: int) -> None:
        """Windows failed."""

    def cache(self, outcome: Cached, windows: int) -> None:
        """Windows were found in the cache, were already in flight, or had to be computed."""

    def lane_restarted(self) -> None:
        """A dead lane was replaced."""
