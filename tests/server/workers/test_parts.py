"""The parts of the supervisor that need no process."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from service.server.workers.backoff import Backoff
from service.server.workers.runtime_dir import ensure_temporary_folder, runtime_dir
from service.server.workers.thread_split import threads_each


@pytest.mark.parametrize(
    ("workers", "threads", "each"), [(1, 1, 1), (1, 8, 8), (2, 8, 4), (3, 8, 2), (8, 8, 1)]
)
def test_threads_are_divided_and_never_more_than_granted(
    workers: int, threads: int, each: int
) -> None:
    assert threads_each(workers, threads) == each
    assert workers * each <= threads


def test_more_workers_than_threads_are_refused() -> None:
    with pytest.raises(ValueError, match="3 workers need at least as many compute threads"):
        threads_each(3, 2)


def test_short_lives_wait_longer_and_longer_and_a_long_one_clears_them() -> None:
    backoff = Backoff()
    assert [backoff.after(0.0) for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert backoff.after(3600.0) == 0.0
    assert backoff.after(1.0) == 0.5


def test_the_folder_goes_at_the_end_and_leftovers_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "copydesk-run-killed"
    left.mkdir()
    (left / "weights").write_bytes(b"x")
    with runtime_dir() as living:
        old = time.time() - 3600
        for folder in (left, living):
            os.utime(folder, (old, old))
        with runtime_dir() as other:
            assert not left.exists()
            assert living.is_dir()
            assert oct(other.stat().st_mode & 0o777) == "0o700"
    assert list(tmp_path.iterdir()) == []


def test_temporary_files_go_to_shared_memory_where_nothing_else_can_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def nothing() -> str:
        if tempfile.tempdir is None:
            raise FileNotFoundError("no usable temporary directory")
        return tempfile.tempdir

    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "gettempdir", nothing)
    monkeypatch.setattr("service.server.workers.runtime_dir._SHARED_MEMORY", str(tmp_path))
    monkeypatch.setenv("TMPDIR", "/nowhere")
    ensure_temporary_folder()
    assert os.environ["TMPDIR"] == str(tmp_path)
    with runtime_dir() as folder:
        assert folder.parent == tmp_path
