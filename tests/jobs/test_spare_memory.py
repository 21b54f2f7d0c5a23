"""The check for memory for another process, by the numbers of the system."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.jobs.spare_memory import memory_for_another

MIB = 1024


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    made = tmp_path / "proc"
    (made / "self").mkdir(parents=True)
    (made / "self" / "status").write_text(f"VmRSS:\t{900 * MIB} kB\nRssAnon:\t{500 * MIB} kB\n")
    (made / "meminfo").write_text(f"MemFree: 1 kB\nMemAvailable:   {600 * MIB} kB\n")
    return made


def group(tmp_path: Path, most: str, used: int, inactive: int) -> Path:
    made = tmp_path / "cgroup"
    made.mkdir()
    (made / "memory.max").write_text(most + "\n")
    (made / "memory.current").write_text(f"{used * MIB * 1024}\n")
    (made / "memory.stat").write_text(f"anon 1\ninactive_file {inactive * MIB * 1024}\n")
    return made


def test_without_a_container_the_machine_counts(proc: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert memory_for_another(1.0, proc, nowhere)
    assert not memory_for_another(1.3, proc, nowhere)
    assert memory_for_another(1.3, nowhere, nowhere)  # where nothing is said


@pytest.mark.parametrize(
    ("most", "used", "inactive", "room"),
    [
        ("max", 900, 0, True),
        (str(1536 * MIB * 1024), 900, 0, True),
        (str(1536 * MIB * 1024), 1100, 0, False),
        (str(1536 * MIB * 1024), 1100, 100, True),
    ],
)
def test_a_container_has_its_own_limit(
    proc: Path, tmp_path: Path, most: str, used: int, inactive: int, room: bool
) -> None:
    assert memory_for_another(1.0, proc, group(tmp_path, most, used, inactive)) is room
