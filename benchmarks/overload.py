"""Ten times what the server can serve, for a minute: `python -m benchmarks.overload`.

The closed loop first measures the capacity. Then ten times as many requests a second are sent at
Poisson times, with one sentence or one article each. Immediately afterwards the closed loop runs
again. The excess must be refused early with a correct `Retry-After`: no 5xx except 503 and 504, as
many good answers as before, probes that answer, and full service right after. The load generator
runs on the same two cores, and its CPU time is reported because the server lacks it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import math
import time
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import uvloop
from typer import echo

from benchmarks.load import client, trace
from benchmarks.load.options import options, parsed
from benchmarks.load.outcomes import Load
from benchmarks.load.probe import PATHS, Probing
from benchmarks.mixed import WORDS, analysis, sentence
from benchmarks.report import results
from benchmarks.servers.server import THREADS, Server, ServerFailed, copydesk
from benchmarks.servers.usage import Watch
from benchmarks.serving import summary

FACTOR = 10
KINDS = ("sentences", "articles")
TIMEOUT = 20.0  # seconds for the requests that are in flight at the end
CALLERS = {"sentences": 32, "articles": 8}  # enough to keep the server busy


def requests(kind: str, given: argparse.Namespace) -> Iterator[bytes]:
    """Requests of one kind; no text comes twice."""
    if kind == "sentences":
        return (sentence(text) for text in trace.sentences(trace.texts(given.data)))
    return (analysis(text) for text in trace.articles(WORDS))


def measure(kind: str, given: argparse.Namespace) -> dict[str, Any]:
    """All three phases with one server."""
    sent = requests(kind, given)
    with copydesk(name=f"overload-{kind}") as server:
        callers = CALLERS[kind]
        _closed_loop(server, sent, callers, given.seconds / 6)  # warms up
        before = _closed_loop(server, sent, callers, given.seconds / 4)
        if not before.rate:
            raise ServerFailed(f"no answer in {before.seconds:.0f} s of the closed loop")
        rate = FACTOR * before.rate
        made = list(islice(sent, int(1.1 * rate * given.seconds)))  # not during the overload
        # A full collection takes 0.2 s, after which all delayed requests would be sent at once.
        gc.freeze()
        gc.disable()
        with Watch(server.session) as watch, Probing(server.port, given.seconds) as probing:
            load, recovery = uvloop.run(_overload(server, chain(made, sent), rate, given.seconds))
        gc.enable()
        after = _closed_loop(server, sent, callers, given.seconds / 6)
    refused = [o for o in load.outcomes if o.status == 503]
    return summary(load) | {
        "capacity": before.rate,
        "client_before": before.cpu / before.seconds,
        "after": after.rate,
        "recovery": recovery,
        "offered": len(load.outcomes) / load.seconds,
        "advised": sum(o.retry_after is not None for o in refused) / max(1, len(refused)),
        "refused_p99": 1000 * load.latency(0.99, 503),
        "cpu": watch.used.cores,
        "memory": watch.used.memory,
        "probes": probing.found,
    }


def _closed_loop(server: Server, sent: Iterator[bytes], callers: int, seconds: float) -> Load:
    """A closed loop. It is extended if the machine is too slow to measure a rate in the time."""
    while True:
        load = asyncio.run(client.closed(server.port, sent, callers, seconds))
        if load.rate * seconds >= 2 * callers or seconds > 60:
            return load
        seconds *= 2


async def _overload(
    server: Server, sent: Iterator[bytes], rate: float, seconds: float
) -> tuple[Load, float]:
    """Run the overload. Returns it, and the seconds from its end until a request takes below 1 s.

    Requests that were sent before the end are awaited, but do not count to the rate.
    """
    overload = asyncio.ensure_future(
        client.opened(server.port, sent, rate, seconds, drain_seconds=TIMEOUT)
    )
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    waited = math.inf
    while time.perf_counter() - began < seconds + TIMEOUT:
        one = await client.closed(server.port, sent, 1, 0.0, drain_seconds=5.0)
        if one.statuses.get(200) and one.latency(0.5) < 1.0:
            waited = time.perf_counter() - began - seconds
            break
        await asyncio.sleep(0.1)
    return await overload, waited


def report() -> str:
    """Both loads side by side."""
    found = {kind: results.load(f"overload-{kind}") for kind in KINDS}
    number = results.number
    rows: list[list[str]] = []

    def row(title: str, cell: Any) -> None:
        rows.append([title, *(cell(f) if f else "-" for f in found.values())])

    row("capacity, closed loop, requests/s", lambda f: number(f["capacity"], 1))
    row("offered, requests/s", lambda f: number(f["offered"], 1))
    row("answered 200, requests/s", lambda f: number(f["rate"], 1))
    row("… of the capacity", lambda f: number(f["rate"] / f["capacity"], 2))
    row("… and of the cores that the load generator left", lambda f: number(_left(f), 2))
    row("answers by status", lambda f: ", ".join(f"{k}: {v:,}" for k, v in f["statuses"].items()))
    row("503 with `Retry-After`", lambda f: number(100 * f["advised"], 1, "%"))
    row("p50 / p99 of 200, ms", lambda f: f"{number(f['p50'])} / {number(f['p99'])}")
    row("p99 of 503, ms", lambda f: number(f["refused_p99"]))
    for path in PATHS:
        row(f"p50 / p99 of `{path}`, ms", lambda f, path=path: _probe(f["probes"][path]))
    row("served within a second again after, s", lambda f: number(f["recovery"], 1))
    row("closed loop right after, requests/s", lambda f: number(f["after"], 1))
    row("cores: server, load generator", lambda f: f"{f['cpu']:.2f}, {f['client']:.2f}")
    row("MiB", lambda f: number(f["memory"]))
    note = f"0 is a connection that broke, -1 a request unanswered {TIMEOUT:.0f} s after the end."
    return results.table(["", *KINDS], rows) + "\n\n" + note


def _left(found: dict[str, Any]) -> float:
    """The served fraction of the capacity, corrected for the additional CPU of the generator."""
    free, before = THREADS - found["client"], THREADS - found.get("client_before", math.nan)
    return float(found["rate"] / found["capacity"] * before / free)


def _probe(found: dict[str, float]) -> str:
    return f"{found['p50']:.0f} / {found['p99']:.0f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("kinds", nargs="*", default=KINDS)
    given = parsed(parser)
    given.seconds = given.seconds or (8.0 if given.quick else 60.0)
    for kind in given.kinds:
        results.save(f"overload-{kind}", measure(kind, given))
    echo(report())


if __name__ == "__main__":
    main()
