"""Sentence classification by our server and by others: `python -m benchmarks.serving`.

All servers have the same weights and the same two threads. They run one at a time, with the load
generator on the same cores. A request contains one sentence of news. Ours answers `/v1/sentiment`,
which does more than classify: it finds the language, splits sentences, returns offsets, and checks
more of its input. After the closed loop, the open loop sends 70% of the rate that the best other
server has reached. Results are stored, so that an interrupted run can be continued.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

from typer import echo

from benchmarks.load import client, trace
from benchmarks.load.options import lasting, options, parsed
from benchmarks.load.outcomes import Load
from benchmarks.report import results
from benchmarks.report.flops import flop
from benchmarks.servers import exposition
from benchmarks.servers.peer import PEERS, Peer
from benchmarks.servers.server import ServerFailed, get
from benchmarks.servers.usage import Watch

SHARE = 0.7  # of the best other server's rate, in the open loop


def measure(peer: Peer, given: argparse.Namespace, rate: float | None) -> dict[str, Any]:
    """One server under one load: the closed loop, or the open one at a rate."""
    texts = trace.sentences(trace.texts(given.data))
    with peer.running() as server:
        labels = [peer.answer(server.port, next(texts)) for _ in range(given.compared)]
        requests = (peer.request(text) for text in texts)
        asyncio.run(client.closed(server.port, requests, given.clients, given.warm))
        before = exposition.sums(server.port) if peer.ours is not None else {}
        with Watch(server.session) as watch:
            load = asyncio.run(_load(server.port, requests, given, rate))
        after = exposition.sums(server.port) if peer.ours is not None else {}
        made = {"precision": precision(server.port)} if peer.ours is not None else {}
        start = server.started
    work = exposition.work(before, after)
    return (
        summary(load)
        | made
        | {
            "start": start,
            "cpu": watch.used.cores,
            "memory": watch.used.memory,
            "others": watch.used.others / watch.used.seconds,
            "labels": labels,
            "useful": work.useful,
            "flop": work.tokens * flop(work.length) / load.seconds,
        }
    )


async def _load(
    port: int, requests: Iterator[bytes], given: argparse.Namespace, rate: float | None
) -> Load:
    if rate is None:
        return await client.closed(port, requests, given.clients, given.seconds)
    return await client.opened(port, requests, rate, given.seconds)


def precision(port: int) -> str:
    """The precision in which our server computes sentiment."""
    models: list[dict[str, str]] = json.loads(get(port, "/v1/models")[1])["models"]
    return next(m.get("precision", "fp32") for m in models if m["task"] == "sentiment")


def summary(load: Load) -> dict[str, Any]:
    """The figures of a load for a table; latencies in ms."""
    quantiles = {f"p{int(q * 100)}": 1000 * load.latency(q) for q in (0.5, 0.95, 0.99)}
    return quantiles | {
        "rate": load.rate,
        "errors": load.errors,
        "statuses": load.statuses,
        "seconds": load.seconds,
        "client": load.cpu / load.seconds,
    }


def run(given: argparse.Namespace) -> None:
    """Measure what is not yet measured."""
    for name in given.servers:
        _once(f"closed-{name}", PEERS[name], given, None)
    best = _best()
    if best is None:
        return
    rate = SHARE * best["rate"]
    for name in given.servers:
        reached = results.load(f"closed-{name}")
        # At a rate above its capacity a server has no stable latency.
        if reached and reached["rate"] > rate and PEERS[name].recommended:
            _once(f"open-{name}", PEERS[name], given, rate)


def _once(key: str, peer: Peer, given: argparse.Namespace, rate: float | None) -> None:
    # The rate of the open loop depends on the closed loops, so nearly equal rates count as equal.
    before = None if given.again else results.load(key)
    if before is not None and (rate is None or abs(before["load"] / rate - 1) < 0.02):
        return
    echo(f"{peer.name}: " + (f"{rate:.0f} requests/s" if rate else "closed loop"), err=True)
    try:
        results.save(key, measure(peer, given, rate) | {"load": rate})
    except (ServerFailed, OSError, subprocess.CalledProcessError) as error:
        echo(f"{peer.name} was not measured: {error}", err=True)


def _best() -> dict[str, Any] | None:
    """The closed loop of the fastest other server with recommended settings."""
    found = [results.load(f"closed-{n}") for n, p in PEERS.items() if p.rival]
    return max((r for r in found if r), key=lambda r: r["rate"], default=None)


def report() -> str:
    """Both tables."""
    rows = {n: (results.load(f"closed-{n}"), results.load(f"open-{n}")) for n in PEERS}
    closed = {name: first for name, (first, _) in rows.items() if first is not None}
    opened = {name: second for name, (_, second) in rows.items() if second is not None}
    parts = ["Closed loop, at saturation:", _table(closed)]
    if opened:
        load = next(iter(opened.values()))["load"]
        parts += [f"Open loop, {load:.0f} requests/s ({SHARE:.0%} of the best other server's):"]
        parts += [_table(opened)]
    agreed = _agreement([c["labels"] for c in closed.values()])
    others = max((c["others"] for c in closed.values()), default=0.0)
    alone = f"Other programs used at most {others:.2f} cores meanwhile."
    return "\n\n".join([*parts, f"{agreed} {alone}"])


def _table(found: Mapping[str, dict[str, Any]]) -> str:
    """A line for each server."""
    head = ["server", "requests/s", "p50 ms", "p95 ms", "p99 ms", "errors", "CPU ms a request",
            "cores", "MiB", "useful tokens"]  # fmt: skip
    return results.table(head, [_line(PEERS[name].title, made) for name, made in found.items()])


def _line(title: str, found: dict[str, Any]) -> list[str]:
    number = results.number
    return [
        title, number(found["rate"], 1),
        *(number(found[q], 0) for q in ("p50", "p95", "p99")),
        number(100 * found["errors"], 1, "%"),
        number(1000 * found["cpu"] / max(found["rate"], 1e-9), 1),
        number(found["cpu"], 2), number(found["memory"]),
        number(found["useful"] and 100 * found["useful"], 1, "%"),
    ]  # fmt: skip


def _agreement(labels: list[list[str]]) -> str:
    """Whether all servers gave the same labels."""
    texts = list(zip(*labels, strict=False))
    same = sum(len(set(given)) == 1 for given in texts)
    return f"All servers gave the same label to {same} of {len(texts)} sentences."


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    parser.add_argument("servers", nargs="*", metavar="SERVER", help="of those there are")
    parser.add_argument("--seconds", type=float, help="of each load")
    given = lasting(parsed(parser))
    # A quick run only measures the figures of the goals.
    all_ = [name for name, peer in PEERS.items() if peer.recommended or not given.quick]
    given.servers = given.servers or all_
    if unknown := set(given.servers) - set(PEERS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
    run(given)
    echo(report())


if __name__ == "__main__":
    main()
