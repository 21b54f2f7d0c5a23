"""Workflows and their neighbours name what exists: targets, scripts, modules, folders, versions."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# By a major version, a commit, or the branch that PyPI asks for.
PINNED = re.compile(r"[\w.-]+/[\w.-]+@(v\d+|[0-9a-f]{40}|release/v\d+)")

each = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def read(path: Path) -> dict[Any, Any]:
    """A YAML file. The key `on` of a workflow is read as true."""
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """The steps of all jobs of a workflow."""
    for job in read(path)["jobs"].values():
        yield from job["steps"]


def commands(path: Path) -> str:
    """All that a workflow runs in a shell."""
    return "\n".join(step["run"] for step in steps(path) if "run" in step)


def test_there_is_one_for_changes_and_one_for_releases() -> None:
    assert [path.stem for path in WORKFLOWS] == ["ci", "release"]
    assert "pull_request" in read(WORKFLOWS[0])[True]
    assert read(WORKFLOWS[1])[True] == {"push": {"tags": ["v*"]}}


@each
def test_targets_of_make_exist(path: Path) -> None:
    targets = re.findall(r"\bmake ([a-z][a-z-]*)", commands(path))
    assert targets
    assert [one for one in targets if not re.search(rf"^{one}:", MAKEFILE, re.M)] == []


@each
def test_scripts_and_modules_exist(path: Path) -> None:
    for script in re.findall(r"(?:^| )(\.ci/[\w-]+)", commands(path), re.M):
        assert os.access(ROOT / script, os.X_OK), script
    for module in re.findall(r"python -m ((?:supply|service)[\w.]*)", commands(path)):
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").exists(), module
    for file in re.findall(r"\b(?:tests|examples)/[\w/.-]+", commands(path)):
        assert (ROOT / file).exists(), file


@each
def test_actions_are_pinned_and_rights_are_few(path: Path) -> None:
    actions = [step["uses"] for step in steps(path) if "uses" in step]
    assert actions
    assert [one for one in actions if not PINNED.fullmatch(one)] == []
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


@each
def test_no_input_of_others_is_put_into_a_command(path: Path) -> None:
    # GitHub fills in `${{ }}` before the shell reads the command, so a title could hold one.
    assert "${{" not in commands(path)


def test_every_gate_of_the_script_is_one_of_the_workflow() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    gates = set(re.findall(r"^make ([a-z-]+)", script, re.M))
    assert gates == {"lint", "test", "demo"}
    assert gates | {"coverage"} <= set(re.findall(r"\bmake ([a-z-]+)", commands(WORKFLOWS[0])))
    for runner in (script, commands(WORKFLOWS[0])):
        assert ".ci/install" in runner
        assert "tests/acceptance/check_analysis.py" in runner


def test_the_versions_of_python_are_those_that_the_package_declares() -> None:
    tested = read(WORKFLOWS[0])["jobs"]["test"]["strategy"]["matrix"]["python"]
    named = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if "Python :: 3." in line]
    assert tested == named
    assert PROJECT["requires-python"] == f">={tested[0]}"


def test_packages_are_pairs_of_a_program_and_a_package() -> None:
    lines = (ROOT / ".ci" / "packages.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split() for line in lines if not line.startswith("#")]
    assert pairs
    assert all(len(pair) == 2 for pair in pairs)
    assert len({program for program, _ in pairs}) == len(pairs)


@pytest.mark.parametrize(
    "file",
    ["Makefile", *(f".ci/{name}" for name in ("run", "install", "container", "packages.txt"))],
)
def test_nothing_outside_the_clone_is_named(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "../" not in text
    assert not re.search(r"(?<![\w.$}/])/(?:work|home|root|opt)\b", text)


def test_folders_that_dependabot_looks_at_exist() -> None:
    updates = read(GITHUB / "dependabot.yml")["updates"]
    assert {one["package-ecosystem"] for one in updates} >= {"pip", "github-actions", "docker"}
    for one in updates:
        assert (ROOT / one["directory"].lstrip("/")).is_dir()


def test_hooks_run_the_tools_of_the_gate() -> None:
    repos = read(ROOT / ".pre-commit-config.yaml")["repos"]
    (local,) = [repo["hooks"] for repo in repos if repo["repo"] == "local"]
    tools = {hook["entry"].split()[0].removeprefix(".venv/bin/") for hook in local}
    assert tools == {"ruff", "mypy"}
    dev = PROJECT["optional-dependencies"]["dev"]
    assert all(any(line.startswith(tool) for line in dev) for tool in tools)
    assert all(f"$(BIN)/{tool}" in MAKEFILE for tool in tools)


@pytest.mark.parametrize(
    "path", sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda p: p.stem
)
def test_forms_have_what_github_asks_for(path: Path) -> None:
    form = read(path)
    if path.name == "config.yml":
        assert form == {"blank_issues_enabled": False}
        return
    assert form["name"]
    assert form["description"]
    inputs = [part for part in form["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in inputs}) == len(inputs)
    assert all(part["attributes"]["label"] for part in inputs)
    assert any(part.get("validations", {}).get("required") for part in inputs)
