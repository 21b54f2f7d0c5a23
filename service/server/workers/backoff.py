"""Exponential backoff before a dead worker is replaced."""

from __future__ import annotations

_FIRST, _MOST = 0.5, 30.0  # seconds
_HEALTHY = 60.0  # after serving for so many seconds, earlier deaths no longer count


class Backoff:
    """No wait after a long life; otherwise 0.5 s, doubled after each early death up to 30 s."""

    def __init__(self) -> None:
        self._early_deaths = 0

    def after(self, lived: float) -> float:
        """Seconds to wait after a worker that served for `lived` seconds (0: it never did)."""
        if lived >= _HEALTHY:
            self._early_deaths = 0
            return 0.0
        self._early_deaths += 1
        return float(min(_MOST, _FIRST * 2 ** (self._early_deaths - 1)))
