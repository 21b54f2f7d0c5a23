"""Cores: the cgroup's quota caps what the machine has."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.kit.cpu import cpu_quota, usable_cores


@pytest.mark.parametrize(
    ("content", "quota"),
    [("max 100000", None), ("200000 100000", 2.0), ("50000 100000", 0.5), ("junk", None)],
)
def test_quota_of_cgroup_v2(tmp_path: Path, content: str, quota: float | None) -> None:
    (tmp_path / "cpu.max").write_text(content)
    assert cpu_quota(tmp_path) == quota


@pytest.mark.parametrize(("micros", "quota"), [("-1", None), ("150000", 1.5)])
def test_quota_of_cgroup_v1(tmp_path: Path, micros: str, quota: float | None) -> None:
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu/cpu.cfs_quota_us").write_text(micros)
    (tmp_path / "cpu/cpu.cfs_period_us").write_text("100000")
    assert cpu_quota(tmp_path) == quota


def test_cores_never_exceed_the_quota_nor_fall_to_none(tmp_path: Path) -> None:
    free = usable_cores(tmp_path)
    assert free >= 1
    (tmp_path / "cpu.max").write_text("100000 100000")
    assert usable_cores(tmp_path) == 1
    (tmp_path / "cpu.max").write_text("10000 100000")
    assert 1 <= usable_cores(tmp_path) <= free
