"""The installed packages that a project needs at run time, according to their metadata."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterable

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Requires = Callable[[str], Iterable[str] | None]


def closure(wanted: Iterable[str], requires: Requires | None = None) -> set[str]:
    """Canonical names of all direct and indirect requirements on this machine.

    `requires` returns a package's own requirements, by default from its metadata, or None if it is
    not installed; such packages are left out. Extras count if a requirement names them.
    """
    requires = requires or installed
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(line), "") for line in wanted]
    while waiting:
        requirement, of_extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": of_extra}):
            continue
        name = canonicalize_name(requirement.name)
        needs = requires(name)
        if needs is None:
            continue
        found.add(name)
        lines = list(needs)
        for extra in ("", *requirement.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += [(Requirement(line), extra) for line in lines]
    return found


def installed(name: str) -> list[str] | None:
    """The requirements of an installed package."""
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return None
