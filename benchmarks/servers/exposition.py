"""Reads a server's /metrics."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchmarks.servers.server import get

_LINE = re.compile(r"^(\w+)(?:\{[^}]*\})? (\S+)", re.MULTILINE)


def sums(port: int) -> dict[str, float]:
    """Every series of a Prometheus exposition, added up over its labels."""
    status, body = get(port, "/metrics")
    if status != 200:
        raise OSError(f"/metrics answered {status}")
    found: dict[str, float] = {}
    for name, value in _LINE.findall(body.decode()):
        found[name] = found.get(name, 0.0) + float(value)
    return found


def change(before: dict[str, float], after: dict[str, float], name: str) -> float:
    """The growth of a series; 0 if it does not exist."""
    return after.get(name, 0.0) - before.get(name, 0.0)


@dataclass(frozen=True)
class Work:
    """The work of the networks in a time: useful tokens, tokens with padding, windows."""

    tokens: float
    padded: float
    windows: float

    @property
    def useful(self) -> float | None:
        """The fraction of useful tokens; None if nothing ran."""
        return self.tokens / self.padded if self.padded else None

    @property
    def length(self) -> float:
        """Mean tokens of a window."""
        return self.tokens / self.windows if self.windows else 0.0


def work(before: dict[str, float], after: dict[str, float]) -> Work:
    """The work between two expositions."""
    names = ("tokens", "padded_tokens", "windows")
    return Work(*(change(before, after, f"copydesk_engine_batch_{n}_total") for n in names))
