"""The gate passes what is covered well enough, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import coverage_gate

ROOT = Path(__file__).parents[1]


def summary(lines: int, branches: int, of: int = 100) -> dict[str, Any]:
    """A file of so many lines and branches, some of which ran."""
    return {
        "summary": {
            "covered_lines": lines,
            "num_statements": of,
            "covered_branches": branches,
            "num_branches": of,
        }
    }


FULL = {f"{package}/part/file.py": summary(100, 100) for package in coverage_gate.LEAST}


def test_lines_and_branches_of_all_files_count() -> None:
    files = {"service/text/a.py": summary(100, 40), "service/text/b/c.py": summary(80, 100)}
    assert coverage_gate.covered(files, "service/text") == 80.0
    assert coverage_gate.covered(files, "service/tex") == 0.0


def test_only_the_package_that_falls_short_is_named() -> None:
    assert coverage_gate.shortfalls(FULL) == []
    (line,) = coverage_gate.shortfalls(FULL | {"service/text/more.py": summary(100, 80)})
    assert line == "service/text: 95.00% of lines and branches, at least 98% is required"


def test_a_package_without_files_does_not_pass() -> None:
    assert len(coverage_gate.shortfalls({})) == len(coverage_gate.LEAST)
    assert all((ROOT / package).is_dir() for package in coverage_gate.LEAST)


def test_the_command_exits_with_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "coverage.json"
    monkeypatch.setattr("sys.argv", ["coverage_gate", str(report)])
    report.write_text(json.dumps({"files": FULL}))
    coverage_gate.main()
    report.write_text(json.dumps({"files": {}}))
    with pytest.raises(SystemExit, match=r"service/tasks: 0\.00%"):
        coverage_gate.main()
