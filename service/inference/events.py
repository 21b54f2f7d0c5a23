"""What an engine tells of its work; the metrics listen."""

from __future__ import annotations

from typing import Literal

Dropped = Literal["cancelled", "expired", "stopped"]
Cached = Literal["hit", "joined", "miss"]
Failed = Literal["error", "not_a_number", "memory", "lane"]


class EngineEvents:
    """Called from any thread, each event once; must return at once and never raise.

    This one listens to nothing; a listener overrides what it wants to hear.
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
        """Windows were given up before they were composed into a batch."""

    def split(self, model: str) -> None:
        """A batch failed and was cut in two."""

    def failed(self, model: str, reason: Failed, windows: int) -> None:
        """Windows got an error in place of scores."""

    def cache(self, outcome: Cached, windows: int) -> None:
        """Windows were found finished, found in flight, or had to be computed."""

    def lane_restarted(self) -> None:
        """A dead lane was replaced."""
