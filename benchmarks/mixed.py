"""Sentences and long articles at once, and articles alone: `python -m benchmarks.mixed`.

In the mix most requests are one sentence to `/v1/sentiment`, and one in twenty is an article of
400 to 3,000 words to `/v1/analyze` with three targets, in a closed loop. It measures how many of
the computed tokens are padding, how long a sentence waits behind articles, and how much of the
CPU's peak the networks use, with and without the other costs of a request.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer import echo

from benchmarks.load import client, trace
from benchmarks.load.client import post
from benchmarks.load.options import lasting, options, parsed
from benchmarks.report import results
from benchmarks.report.flops import flop
from benchmarks.servers import exposition
from benchmarks.servers.server import copydesk
from benchmarks.servers.usage import Watch
from benchmarks.serving import precision, summary

WORDS = (400, 800, 800, 1500, 3000)
# Share of the requests that are articles, and callers, enough to keep the server busy.
LOADS = {"mixed": (0.05, 32), "articles": (1.0, 8)}
TITLES = {"mixed": "one in twenty an article", "articles": "articles alone"}
TARGETS = ["the city council", "Ana Duarte", "closing the harbour road to cars"]


def sentence(text: str) -> bytes:
    """A request for the sentiment of a text."""
    return post("/v1/sentiment", json.dumps({"text": text}).encode())


def analysis(text: str) -> bytes:
    """A request for everything about an article."""
    return post("/v1/analyze", json.dumps({"text": text, "targets": TARGETS}).encode())


def requests(data: Path | None, share: float = LOADS["mixed"][0], seed: int = 5) -> Iterator[bytes]:
    """Articles to such a share among sentences; no text comes twice."""
    draw = random.Random(seed)
    short, long = trace.sentences(trace.texts(data)), trace.articles(WORDS)
    while True:
        yield analysis(next(long)) if draw.random() < share else sentence(next(short))


def measure(kind: str, given: argparse.Namespace) -> dict[str, Any]:
    """The figures of one of the loads."""
    share, callers = LOADS[kind]
    sent = requests(given.data, share)
    with copydesk(name=kind) as server:
        asyncio.run(client.closed(server.port, sent, callers, given.warm))
        before = exposition.sums(server.port)
        with Watch(server.session) as watch:
            load = asyncio.run(client.closed(server.port, sent, callers, given.seconds))
        work = exposition.work(before, exposition.sums(server.port))
        computed = precision(server.port)
    return summary(load) | {
        "cpu": watch.used.cores,
        "memory": watch.used.memory,
        "useful": work.useful,
        "tokens": work.tokens / load.seconds,
        "flop": work.tokens * flop(work.length) / load.seconds,
        "precision": computed,
    }


def report() -> str:
    """The table."""
    found = {kind: made for kind in LOADS if (made := results.load(kind))}
    if not found:
        return "Not measured."
    head = ["load", "requests/s", "p50 ms", "p95 ms", "p99 ms", "errors", "tokens/s",
            "useful tokens", "of the peak", "cores", "MiB"]  # fmt: skip
    return results.table(head, [_row(kind, made) for kind, made in found.items()])


def _row(kind: str, found: dict[str, Any]) -> list[str]:
    number = results.number
    forward = results.load("forward")
    share = found["flop"] / forward["peaks"][found["precision"]] if forward else None
    return [
        TITLES[kind],
        number(found["rate"], 1), *(number(found[q]) for q in ("p50", "p95", "p99")),
        number(100 * found["errors"], 1, "%"), number(found["tokens"]),
        number(found["useful"] and 100 * found["useful"], 1, "%"), number(share, 2),
        number(found["cpu"], 2), number(found["memory"]),
    ]  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    given = lasting(parsed(parser))
    for kind in LOADS:
        results.save(kind, measure(kind, given))
    echo(report())


if __name__ == "__main__":
    main()
