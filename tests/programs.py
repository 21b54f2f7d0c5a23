"""Programs that some tests run. Where one is missing its tests are skipped, and say why."""

from __future__ import annotations

import glob
import shutil
from pathlib import Path

import pytest

_LIST = Path(__file__).parents[1] / ".ci" / "packages.txt"
PACKAGES = {"make": "make"} | dict(
    line.split() for line in _LIST.read_text().splitlines() if line and not line.startswith("#")
)
_LIBRARIES = {"libfaketime": "/usr/lib/*/faketime/libfaketimeMT.so.1"}


def find(name: str) -> str | None:
    """The path of a program or library of `PACKAGES`, None where it is not installed."""
    if name in _LIBRARIES:
        return next(iter(glob.glob(_LIBRARIES[name])), None)
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def reason(name: str) -> str:
    """Why a test is skipped that needs a program which is not installed."""
    return f"{name} is not installed (Debian: apt-get install {PACKAGES[name]})"


def needs(*names: str) -> pytest.MarkDecorator:
    """A mark for tests that run these programs. The first one missing is the reason."""
    missing = [name for name in names if find(name) is None]
    return pytest.mark.skipif(bool(missing), reason=reason(missing[0]) if missing else "")


def require(name: str) -> str:
    """The path of a program. Skips the test where it is not installed."""
    path = find(name)
    if path is None:
        pytest.skip(reason(name))
    return path
