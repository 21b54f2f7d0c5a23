"""The resources for a number of articles a second: `python -m benchmarks.plan`.

The plan is computed, not measured. It uses the cost by length, start and memory of a replica of
two cores from docs/performance.md, and Erlang C (A. K. Erlang 1917) for the waiting time, as if
all replicas had one queue; balancing by least connections comes close to that. `--write
docs/scaling.md` puts the table there.
"""

from __future__ import annotations

import argparse
import math
import re
from pathlib import Path
from typing import NamedTuple

from typer import echo

from benchmarks.report import results
from benchmarks.servers.server import ROOT

PERFORMANCE = ROOT / "docs" / "performance.md"
RATES = (1.0, 100.0, 10_000.0)
CORES = 2  # a replica's, as measured
BUSIEST = 0.75  # share of a replica's time that may be planned for: news comes in bursts
LATE, SELDOM = 1.0, 0.01  # at most so many seconds of waiting, but for this share of requests
SPARE = 1  # replicas that may be away: a node that is drained, an update

# An article of 800 words with three targets and all tasks (5.4 KB in, 38.7 KB out), 2026-11-25,
# by the CPU time of the processes themselves over 1,500 requests and 2,000 results.
POSTED, ANSWERED, PACKED = 5_400, 38_700, 7_500  # bytes; packed: by gzip's first level
NGINX, NGINX_PACKING = 113e-6, 273e-6  # seconds of CPU a request
REDIS_MISS, REDIS_HIT = 65e-6, 25e-6  # seconds of CPU a result looked for and kept, or found
KEPT = 8_900  # bytes of Redis's memory a result


class Replica(NamedTuple):
    """The figures of a replica: seconds for an article, MiB, seconds from start to ready."""

    seconds: float
    mib: float
    start: float


class Plan(NamedTuple):
    """The needs of a rate of articles. `busy` is the utilisation of replicas, `wait` seconds."""

    rate: float
    replicas: int
    busy: float
    wait: float


def measured(text: str, words: int) -> Replica:
    """The replica of docs/performance.md. Raises `ValueError` if a figure is missing there."""
    line = _figure(r"Least squares: ([\d,]+) ms per 1,000 words and ([\d,]+) ms", text)
    start = _figure(r"\| 1 \| ([\d.]+) \| [\d,]+ \| ([\d,]+) \|", text)
    return Replica((line[0] * words / 1000 + line[1]) / 1000, start[1], start[0])


def waits(replicas: int, load: float) -> float:
    """Erlang C: the share of requests that wait; `load` is rate times seconds a request."""
    if load >= replicas:
        return 1.0
    blocked = 1.0
    for n in range(1, replicas + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked / (1 - load / replicas * (1 - blocked))


def late(replicas: int, load: float, seconds: float, limit: float) -> float:
    """The share of requests that wait for longer than `limit` seconds."""
    return waits(replicas, load) * math.exp(-max(0.0, replicas - load) * limit / seconds)


def plan(rate: float, replica: Replica, hits: float = 0.0) -> Plan:
    """The minimum of replicas that meet the targets while `SPARE` of them are not available."""
    load = rate * (1 - hits) * replica.seconds
    enough = max(1, math.ceil(load / BUSIEST))
    while late(enough, load, replica.seconds, LATE) > SELDOM:
        enough += 1
    share = waits(enough, load)
    tail = max(0.0, math.log(share / SELDOM)) * replica.seconds / (enough - load)
    return Plan(rate, enough + SPARE, load / (enough + SPARE), tail)


def table(replica: Replica, hits: float) -> str:
    """Both ends of the wire, and what lies between, for each rate."""
    columns = [_column(plan(rate, replica, hits), replica, hits) for rate in RATES]
    rows = [[name, *(column[name] for column in columns)] for name in columns[0]]
    return results.table(["articles/s", *(results.number(rate) for rate in RATES)], rows)


def _column(p: Plan, replica: Replica, hits: float) -> dict[str, str]:
    """The figures of one rate, by the names of the rows."""
    num = results.number
    looked = REDIS_MISS * (1 - hits) + REDIS_HIT * hits
    return {
        "replicas": num(p.replicas),
        "cores": num(p.replicas * CORES),
        "memory, GiB": num(p.replicas * replica.mib / 1024, 1),
        "busy, with all replicas present": f"{p.busy:.0%}",
        f"p99 of waiting with {SPARE} replica away, ms": num(p.wait * 1000),
        "posted, Mbit/s": num(p.rate * POSTED * 8e-6, 2),
        "answered, Mbit/s": num(p.rate * ANSWERED * 8e-6, 1),
        "… compressed by nginx": num(p.rate * PACKED * 8e-6, 1),
        "nginx, cores": num(p.rate * NGINX, 2),
        "… compressing": num(p.rate * NGINX_PACKING, 2),
        "Redis, cores (it uses one)": num(p.rate * looked, 3),
        "Redis, GiB for results of an hour": _kept(p.rate * (1 - hits)),
    }


def report(words: int = 800) -> str:
    """The figures that are used, and a table without and one with shared results."""
    replica = measured(PERFORMANCE.read_text(encoding="utf-8"), words)
    return "\n\n".join(
        [
            f"An article of {words} words takes {replica.seconds * 1000:.0f} ms of a replica of "
            f"{CORES} cores ({CORES * replica.seconds:.2f} core seconds), so a replica answers "
            f"{1 / replica.seconds:.1f} articles a second. It takes {replica.mib:.0f} MiB and is "
            f"ready after {replica.start:.1f} s.",
            table(replica, 0.0),
            "With half of the articles found among the shared results:",
            table(replica, 0.5),
        ]
    )


def _kept(rate: float) -> str:
    return results.number(rate * 3600 * KEPT / 2**30, 2)


def _figure(pattern: str, text: str) -> tuple[float, ...]:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"no figure in docs/performance.md like {pattern!r}")
    return tuple(float(group.replace(",", "")) for group in found.groups())


def main() -> None:
    """Print the plan, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=800, help="length of an article")
    parser.add_argument("--write", type=Path, help="document to put the tables into")
    given = parser.parse_args()
    text = report(given.words)
    echo(text)
    if given.write is not None:
        results.write(given.write, "plan", text)


if __name__ == "__main__":
    main()
