"""The suite as a whole: what may run beside what, how long it may take, what was skipped.

A pytest plugin of the root `conftest.py`.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Sequence

import absl.logging
import pytest

# Seconds after which a test that hangs fails. All others have the default of pyproject.toml,
# which is longer than the helpers wait for a process, since their messages say more.
LONGER = {"models": 600, "chaos": 900, "ray": 1800, "container": 1800}

# Groups that one process of pytest-xdist runs as a whole; all other tests are grouped by module.
# They begin first, because they take longest.
TOGETHER = ("models", "contract")

# Folders and modules whose tests measure a clock or this machine, or start several processes.
ALONE = (
    "tests/api/test_overload.py",
    "tests/api/middleware/test_quota.py",
    "tests/cli/test_cli.py",
    "tests/inference/batching/test_calibrate.py",
    "tests/inference/batching/test_storms.py",
    "tests/kit/test_thread_priority.py",
    "tests/inference/models/test_shared_weights.py",
    "tests/inference/test_engine.py",
    "tests/inference/test_faults.py",
    "tests/jobs/test_isolated.py",
    "tests/observability/test_metrics.py",
    "tests/rate_limit/",
    "tests/server/",
)


def pytest_configure(config: pytest.Config) -> None:
    """Undo what would make a test depend on the terminal or on what ran before it."""
    # A console of the command line keeps the width that it finds when it is imported, and
    # pytest-xdist sets one.
    os.environ.pop("COLUMNS", None)
    # absl, below rouge-score, closes its stream whenever logging is set up anew. It spares
    # standard error itself, but not what pytest captures it with.
    absl.logging.get_absl_handler().python_handler.stream = sys.__stderr__


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is alone and what takes longer, and group the rest for pytest-xdist."""
    for item in items:
        if item.nodeid.startswith(ALONE):
            item.add_marker(pytest.mark.serial)
        for name, seconds in LONGER.items():
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.timeout(seconds))
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    items.sort(key=lambda item: _group(item) not in TOGETHER)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end which groups of tests did not run here, and what they need."""
    skipped = skipped_groups(terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.section("not tested on this machine")
    for line in skipped:
        terminalreporter.line(line)


def skipped_groups(
    reports: Sequence[pytest.TestReport | pytest.CollectReport],
) -> list[str]:
    """One line for each reason: how many tests of which folders were skipped."""
    groups: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        told = report.longrepr
        reason = str(told[2] if isinstance(told, tuple) else told).removeprefix("Skipped: ")
        groups[reason].append(report.nodeid.split("::")[0].rpartition("/")[0])
    return [
        f"{len(folders)} in {', '.join(sorted(set(folders)))}: {reason}"
        for reason, folders in sorted(groups.items())
    ]


def _group(item: pytest.Item) -> str:
    """The name of a group of `TOGETHER`, else the module."""
    for name in TOGETHER:
        if item.get_closest_marker(name):
            return name
    return item.nodeid.split("::")[0]
