"""A release is refused where tag, version and changelog contradict each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from service import __version__
from supply import release

ROOT = Path(__file__).parents[2]
CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-12-01

### Added

- A thing.

## [1.1.0] - 2026-11-30

- Older.
"""


def test_the_notes_are_the_section_of_the_version() -> None:
    assert release.notes("v1.2.0", "1.2.0", CHANGELOG) == "### Added\n\n- A thing.\n"
    assert release.notes("v1.1.0", "1.1.0", CHANGELOG) == "- Older.\n"


@pytest.mark.parametrize(
    ("tag", "version", "reason"),
    [
        ("v1.2.1", "1.2.0", "the tag is v1.2.1"),
        ("1.2.0", "1.2.0", "the tag is 1.2.0"),
        ("v1.3.0", "1.3.0", "no section `## \\[1.3.0\\]"),
        ("v1.2", "1.2", "no section"),
    ],
)
def test_what_contradicts_itself_is_refused(tag: str, version: str, reason: str) -> None:
    with pytest.raises(release.NotReady, match=reason):
        release.notes(tag, version, CHANGELOG)


def test_a_section_without_a_date_is_no_release() -> None:
    with pytest.raises(release.NotReady):
        release.notes("v1.2.0", "1.2.0", CHANGELOG.replace(" - 2026-12-01", ""))


def test_the_command_says_why_it_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["v0.0.0"]) == 1
    assert capsys.readouterr().err.startswith("error: the tag is v0.0.0")


def test_the_links_are_a_table_that_pyproject_takes() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    added = project + release.urls("https://example.org/someone/copydesk/", "v1.2.0")
    links = tomllib.loads(added)["project"]["urls"]
    assert links["Homepage"] == "https://example.org/someone/copydesk"
    assert links["Changelog"].endswith("/blob/v1.2.0/CHANGELOG.md")


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "service.__version__"}


def test_the_changelog_describes_the_present_version_or_announces_it() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first, *released = re.findall(r"^## \[(.+?)\]", changelog, re.M)
    assert first == "Unreleased"
    announced = f"The first release will be {__version__}." in changelog
    assert released[0] == __version__ if released else announced


def test_the_deployment_takes_the_image_of_this_version() -> None:
    text = (ROOT / "deploy/kubernetes/base/kustomization.yaml").read_text(encoding="utf-8")
    assert f"newTag: {__version__}\n" in text


def test_the_changelog_names_the_models_with_their_versions() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    models = [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in ROOT.glob("models/*/model.toml")
    ]
    assert models
    for model in models:
        assert f"`{model['name']}` {model['version']}" in changelog, model["name"]
