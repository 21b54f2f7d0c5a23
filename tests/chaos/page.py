"""docs/chaos.md from what a run recorded: `python -m tests.chaos.page build/chaos.jsonl`."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

HEAD = """\
# Chaos

What was done to a service that runs, and what came of it. The suite (`tests/chaos`) starts the
service as processes of their own on the loopback, over an engine without networks where these
make no difference, and fails when anything is lost: an answer that is wrong, a 500, a word about
the inside of the service, accepted work that is gone or done twice. To run it all and write this
page anew:

    make chaos

Conditions: {conditions}

Only tests that ran and passed have a row. "*cut off*" is a connection that ended without an
answer, which a caller may send again. 503, 504 and 507 say so themselves. *lost* counts wrong
answers and accepted work that is gone.
"""


def page(rows: Iterable[dict[str, str]], conditions: str) -> str:
    """The whole page; one table a group, in the order of their names."""
    return "\n".join([HEAD.format(conditions=conditions), *_tables(rows)]) + "\n"


def _tables(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    ordered = sorted(rows, key=lambda row: row["group"])
    for group, members in groupby(ordered, key=lambda row: row["group"]):
        yield f"## {group}\n\n| done | how often | answers | lost |\n|---|---|---|---:|"
        for row in members:
            cells = (str(row[name]).replace("|", "\\|") for name in ("what", "often", "seen"))
            yield f"| {' | '.join(cells)} | {row['lost']} |"
        yield ""


def conditions() -> str:
    """This machine, now."""
    load = os.getloadavg()[1]
    return (
        f"{os.cpu_count()} cores of {platform.machine()}, load {load:.1f} with what else ran "
        f"there, {platform.system()}, Python {platform.python_version()}, "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC."
    )


if __name__ == "__main__":
    recorded = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    sys.stdout.write(page(map(json.loads, recorded), conditions()).rstrip() + "\n")
