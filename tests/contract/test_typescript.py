"""A client with the types that openapi-typescript makes of the document, against a real server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ARTICLE

DOCUMENT = Path(__file__).parents[2] / "openapi" / "openapi.json"
SOURCES = Path(__file__).parent / "typescript"
OLDEST_NODE = 18  # the first that has `fetch`


def why_not() -> str:
    """Why TypeScript cannot be run here, or nothing."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return "node or npm is missing (on Debian: apt-get install nodejs npm)"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    found = re.fullmatch(r"v(\d+)\..*\s*", version.stdout)
    if found is None or int(found[1]) < OLDEST_NODE:
        return f"node is {version.stdout.strip()}, and {OLDEST_NODE} or newer is needed"
    return ""


REASON = why_not()
pytestmark = [pytest.mark.contract, pytest.mark.skipif(bool(REASON), reason=REASON)]


def run(folder: Path, *command: str) -> str:
    """What a command prints that runs in the folder."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, with the locked packages and the generated types."""
    folder = tmp_path_factory.mktemp("typescript") / "project"
    shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("node_modules", "out"))
    run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
    generator = ("npm", "exec", "--offline", "--", "openapi-typescript")
    run(folder, *generator, str(DOCUMENT), "--output", "api.d.ts")
    return folder


def test_a_typed_caller_type_checks_and_runs(project: Path, server: str) -> None:
    run(project, "npm", "exec", "--offline", "--", "tsc", "--project", ".")
    found = run(project, "node", "out/caller.js", server, ARTICLE)
    assert json.loads(found) == {
        "stance": ["Ana Duarte: favor"],
        "analyze": ["Ana Duarte: favor", "extractive"],
        "batch": [1, "blank"],
        "lines": ["extractive", "blank"],
        "problem": [422, "/text"],
        "models": ["embedding", "reader", "sentiment", "stance", "summary", "verify"],
    }


def test_no_body_is_a_string_by_accident(project: Path) -> None:
    types = (project / "api.d.ts").read_text(encoding="utf-8")
    bodies = re.findall(r'"([\w-]+/[\w+-]+)": (.*);', types)
    strings = {media for media, body in bodies if re.search(r"\b(string|unknown|any)\b", body)}
    assert {media for media, _ in bodies} == {
        "application/json",
        "application/problem+json",
        "application/x-ndjson",
        "text/event-stream",
        "text/plain",
    }
    assert strings == {"text/event-stream", "text/plain"}  # the metrics of Prometheus
