"""What a project needs to run."""

from __future__ import annotations

from supply.closure import closure, installed

PACKAGES = {
    "web": ["frame>=1", "speed; extra == 'fast'", "colour; extra == 'all'"],
    "frame": ["types", "web"],
    "types": [],
    "speed": ["c-part; sys_platform != 'nowhere'", "other; sys_platform == 'nowhere'"],
    "c-part": [],
    "other": [],
    "colour": [],
}


def names(*wanted: str) -> set[str]:
    """The closure over the packages above."""
    return closure(wanted, PACKAGES.get)


def test_requirements_are_followed_in_circles_too() -> None:
    assert names("Web>=2") == {"web", "frame", "types"}


def test_extras_count_where_they_are_asked_for() -> None:
    assert names("web[fast]", "web") == {"web", "frame", "types", "speed", "c-part"}


def test_what_is_not_for_here_or_not_installed_is_left_out() -> None:
    assert names("other; python_version < '3'", "missing", "C_Part") == {"c-part"}


def test_installed_packages_tell_their_own() -> None:
    assert installed("no-such-package") is None
    assert any(line.startswith("starlette") for line in installed("fastapi") or [])
