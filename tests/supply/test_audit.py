"""What the audit says, and that it never calls clean what was not looked up."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from supply.audit import CLEAN, LOCK, UNKNOWN, VULNERABLE, Run, audit

FINE = {"name": "anyio", "version": "4.16.0", "vulns": []}
FAULTY = {
    "name": "lxml",
    "version": "6.0.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["6.0.1"]}, {"id": "PYSEC-2", "fix_versions": []}],
}
SKIPPED = {"name": "torch", "skip_reason": "Dependency not found on PyPI"}


def saying(stdout: str, stderr: str = "") -> Run:
    """A pip-audit that prints this."""

    def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        assert str(LOCK) in command
        return subprocess.CompletedProcess(command, 1, stdout, stderr)

    return run


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([FINE], CLEAN, ["1 of 1 packages audited, 0 faults known"]),
        ([FINE, FAULTY], VULNERABLE, ["lxml 6.0.0: PYSEC-1, mended in 6.0.1",
                                      "lxml 6.0.0: PYSEC-2, mended in no version"]),
        ([FINE, SKIPPED], UNKNOWN, ["1 of 2 packages audited", "Not audited: torch"]),
        ([FAULTY, SKIPPED], VULNERABLE, ["Not audited: torch"]),
        ([SKIPPED, SKIPPED], UNKNOWN, ["Nothing was audited: pypi knows none of the 2 packages",
                                       "as open as before"]),
        ([], UNKNOWN, ["Nothing was audited"]),
    ],
)  # fmt: skip
def test_findings(packages: list[dict[str, Any]], code: int, said: list[str]) -> None:
    found, lines = audit(LOCK, "pypi", saying(json.dumps({"dependencies": packages})))
    assert found == code
    for line in said:
        assert line in "\n".join(lines)


@pytest.mark.parametrize("stdout", ["", "Traceback", "{}", "[]"])
def test_without_a_database_it_says_so_and_fails(stdout: str) -> None:
    code, lines = audit(LOCK, "osv", saying(stdout, "Traceback …\nConnectionError: no route\n"))
    assert code == UNKNOWN
    assert lines[0] == "Nothing was audited: the database osv cannot be asked."
    assert "as open as before" in lines[1]
    assert "ConnectionError: no route" in lines[2]


def test_the_lock_is_there_and_pins_every_line() -> None:
    lines = LOCK.read_text(encoding="utf-8").split()
    assert len(lines) > 100
    assert all(line.count("==") == 1 for line in lines)
    assert (Path(__file__).parents[2] / "requirements.lock").samefile(LOCK)
