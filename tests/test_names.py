"""A class name means one thing in the whole package."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "service"
# What the service works on and what JSON shows of the same thing.
KNOWN = {"Block", "FieldError", "Language", "Span"}


def _repeated(package: Path) -> dict[str, list[str]]:
    """Names of classes that more than one module defines, with these modules."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(path.relative_to(package)))
    return {name: modules for name, modules in found.items() if len(modules) > 1}


def test_no_class_name_has_two_meanings() -> None:
    assert {n: m for n, m in _repeated(PACKAGE).items() if n not in KNOWN} == {}


def test_a_repeated_name_is_found(tmp_path: Path) -> None:
    for module in ("one.py", "other.py"):
        (tmp_path / module).write_text("class Thing: ...\n", encoding="utf-8")
    assert _repeated(tmp_path) == {"Thing": ["one.py", "other.py"]}
