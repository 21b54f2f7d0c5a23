"""The rules that hold for the suite as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import programs, suite

ROOT = Path(__file__).parents[1]


def skipped(nodeid: str, reason: str) -> pytest.TestReport:
    """The report of a test that was skipped."""
    where = ("file.py", 1, f"Skipped: {reason}")
    return pytest.TestReport(nodeid, ("file.py", 1, ""), {}, "skipped", where, "setup")


def test_skipped_tests_are_told_by_reason_and_folder() -> None:
    reports = [
        skipped("tests/jobs/test_store.py::test_a[redis]", "redis-server is not installed"),
        skipped("tests/jobs/redis/test_store.py::test_b", "redis-server is not installed"),
        skipped("tests/jobs/test_store.py::test_c", "redis-server is not installed"),
        skipped("tests/deploy/test_nginx.py::test_d", "nginx is not installed"),
    ]
    assert suite.skipped_groups(reports) == [
        "1 in tests/deploy: nginx is not installed",
        "3 in tests/jobs, tests/jobs/redis: redis-server is not installed",
    ]
    assert suite.skipped_groups([]) == []


def test_whoever_lacks_a_program_is_told_which_package_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(programs, "find", lambda name: None if name == "openssl" else "/bin/x")
    mark = programs.needs("nginx", "openssl").mark
    assert mark.args == (True,)
    assert mark.kwargs["reason"] == "openssl is not installed (Debian: apt-get install openssl)"
    assert programs.needs("nginx").mark.args == (False,)
    assert programs.require("nginx") == "/bin/x"
    with pytest.raises(pytest.skip.Exception, match="openssl is not installed"):
        programs.require("openssl")


@pytest.mark.parametrize("path", suite.ALONE)
def test_what_runs_alone_exists(path: str) -> None:
    assert (ROOT / path).exists()
