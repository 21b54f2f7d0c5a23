"""How far the end of this process has come, for those who answer requests meanwhile."""

from __future__ import annotations


class Shutdown:
    """`begun`: readiness is off. `expired`: the grace period is over, what still runs must end."""

    def __init__(self) -> None:
        self.begun = False
        self.expired = False
