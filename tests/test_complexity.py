"""No function has more paths than a reader can follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from radon.complexity import cc_visit

ROOT = Path(__file__).parents[1]
FOLDERS = ("service", "benchmarks", "models/training", "supply", "openapi")
MOST = 12  # cyclomatic complexity (McCabe, 1976) as radon counts it, boolean operators included


def too_complex(source: str) -> Iterator[str]:
    """The functions, methods and classes of a module that are above the limit."""
    for block in cc_visit(source):
        if block.complexity > MOST:
            yield f"{block.fullname}, line {block.lineno}: {block.complexity}"


def test_no_block_is_above_the_limit() -> None:
    files = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    found = {
        str(path.relative_to(ROOT)): blocks
        for path in files
        if (blocks := list(too_complex(path.read_text(encoding="utf-8"))))
    }
    assert files
    assert found == {}


@pytest.mark.parametrize(("branches", "named"), [(MOST - 1, False), (MOST, True)])
def test_a_function_above_the_limit_is_named(branches: int, named: bool) -> None:
    tests = "".join(f"    if x == {i}: return {i}\n" for i in range(branches))
    assert bool([*too_complex(f"def f(x):\n{tests}")]) is named
