"""How long to wait before a worker that died is replaced."""

from __future__ import annotations

_FIRST, _MOST = 0.5, 30.0  # seconds
_HEALTHY = 60.0  # seconds of service after which earlier deaths no longer count


class Backoff:
    """None after a long life; then half a second, doubled with each short life up to 30 s."""

    def __init__(self) -> None:
        self._short_lives = 0

    def after(self, lived: float) -> float:
        """Seconds to wait after a life of so many seconds of service (0: it never served)."""
        if lived >= _HEALTHY:
            self._short_lives = 0
            return 0.0
        self._short_lives += 1
        return float(min(_MOST, _FIRST * 2 ** (self._short_lives - 1)))
