"""The image, built and run for real under what a cautious operator would impose."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.container.tool import HERE, STRICT, TAG, analysed, inside, logs, running, sizes, tool
from tests.server.workers.conftest import HANG, free_port

pytestmark = [
    pytest.mark.container,
    pytest.mark.skipif(not HERE, reason="no podman, and CONTAINER_TOOL names no container tool"),
    pytest.mark.usefixtures("image"),
]
# Nothing to run a command with: an empty file lies over each shell.
NO_SHELL = [f"--volume=/dev/null:/usr/bin/{shell}:ro" for shell in ("dash", "bash")]


@pytest.fixture(scope="module")
def strict(image: None) -> Iterator[None]:
    """One process with both profiles: no network, no shell, nothing writable but /tmp."""
    memory = ("--memory", "3072m", "--memory-swap", "3072m")
    with running(*STRICT, *NO_SHELL, *memory, "--tmpfs", "/tmp:size=64m"):
        yield


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("profile", ["fast", "accurate"])
def test_it_answers_without_network_shell_rights_or_a_writable_root(profile: str) -> None:
    answer = analysed(profile=profile)
    assert answer["sentiment"]["label"] == "negative"
    assert answer["stance"]["targets"][0]["evidence"]
    assert answer["summary"]["text"]


@pytest.mark.usefixtures("strict")
def test_it_has_no_rights_and_cannot_write() -> None:
    status = inside("print(open('/proc/1/status').read())")
    rows = dict(line.split(":\t") for line in status.splitlines() if ":\t" in line)
    assert rows["Uid"].split() == ["10001"] * 4
    assert int(rows["CapBnd"], 16) == int(rows["CapEff"], 16) == 0
    assert rows["NoNewPrivs"] == "1"
    said = inside(
        "try: open('/opt/copydesk/app/x', 'w')\n"
        "except OSError as e: print(e.errno)"
    )  # fmt: skip
    assert said.strip() in {"13", "30"}


@pytest.mark.usefixtures("strict")
def test_what_only_builds_is_not_in_it() -> None:
    found = inside(
        "import importlib.util as u, shutil\n"
        "print([m for m in ('pip', 'setuptools', 'networkx', 'pytest', 'peft') if u.find_spec(m)],"
        "[p for p in ('pip', 'pip3', 'gcc', 'git', 'curl') if shutil.which(p)])"
    )
    assert found.strip() == "[] []"


def test_a_stop_lets_a_request_in_flight_be_answered() -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    text = " ".join(f"The dam number {i} is bad." for i in range(2000))
    with (
        httpx.Client(base_url=base, timeout=HANG, trust_env=False) as client,
        ThreadPoolExecutor(1) as pool,
        running("--publish", f"127.0.0.1:{port}:8000"),
    ):
        answer = pool.submit(httpx.post, f"{base}/v1/sentiment", json={"text": text}, timeout=HANG)
        while "copydesk_requests_in_flight 2.0" not in client.get("/metrics").text:
            assert not answer.done()
            time.sleep(0.05)
        tool("stop")  # fails unless the service ends by itself
        assert answer.result().status_code == 200
        assert answer.result().json()["sentiment"]["sentences"]


def test_two_workers_share_their_weights_on_a_tmpfs() -> None:
    tmp = ("--tmpfs", "/tmp:size=1100m", "--env", "COPYDESK_THREADS=2")
    with running(*STRICT, *tmp, command=("--workers", "2")):
        assert analysed()["summary"]["text"]
        assert logs().count("worker started") == 2
        assert "one process instead" not in logs()


@pytest.mark.parametrize("workers", [1, 2])
def test_without_any_tmpfs_one_process_serves_and_says_so(workers: int) -> None:
    memory = ("--memory", "1g", "--memory-swap", "1g")
    small = ("--env", "COPYDESK_PROFILES=fast", "--env", "COPYDESK_THREADS=2")
    with running(*STRICT, *memory, *small, command=("--workers", str(workers))):
        assert analysed()["summary"]["text"]
        assert "no temporary folder can be written" in logs()
        assert ("one process instead of several" in logs()) == (workers == 2)


def test_the_description_of_the_image() -> None:
    image = json.loads(tool("podman", "image", "inspect", TAG))[0]
    config, labels = image["Config"], image["Labels"]
    assert config["User"] == "10001:10001"
    assert config["StopSignal"] == "SIGTERM"
    assert config["Cmd"][0] == "copydesk"
    assert image["HealthCheck" if "HealthCheck" in image else "Healthcheck"]["Test"][0] == "CMD"
    for key in ("title", "description", "licenses", "version", "revision", "base.name"):
        assert labels[f"org.opencontainers.image.{key}"]


def test_nothing_of_the_build_is_told_by_the_layers() -> None:
    history = tool("podman", "history", "--no-trunc", "--format", "{{.CreatedBy}}", TAG)
    environment = tool("podman", "image", "inspect", "--format", "{{.Config.Env}}", TAG)
    for word in ("TORCH_INDEX", "index-url", "PIP_", "TOKEN", "PASSWORD", "SECRET", "API_KEY"):
        assert word not in history.partition("container-ci")[0]
        assert word not in environment


def test_the_size_and_what_it_is_made_of() -> None:
    parts = sizes()
    for name, size in parts.items():
        print(f"{size / 1e6:8.0f} MB  {name}")  # noqa: T201
    assert parts["the whole image"] < 1.7e9
