"""Fails where a package of the service is covered too little: `python -m tests.coverage_gate FILE`.

FILE is what `coverage json` writes. Lines and branches count alike, as in coverage's own figure.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LEAST = {  # per cent of lines and branches
    "service": 95.0,
    "service/text": 98.0,
    "service/tasks": 98.0,
    "service/inference/batching": 98.0,
}


def covered(files: Mapping[str, Any], package: str) -> float:
    """Per cent of the lines and branches of a package that ran; 0 where it has no files."""
    summaries = [
        found["summary"] for path, found in files.items() if path.startswith(f"{package}/")
    ]
    ran = sum(one["covered_lines"] + one["covered_branches"] for one in summaries)
    there = sum(one["num_statements"] + one["num_branches"] for one in summaries)
    return 100.0 * ran / there if there else 0.0


def shortfalls(files: Mapping[str, Any]) -> list[str]:
    """One line for each package that is covered too little."""
    found = {package: covered(files, package) for package in LEAST}
    return [
        f"{package}: {found[package]:.2f}% of lines and branches, at least {least:g}% is required"
        for package, least in LEAST.items()
        if found[package] < least
    ]


def main() -> None:
    """Read the file that is named, and exit with 1 where there is a shortfall."""
    files = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["files"]
    if lines := shortfalls(files):
        sys.exit("\n".join(lines))


if __name__ == "__main__":
    main()
