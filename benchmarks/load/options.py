"""The options that all benchmarks take."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.load import trace
from benchmarks.report import results


def options(parser: argparse.ArgumentParser) -> None:
    """Add them to a parser."""
    parser.add_argument("--data", type=Path, help="JSONL file with sentences of news")
    parser.add_argument("--again", action="store_true", help="measure anew what was measured")
    parser.add_argument("--quick", action="store_true", help="short loads, rough figures")


def parsed(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """The parsed options. Results are stored by the texts and loads that they were made with."""
    given = parser.parse_args()
    results.keep_under(trace.digest(given.data) + ("-quick" if given.quick else ""))
    return given


def lasting(given: argparse.Namespace) -> argparse.Namespace:
    """The key of results, with the duration and the concurrency of the loads."""
    given.seconds = getattr(given, "seconds", None) or (4.0 if given.quick else 15.0)
    given.warm = 1.0 if given.quick else 5.0
    given.clients = 32
    given.compared = 20 if given.quick else 50
    return given
