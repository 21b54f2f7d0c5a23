"""Every regular expression of the service, found in its modules and in its source."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import service

_ROOT = Path(service.__file__).parent
_METHODS = frozenset(
    {"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split", "scanner"}
)
_ANCHORED = frozenset({"match", "fullmatch"})
# Need extras that a machine without them lacks; they hold no pattern that reads text.
_EXTRAS = frozenset({"service.integrations.ray_serve", "service.integrations.ray_state"})


@dataclass(frozen=True)
class Found:
    """A compiled pattern, where it stands, and whether it is only ever tried at one place."""

    where: str
    pattern: re.Pattern[str]
    anchored: bool


def patterns() -> list[Found]:
    """Those of all modules: held by a name, in a collection, or written where they are used."""
    found: dict[tuple[str, int], Found] = {}
    for entry in _held():
        key = (entry.pattern.pattern, entry.pattern.flags)
        if key in found:  # held twice: tried at every place if it is so anywhere
            entry = replace(found[key], anchored=entry.anchored and found[key].anchored)
        found[key] = entry
    known = {text for text, _ in found}
    written = [entry for entry in _written() if entry.pattern.pattern not in known]
    return sorted([*found.values(), *written], key=lambda entry: entry.where)


def _held() -> Iterator[Found]:
    uses = _uses()
    for info in pkgutil.walk_packages(service.__path__, "service."):
        if info.name in _EXTRAS or info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for where, pattern in _within(value, f"{info.name}.{name}", set()):
                own = uses.get(name)
                anchored = own is not None and bool(own) and own <= _ANCHORED
                yield Found(where, pattern, anchored and value is pattern)


def _within(value: object, where: str, seen: set[int]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns in a value of a module: itself, in a collection or a field of a class of ours."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield where, value
        return
    if id(value) in seen or isinstance(value, str | bytes):
        return
    seen.add(id(value))
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _within(part, f"{where}[{key!r}]", seen)
    elif isinstance(value, list | tuple | set | frozenset):
        for number, part in enumerate(value):
            yield from _within(part, f"{where}[{number}]", seen)
    elif type(value).__module__.startswith("service.") or (
        isinstance(value, type) and value.__module__.startswith("service.")
    ):
        fields = list(getattr(value, "__dict__", {}).items())
        fields += [
            (name, getattr(value, name))
            for name in getattr(type(value), "__slots__", ())
            if hasattr(value, name)
        ]
        for name, part in fields:
            if not name.startswith("__"):
                yield from _within(part, f"{where}.{name}", seen)


def _uses() -> dict[str, set[str]]:
    """By a name, the methods of patterns that are called on it or taken from it anywhere."""
    found: dict[str, set[str]] = {}
    for path in sorted(_ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in _METHODS:
                owner = node.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", None)
                if name:
                    found.setdefault(name, set()).add(node.attr)
    return found


def _written() -> Iterator[Found]:
    """Patterns that stand as plain text in a call such as `re.search("…", text)`."""
    for path in sorted(_ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value
            if not (isinstance(owner, ast.Name) and owner.id == "re" and node.args):
                continue
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                where = f"{path.relative_to(_ROOT.parent)}:{node.lineno}"
                yield Found(where, re.compile(text.value), node.func.attr in _ANCHORED)
