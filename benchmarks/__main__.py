"""Every figure of docs/performance.md: `python -m benchmarks --data FILE --write FILE`.

Each part runs in a separate process. If a part fails, its section of the document is not changed
and the other parts still run. Results are reused for six hours, so that an interrupted run can be
continued; `--again` measures everything again.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from typer import echo

from benchmarks import (
    article,
    forward,
    length,
    mixed,
    overload,
    profiles,
    recall,
    serving,
    soak,
    start,
)
from benchmarks.load.options import options, parsed
from benchmarks.report import chart, goals, results
from benchmarks.servers.server import ROOT


class Part(NamedTuple):
    """A module with the results it leaves and a limit of time in seconds."""

    report: Callable[[], str]
    leaves: tuple[str, ...]
    limit: float


PARTS = {
    "forward": Part(forward.report, ("forward",), 300),
    "serving": Part(serving.report, (), 1200),
    "mixed": Part(mixed.report, ("mixed", "articles"), 300),
    "article": Part(article.report, ("article",), 200),
    "profiles": Part(profiles.report, ("profiles",), 300),
    "length": Part(length.report, ("length",), 300),
    "start": Part(start.report, ("start-1", "start-2"), 300),
    "overload": Part(overload.report, ("overload-sentences", "overload-articles"), 600),
    "soak": Part(soak.report, ("soak",), 200),
    "recall": Part(recall.report, ("recall",), 900),
}
FRESH = 6 * 3600.0


def main() -> None:
    """Run the parts, print all tables, and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--seesaw", type=Path, help="folder with the SEESAW sets; see recall")
    parser.add_argument("--write", type=Path, help="document to put the tables into")
    given = parsed(parser)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    for name in given.only:
        if name == "recall" and given.seesaw is None:
            continue
        if given.again or not _fresh(PARTS[name]):
            _run(name, given)
    shown = [("conditions", results.conditions()), ("goals", goals.table())]
    shown += [(name, PARTS[name].report()) for name in given.only]
    for name, text in shown:
        echo(f"\n{name}\n\n{text}")
        if given.write is not None:
            results.write(given.write, name, text)
    if given.write is not None and chart.draw():
        results.write(given.write, "chart", "![Requests a second and latency](figures/serving.png)")


def _fresh(part: Part) -> bool:
    return bool(part.leaves) and all(
        (path := results.saved(name)).exists() and time.time() - path.stat().st_mtime < FRESH
        for name in part.leaves
    )


def _run(name: str, given: argparse.Namespace) -> None:
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    if name == "recall":
        command += [str(given.seesaw)]
    command += ["--data", str(given.data)] if given.data else []
    command += [f"--{flag}" for flag in ("quick", "again") if getattr(given, flag)]
    echo(f"{time.strftime('%H:%M:%S')} {name}", err=True)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        code = process.wait(PARTS[name].limit)
    except subprocess.TimeoutExpired:
        code = -1
    finally:
        process.terminate()  # which has it stop its server
        process.wait()
    if code:
        echo(f"{name} ended with {code}", err=True)


if __name__ == "__main__":
    main()
