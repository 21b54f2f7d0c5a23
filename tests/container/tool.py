"""The container tool: builds, runs, and asks what runs.

It needs `setup`, `build DIR TAG`, `run TAG [OPTIONS] [-- COMMAND]`, `stop` and `podman ...`;
CONTAINER_TOOL names it; without it the project's own is used, which needs podman.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TAG = "copydesk:test"
_NAME = "copydesk-under-test"
_NAMED = os.environ.get("CONTAINER_TOOL")
_TOOL = ROOT / (_NAMED or ".ci/container")
HERE = _TOOL.is_file() and bool(_NAMED or shutil.which("podman"))
# Guards against waiting for ever, not expectations.
_ENV = {"CI_NAME": _NAME, "CI_GRACE": "120", "CI_HEALTH_WAIT": "300"}
_SERVE = ("copydesk", "serve", "--host", "0.0.0.0", "--port", "8000")
STRICT = (
    "--network", "none", "--read-only", "--cap-drop", "ALL",
    "--security-opt", "no-new-privileges",
)  # fmt: skip
_TEXT = "The senator lied about the dam. Farmers lost everything."
_ASK = (
    "import http.client as h, json, sys\n"
    "verb, path, kind, body = json.load(sys.stdin)\n"
    "c = h.HTTPConnection('127.0.0.1', 8000, timeout=300)\n"
    "c.request(verb, path, body.encode(), {'Content-Type': kind})\n"
    "a = c.getresponse()\n"
    "print(json.dumps([a.status, a.getheader('location'), a.read().decode()]))"
)
_SIZES = """
import json, os
def size(path):
    if not os.path.isdir(path): return os.lstat(path).st_size
    return sum(os.lstat(os.path.join(d, f)).st_size for d, _, fs in os.walk(path) for f in fs)
import torch, transformers
root = '/opt/copydesk/'
parts = {
    'torch': size(os.path.dirname(torch.__file__)),
    'transformers': size(os.path.dirname(transformers.__file__)),
    'other packages': size(root + 'venv'),
    'base encoders': size(root + 'encoders'),
    'trained weights': size(root + 'models'),
    'the service': size(root + 'app'),
}
parts['other packages'] -= parts['torch'] + parts['transformers']
print(json.dumps(parts))
"""


def tool(*words: str, given: str | None = None, both: bool = False) -> str:
    """What the tool printed (`both`: also to standard error); fails with all it said."""
    done = subprocess.run(
        [str(_TOOL.resolve()), *words],
        capture_output=True, text=True, check=False, cwd=ROOT, input=given, env=os.environ | _ENV,
    )  # fmt: skip
    assert done.returncode == 0, f"{words}: {done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout + done.stderr if both else done.stdout


@contextmanager
def running(*options: str, command: Sequence[str] = ()) -> Iterator[None]:
    """A healthy container of the image; `command` goes behind `copydesk serve`.

    At the end it must still run, and stop in an orderly way, unless it was stopped before.
    """
    try:
        tool("run", TAG, *options, *(("--", *_SERVE, *command) if command else ()))
        yield
    except BaseException:
        kill()
        raise
    tool("stop")


def inside(script: str, given: str | None = None) -> str:
    """What a Python script prints that runs in the container."""
    return tool("podman", "exec", "--interactive", _NAME, "python", "-c", script, given=given)


def asked(
    verb: str, path: str, body: str = "", kind: str = "application/json"
) -> tuple[int, str | None, str]:
    """Status, `Location` and body of an answer of the service."""
    status, location, text = json.loads(inside(_ASK, json.dumps([verb, path, kind, body])))
    return status, location, text


def analysed(text: str = _TEXT, profile: str = "fast") -> dict[str, Any]:
    """The answer of `/v1/analyze`."""
    body = {"text": text, "targets": ["the senator"], "profile": profile}
    status, _, answer = asked("POST", "/v1/analyze", json.dumps(body))
    assert status == 200, answer
    found: dict[str, Any] = json.loads(answer)
    return found


def kill() -> None:
    """End the container with no notice."""
    tool("podman", "rm", "--force", "--time", "0", "--ignore", _NAME)


@contextmanager
def volume() -> Iterator[str]:
    """A new, empty volume by name."""
    name = f"{_NAME}-volume"
    tool("podman", "volume", "rm", "--force", name)
    tool("podman", "volume", "create", name)
    yield name
    tool("podman", "volume", "rm", "--force", name)


def logs() -> str:
    """All that the container wrote."""
    return tool("podman", "logs", _NAME, both=True)


def sizes() -> dict[str, int]:
    """Bytes of the image by part; the last entry is the whole."""
    run = ("podman", "run", "--rm", "--network", "none", TAG, "python", "-c", _SIZES)
    parts: dict[str, int] = json.loads(tool(*run).splitlines()[-1])
    whole = int(tool("podman", "image", "inspect", "--format", "{{.Size}}", TAG))
    base = whole - sum(parts.values())
    return {"Debian and Python": base, **parts, "the whole image": whole}
