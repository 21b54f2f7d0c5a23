"""Sentences and long articles at once: `python -m benchmarks.mixed`.

Most requests are one sentence to `/v1/sentiment`, one in twenty is an article of 400 to 3,000
words to `/v1/analyze` with three targets. Closed loop; what is asked is how few of the tokens
that the networks compute are padding, and how long a sentence waits beside articles.
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

from benchmarks import client, exposition, results, trace
from benchmarks.client import post
from benchmarks.network import flop
from benchmarks.options import lasting, options
from benchmarks.server import copydesk
from benchmarks.serving import precision, summary
from benchmarks.usage import Watch

WORDS = (400, 800, 800, 1500, 3000)
SHARE = 0.05  # of the requests that are articles
TARGETS = ["the city council", "Ana Duarte", "closing the harbour road to cars"]


def sentence(text: str) -> bytes:
    """A request for the sentiment of a text."""
    return post("/v1/sentiment", json.dumps({"text": text}).encode())


def analysis(text: str) -> bytes:
    """A request for everything about an article."""
    return post("/v1/analyze", json.dumps({"text": text, "targets": TARGETS}).encode())


def requests(data: Path | None, seed: int = 5) -> Iterator[bytes]:
    """The mix; no text comes twice."""
    draw = random.Random(seed)
    short, long = trace.sentences(trace.texts(data)), trace.articles(WORDS)
    while True:
        yield analysis(next(long)) if draw.random() < SHARE else sentence(next(short))


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """The figures."""
    sent = requests(given.data)
    with copydesk(name="mixed") as server:
        asyncio.run(client.closed(server.port, sent, given.clients, given.warm))
        before = exposition.sums(server.port)
        with Watch(server.session) as watch:
            load = asyncio.run(client.closed(server.port, sent, given.clients, given.seconds))
        work = exposition.work(before, exposition.sums(server.port))
        kind = precision(server.port)
    return summary(load) | {
        "cpu": watch.used.cores,
        "memory": watch.used.memory,
        "useful": work.useful,
        "tokens": work.tokens / load.seconds,
        "flop": work.tokens * flop(work.length) / load.seconds,
        "precision": kind,
    }


def report() -> str:
    """The table."""
    found = results.load("mixed")
    if found is None:
        return "Not measured."
    number = results.number
    forward = results.load("forward")
    share = found["flop"] / forward["peaks"][found["precision"]] if forward else None
    head = ["requests/s", "p50 ms", "p95 ms", "p99 ms", "errors", "tokens/s", "useful tokens",
            "of the peak", "cores", "MiB"]  # fmt: skip
    row = [
        number(found["rate"], 1), *(number(found[q]) for q in ("p50", "p95", "p99")),
        number(100 * found["errors"], 1, "%"), number(found["tokens"]),
        number(found["useful"] and 100 * found["useful"], 1, "%"), number(share, 2),
        number(found["cpu"], 2), number(found["memory"]),
    ]  # fmt: skip
    return results.table(head, [row])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    given = lasting(parser.parse_args())
    results.save("mixed", measure(given))
    echo(report())


if __name__ == "__main__":
    main()
