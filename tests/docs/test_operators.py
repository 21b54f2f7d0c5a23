"""What operators are told to look for, to pass and to mount is what the project has."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import PAGES, ROOT, running

SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "service").rglob("*.py"))
)
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
OPERATIONS = "docs/operations.md"


@pytest.mark.parametrize(
    ("page", "event"),
    [
        (OPERATIONS, "the models could not be loaded"),
        (OPERATIONS, "a lane died"),
        (OPERATIONS, "unexpected error"),
        (OPERATIONS, "a window failed"),
        (OPERATIONS, "Redis does not answer; each machine counts quotas by itself"),
        (OPERATIONS, "request"),
        (OPERATIONS, "refused"),
        (OPERATIONS, "listening"),
        (OPERATIONS, "ready"),
        (OPERATIONS, "doubtful setting"),
        ("docs/jobs.md", "jobs are off"),
        ("docs/container.md", "one process instead of several"),
    ],
)
def test_log_lines_that_a_page_names_are_written(page: str, event: str) -> None:
    assert f"`{event}`" in running(page)
    assert re.search(
        rf"\.(?:info|warning|error|critical|log)\([^()]*\"{re.escape(event)}\"", SOURCES
    )


def test_build_arguments_exist() -> None:
    named = {name for text in PAGES.values() for name in re.findall(r"--build-arg (\w+)=", text)}
    assert len(named) > 3
    assert named <= set(re.findall(r"^ARG (\w+)", DOCKERFILE, re.M))


def test_the_image_has_the_user_and_the_folder_that_are_told() -> None:
    page = running("docs/container.md")
    user = re.search(r"^USER (\d+)", DOCKERFILE, re.M)
    path = re.search(r"COPYDESK_JOBS_PATH=(/\S+)", DOCKERFILE)
    assert user
    assert path
    assert f"writable by user {user[1]}" in page
    assert f"kept in `{path[1]}`" in page


def test_variables_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = re.findall(r"\bmake [a-z-]+((?:\s+[A-Z_]+=\S+)+)", "\n".join(PAGES.values()))
    named = {name for command in commands for name in re.findall(r"([A-Z_]+)=", command)}
    assert named >= {"ARTICLE", "PIP_ARGS"}
    assert {name for name in named if f"$({name})" not in makefile} == set()
