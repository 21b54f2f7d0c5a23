"""Reads a server's /metrics."""

from __future__ import annotations

import re

from benchmarks.server import get

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
    """How much a series grew; 0 for one that is not there."""
    return after.get(name, 0.0) - before.get(name, 0.0)


def useful(before: dict[str, float], after: dict[str, float]) -> float | None:
    """Share of useful tokens among those that ran in batches; None when none ran."""
    padded = change(before, after, "copydesk_engine_batch_padded_tokens_total")
    return change(before, after, "copydesk_engine_batch_tokens_total") / padded if padded else None
