"""What pages say of packages, programs and endpoints is what the project has."""

from __future__ import annotations

import re
import tomllib

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.inference.manifest.entry import PROFILES
from tests.conftest import settings
from tests.docs.pages import PAGES, ROOT, rows, running

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_NAME = re.compile(r"[A-Za-z0-9-]+")


def _plain(requirement: str) -> str:
    found = _NAME.match(requirement)
    assert found, requirement
    return found[0].lower().replace("_", "-")


def test_each_dependency_is_explained_once_and_nothing_else() -> None:
    needed = {_plain(line) for line in PROJECT["dependencies"]}
    for extra, lines in PROJECT["optional-dependencies"].items():
        needed |= {_plain(line) for line in lines if extra != "dev"}
    explained = []
    for package, *_ in rows("docs/dependencies.md", "| package |"):
        names = [name.strip() for name in package.split(",") if name.strip() != "-"]
        explained += [_plain(name) for name in names]
    assert sorted(explained) == sorted(needed)


def test_each_tool_of_development_is_named() -> None:
    told = PAGES["docs/dependencies.md"].lower().replace("\n", " ")
    tools = [line for line in PROJECT["optional-dependencies"]["dev"] if "[" not in line]
    assert [line for line in tools if _plain(line) not in told] == []


def test_extras_exist() -> None:
    named = {
        extra
        for text in PAGES.values()
        for given in re.findall(r"copydesk\[([\w,]+)\]", text)
        for extra in given.split(",")
    }
    assert named
    assert named <= set(PROJECT["optional-dependencies"])


def test_the_readme_names_the_debian_packages_that_ci_installs() -> None:
    listed = (ROOT / ".ci" / "packages.txt").read_text(encoding="utf-8").splitlines()
    packages = {line.split()[1] for line in listed if not line.startswith("#")}
    told = re.search(r"The Debian packages (.*?) have all that the tests use", running("README.md"))
    assert told
    assert set(re.findall(r"`([\w-]+)`", told[1])) == packages


def test_the_readme_lists_each_endpoint_and_no_other() -> None:
    listed = set()
    for cell, _ in rows("README.md", "| endpoint |"):
        words = re.findall(r"`([^`]+)`", cell)
        method, path = "GET", ""
        for word in words:
            for part in word.split():
                if part.isupper():
                    method = part
                    if part == "DELETE":
                        listed.add((part, path))
                elif part.startswith("…"):
                    listed.add((method, path + part[1:]))
                else:
                    path = re.sub(r"\{\w+\}", "{}", part)
                    listed.add(("GET" if method == "HEAD" else method, path))
    served = set()
    for route in create_app(settings(), FakeEngine()).routes:
        methods = getattr(route, "methods", None) or ()
        path = re.sub(r"\{\w+\}", "{}", getattr(route, "path", ""))
        served |= {(method, path) for method in methods if method != "HEAD"}
    assert listed == served - {("GET", "/")}  # which leads to the documentation


def test_models_are_listed_as_they_are() -> None:
    found = set()
    for path in ROOT.glob("models/*/model.toml"):
        model = tomllib.loads(path.read_text(encoding="utf-8"))
        served = model.get("profiles", PROFILES)
        profiles = "all" if len(served) == len(PROFILES) else ", ".join(served)
        found.add((path.parent.name, model["task"], profiles))
    listed = {
        (folder.strip("`"), task, profile)
        for folder, task, profile, *_ in rows("models/README.md", "| folder |")
    }
    assert listed == found
