"""The image, built and run for real: healthy, non-root, answering without a network.

Needs a tool with `setup`, `build DIR TAG`, `run TAG [OPTIONS]`, `stop` and `podman ...`;
CONTAINER_TOOL names it. Skipped where there is none.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = Path(os.environ.get("CONTAINER_TOOL") or "../shared/tools/container.sh")
TAG = "copydesk:test"

pytestmark = [
    pytest.mark.container,
    pytest.mark.skipif(not (ROOT / TOOL).is_file(), reason="no container tool here"),
]

POST = (
    "import json, urllib.request as u;"
    "body = json.dumps({'text': 'The senator lied about the dam. Farmers lost everything.',"
    "'targets': ['the senator']}).encode();"
    "r = u.Request('http://127.0.0.1:8000/v1/analyze', body, {'Content-Type': 'application/json'});"
    "print(u.urlopen(r, timeout=60).read().decode())"
)


def tool(*words: str) -> str:
    """Run the tool; fails with what it said."""
    done = subprocess.run(
        [str((ROOT / TOOL).resolve()), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{words}: {done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def container() -> Iterator[str]:
    """The name of a running container of the image, without a network."""
    tool("setup")
    tool("build", str(ROOT), TAG)
    tool("run", TAG, "--network", "none", "--cap-drop", "ALL")
    name = tool("podman", "ps", "--format", "{{.Names}}").split()[0]
    yield name
    tool("stop")  # fails when the service ignored SIGTERM


def test_it_answers_a_post_without_a_network(container: str) -> None:
    answer = json.loads(tool("podman", "exec", container, "python", "-c", POST))
    assert answer["sentiment"]["label"] == "negative"
    assert answer["stance"]["targets"][0]["evidence"]
    assert answer["summary"]["text"]


def test_it_does_not_run_as_root(container: str) -> None:
    assert tool("podman", "exec", container, "id", "-u").strip() == "10001"
