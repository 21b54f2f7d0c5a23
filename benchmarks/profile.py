"""Where a saturated server spends its time: `python -m benchmarks.profile`.

py-spy (`pip install py-spy`) samples the server while 32 callers send it sentences. It prints the
time in which Python holds the interpreter lock, which all requests share, for each part of the
service. `--flame FILE` also writes a flame graph of all threads.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from typer import echo

from benchmarks.load import client, trace
from benchmarks.load.options import options, parsed
from benchmarks.mixed import sentence
from benchmarks.report import results
from benchmarks.servers.server import Server, copydesk

RATE = 200  # samples a second

# The first of these that the innermost frames match names a sample's part.
PARTS = (
    ("thread hand-over", r"concurrent/futures/thread\.py|threading\.py"),
    ("networks and batches", r"service/inference/(packed|network|outputs|backend|padded)"),
    ("tokenising", r"service/inference/backends/tokenization"),
    ("queue and gathering", r"service/inference"),
    ("text: language", r"py3langid|service/text/language/identification"),
    ("text: sentences", r"service/text/(sentence|abbreviations|single_blanks)"),
    ("text: names, quotations, speakers", r"service/text/(names|ent|men|spe|quo|pro|cou|pat)"),
    ("text: the rest", r"service/text"),
    ("tasks", r"service/tasks"),
    ("JSON and schemas", r"pydantic|json/|service/http/(body|render|schemas)"),
    ("logs and metrics", r"structlog|prometheus_client|telemetry|engine_metrics"),
    ("middleware", r"service/http/middleware"),
    ("handlers", r"service/http"),
    ("FastAPI and Starlette", r"fastapi|starlette"),
    ("uvicorn", r"uvicorn"),
    ("event loop", r"asyncio"),
)


def part(stack: str) -> str:
    """The part of the service that a stack is in, according to its innermost frames."""
    for frame in reversed(stack.split(";")):
        for name, pattern in PARTS:
            if re.search(pattern, frame):
                return name
    return "other"


def sample(server: Server, requests: object, seconds: float, *arguments: str) -> None:
    """Run py-spy beside a load."""
    command = [
        str(Path(sys.executable).with_name("py-spy")), "record", "--rate", str(RATE),
        "--pid", str(server.process.pid), "--duration", str(int(seconds)), *arguments,
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    asyncio.run(client.closed(server.port, requests, 32, seconds + 1))  # type: ignore[arg-type]
    if process.wait():
        raise RuntimeError(f"py-spy ended with {process.returncode}; is it installed?")


def shares(raw: Path, samples: float) -> str:
    """A table of the parts: of the time that the lock is held, and of all time."""
    parts: Counter[str] = Counter()
    for line in raw.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        parts[part(stack)] += int(count)
    total = sum(parts.values())
    rows = [
        [name, f"{100 * n / total:.1f}%", f"{100 * n / samples:.1f}%"]
        for name, n in parts.most_common()
    ]
    rows.append(["all", "100%", f"{100 * total / samples:.1f}%"])
    return results.table(["part", "of the lock's time", "of all time"], rows)


def main() -> None:
    """Profile and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    parser.add_argument("--flame", type=Path, help="SVG to write")
    parser.add_argument("--raw", type=Path, help="stacks to keep, a line each with their count")
    given = parsed(parser)
    seconds = 6.0 if given.quick else 20.0
    requests = (sentence(text) for text in trace.sentences(trace.texts(given.data)))
    with copydesk(name="profile") as server, tempfile.TemporaryDirectory() as folder:
        load = asyncio.run(client.closed(server.port, requests, 32, seconds / 3))
        raw = given.raw or Path(folder) / "raw.txt"
        sample(server, requests, seconds, "--format", "raw", "--gil", "--output", str(raw))
        echo(f"{load.rate:.0f} requests/s before the profiler\n")
        echo(shares(raw, seconds * RATE))
        if given.flame is not None:
            sample(server, requests, seconds, "--output", str(given.flame))


if __name__ == "__main__":
    main()
