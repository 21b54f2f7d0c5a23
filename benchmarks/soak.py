"""A long mixed load: `python -m benchmarks.soak --seconds 1800`.

It sends sentences, articles, batches and invalid bodies, and has callers that hang up, at about
half of the server's capacity. There must be no unexpected answer, the server must have counted all
requests, and memory must not grow. Growth is the slope of a line through the last two thirds of the
samples, and the difference between the means of the second and the last third.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from typer import echo

from benchmarks.load import client, trace
from benchmarks.load.client import post
from benchmarks.load.options import options, parsed
from benchmarks.load.outcomes import Load
from benchmarks.mixed import analysis, sentence
from benchmarks.report import results
from benchmarks.servers import exposition, usage
from benchmarks.servers.server import Server, copydesk

CALLERS = 4
EXPECTED = {200, 422, 503}
PROBES = 2  # requests for /metrics that are counted as well
WORDS = (200, 400, 800, 1500)


@dataclass
class Soak:
    """The requests and answers, and MiB by time since the start."""

    seconds: float
    load: Load
    hung_up: int
    counted: float
    samples: list[tuple[float, float]] = field(default_factory=list)

    @property
    def slope(self) -> float:
        """MiB a minute over the last two thirds."""
        late = [(t, m) for t, m in self.samples if t > self.seconds / 3]
        times, memory = np.array(late).T
        return float(60 * np.polyfit(times, memory, 1)[0])

    @property
    def growth(self) -> float:
        """MiB between the means of the second and the last third."""
        third = self.seconds / 3
        means = [
            np.mean([m for t, m in self.samples if third * n < t <= third * (n + 1)])
            for n in (1, 2)
        ]
        return float(means[1] - means[0])


def requests(data: Path | None, seed: int = 11) -> Iterator[bytes]:
    """The mix; no text comes twice."""
    draw = random.Random(seed)
    short, long = trace.sentences(trace.texts(data)), trace.articles(WORDS)
    while True:
        kind = draw.random()
        if kind < 0.8:
            yield sentence(next(short))
        elif kind < 0.9:
            yield analysis(next(long))
        elif kind < 0.95:
            documents = [{"text": next(short)} for _ in range(draw.randint(2, 20))]
            yield post("/v1/sentiment", json.dumps({"documents": documents}).encode())
        else:
            yield post("/v1/stance", json.dumps({"txt": "no such field"}).encode())


async def _hang_up(port: int, sent: Iterator[bytes], seconds: float) -> int:
    """Send a request every half second and hang up before the answer. Returns the number."""
    loop, draw, count = asyncio.get_running_loop(), random.Random(3), 0
    until = loop.time() + seconds
    while loop.time() < until:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(next(sent))
        await asyncio.sleep(draw.uniform(0.0, 0.05))
        writer.transport.abort()
        count += 1
        await asyncio.sleep(0.5)
    return count


async def _sample(server: Server, every: float, soak: list[tuple[float, float]]) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    while True:
        soak.append((loop.time() - began, usage.memory(server.session)))
        await asyncio.sleep(every)


async def load_for(server: Server, seconds: float, data: Path | None) -> Soak:
    """The mix against a running server."""
    long = (analysis(text) for text in trace.articles(WORDS, seed=12))
    samples: list[tuple[float, float]] = []
    before = exposition.sums(server.port)
    watch = asyncio.ensure_future(_sample(server, max(0.5, seconds / 200), samples))
    load, gone = await asyncio.gather(
        client.closed(server.port, requests(data), CALLERS, seconds),
        _hang_up(server.port, long, seconds),
    )
    watch.cancel()
    await asyncio.sleep(1.0)  # cancelled requests are counted, too
    after = await asyncio.to_thread(exposition.sums, server.port)
    counted = exposition.change(before, after, "copydesk_requests_total")
    return Soak(seconds, load, gone, counted, samples)


def run(seconds: float, data: Path | None = None) -> Soak:
    """The mix against a new server."""
    with copydesk(name="soak") as server:
        return asyncio.run(load_for(server, seconds, data))


def report() -> str:
    """The table."""
    found = results.load("soak")
    if found is None:
        return "Not measured."
    number = results.number
    rows = [
        ["minutes", number(found["seconds"] / 60, 1)],
        ["requests; callers who hung up", f"{found['requests']:,}; {found['hung_up']:,}"],
        ["answers by status", ", ".join(f"{k}: {v:,}" for k, v in found["statuses"].items())],
        ["p50 / p99, ms", f"{number(found['p50'])} / {number(found['p99'])}"],
        ["MiB: first sample, second third, last third",
         " / ".join(number(m) for m in found["memory"])],
        ["growth between the thirds, MiB", number(found["growth"], 1)],
        ["slope, MiB a minute", number(found["slope"], 2)],
    ]  # fmt: skip
    return results.table(["", ""], rows)


def save(soak: Soak) -> None:
    """Store the figures of the table."""
    third = soak.seconds / 3
    thirds = [
        float(np.mean([m for t, m in soak.samples if third * n < t <= third * (n + 1)]))
        for n in (1, 2)
    ]
    results.save("soak", {
        "seconds": soak.seconds,
        "requests": len(soak.load.outcomes),
        "hung_up": soak.hung_up,
        "counted": soak.counted,
        "statuses": soak.load.statuses,
        "p50": 1000 * soak.load.latency(0.5),
        "p99": 1000 * soak.load.latency(0.99),
        "memory": [soak.samples[0][1], *thirds],
        "growth": soak.growth,
        "slope": soak.slope,
        "samples": soak.samples,
    })  # fmt: skip


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    parser.add_argument("--seconds", type=float)
    given = parsed(parser)
    save(run(given.seconds or (20.0 if given.quick else 60.0), given.data))
    echo(report())


if __name__ == "__main__":
    main()
