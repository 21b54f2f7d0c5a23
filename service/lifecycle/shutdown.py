"""The state of this process's shutdown, which the answers to requests depend on."""

from __future__ import annotations


class Shutdown:
    """The state of the shutdown.

    Attributes:
        begun: readiness is off.
        expired: the grace period is over, and requests that still run must end.
    """

    def __init__(self) -> None:
        self.begun = False
        self.expired = False
