"""`.ci/run` passes in a clone that has no neighbours, and fails for what it is there to find."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.test_check_analysis import ARTICLE, RESULT

ROOT = Path(__file__).parents[2]
# Says what it is asked to do, and writes the analysis where `make demo` would.
MAKE = """#!/usr/bin/env bash
echo "make $*" >> "$CALLS"
for argument in "$@"; do
    case $argument in SAVE=*) cp "$ANALYSIS" "${argument#SAVE=}" ;; esac
done
if [ "$1" = test ]; then
    echo "SKIPPED [1] a test: no program"
    echo "===== 3 passed, 1 skipped in 0.10s ====="
fi
[ "$1" != "${FAILING:-}" ]
"""


def script(path: Path, text: str) -> None:
    """Write an executable file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with all that `.ci/run` needs, where `make` and `apt-get` are stand-ins."""
    root = tmp_path / "clone"
    for folder in (".ci", "examples", "tests/acceptance"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / ".ci" / "packages.txt").write_text("# programs\nbash bash\n", encoding="utf-8")
    (root / "examples" / "harbour-road.txt").write_text(ARTICLE, encoding="utf-8")
    (root / "tests" / "acceptance" / "expected.toml").write_text(
        '[harbour-road]\nstance = ["senator"]\n', encoding="utf-8"
    )
    script(root / ".venv/bin/python", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    script(root / "bin/make", MAKE)
    script(root / "bin/sudo", '#!/bin/sh\nexec "$@"\n')
    (root / "analysis.json").write_text(json.dumps(RESULT), encoding="utf-8")
    return root


def ran(clone: Path, name: str, **given: str) -> subprocess.CompletedProcess[str]:
    """A script of `.ci`, run from elsewhere."""
    environment = {
        "PATH": f"{clone / 'bin'}:{os.environ['PATH']}",
        "CALLS": str(clone / "calls"),
        "ANALYSIS": str(clone / "analysis.json"),
        "HOME": str(clone),
        **given,
    }
    command = [str(clone / ".ci" / name)]
    return subprocess.run(
        command, env=environment, cwd="/", capture_output=True, text=True, check=False
    )


def calls(clone: Path) -> list[str]:
    """What `make` was asked for, without where the analysis goes."""
    lines = (clone / "calls").read_text(encoding="utf-8").splitlines()
    return [line.partition(" SAVE=")[0] for line in lines]


def test_it_passes_in_a_clone_alone_and_analyses_an_article_of_the_project(clone: Path) -> None:
    done = ran(clone, "run")
    assert done.returncode == 0, done.stderr
    assert calls(clone) == [
        "make lint",
        "make test",
        "make demo ARTICLE=examples/harbour-road.txt",
    ]
    assert "SKIPPED [1] a test: no program" in done.stdout
    assert done.stdout.endswith("harbour-road.txt: 0 faults\n")


def test_another_article_comes_by_a_variable(clone: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(ARTICLE, encoding="utf-8")
    done = ran(clone, "run", ARTICLE=str(other))
    assert done.returncode == 0, done.stderr
    assert calls(clone)[-1] == f"make demo ARTICLE={other}"


def test_an_analysis_that_is_wrong_fails_it(clone: Path) -> None:
    wrong: dict[str, Any] = RESULT | {"stance": {"targets": []}}
    (clone / "analysis.json").write_text(json.dumps(wrong), encoding="utf-8")
    done = ran(clone, "run")
    assert done.returncode == 1
    assert "FAULT: no stance toward 'senator'" in done.stderr


@pytest.mark.parametrize("gate", ["lint", "test", "demo"])
def test_each_gate_can_fail_it(clone: Path, gate: str) -> None:
    assert ran(clone, "run", FAILING=gate).returncode != 0


def test_missing_programs_are_installed(clone: Path) -> None:
    (clone / ".ci" / "packages.txt").write_text("bash bash\nnot-there its-package\n")
    script(
        clone / "bin/apt-get",
        f'#!/bin/sh\necho "$*" >> {clone}/apt\n'
        f'case "$1" in install) printf "" > {clone}/bin/not-there;'
        f" chmod +x {clone}/bin/not-there;; esac\n",
    )
    done = ran(clone, "install")
    assert done.returncode == 0, done.stderr
    update, install = (clone / "apt").read_text(encoding="utf-8").splitlines()
    assert update.startswith("update")
    assert install.split()[-1] == "its-package"


def test_a_program_that_stays_missing_is_an_error(clone: Path) -> None:
    (clone / ".ci" / "packages.txt").write_text("not-there its-package\n", encoding="utf-8")
    script(clone / "bin/apt-get", "#!/bin/sh\n")
    done = ran(clone, "install")
    assert done.returncode == 1
    assert "Still missing after the installation: its-package" in done.stderr


def test_nothing_is_installed_where_all_is_there(clone: Path) -> None:
    script(clone / "bin/apt-get", "#!/bin/sh\nexit 1\n")
    assert ran(clone, "install").returncode == 0
