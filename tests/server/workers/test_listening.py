"""The messages of a service about its address, and if it cannot listen."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.announce import Announcement
from service.server.listener import CannotListen, address, bound
from tests.conftest import settings
from tests.server.workers.conftest import HANG, Serve, free_port


@pytest.mark.parametrize("workers", [1, 2])
def test_in_a_pipe_it_is_one_line_of_json(serve: Serve, workers: int) -> None:
    service = serve("--log-level", "info", "--workers", str(workers)).ready()
    service.process.send_signal(signal.SIGTERM)
    code, err = service.end()
    assert code == 0
    lines = [json.loads(line) for line in err.splitlines()]
    (line,) = [line for line in lines if line["event"] == "listening"]
    assert line["address"] == f"http://127.0.0.1:{service.port}"
    assert line["documentation"] == line["address"] + "/docs"
    assert (line["workers"], line["keys"]) == (workers, "none asked for")
    assert [line["event"] for line in lines].count("ready") == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_on_a_terminal_it_is_lines_for_people(workers: int) -> None:
    ours, theirs = pty.openpty()
    port = free_port()
    command = [sys.executable, "-m", "tests.server.workers.served", "--log-level", "info"]
    command += ["--workers", str(workers), "--port", str(port)]
    with subprocess.Popen(command, stderr=theirs) as process:
        os.close(theirs)
        said = ""
        while "Ready after" not in said:
            said += os.read(ours, 4096).decode()
        process.send_signal(signal.SIGINT)
        assert process.wait(HANG) == 0
    os.close(ours)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    assert f"listens on http://127.0.0.1:{port}" in plain
    assert f"documentation  http://127.0.0.1:{port}/docs" in plain
    assert "{" not in plain


def test_the_address_is_one_that_can_be_called() -> None:
    with bound("0.0.0.0", 0) as everywhere:
        assert address(everywhere) == f"http://127.0.0.1:{everywhere.getsockname()[1]}"
    with bound("localhost", 0) as here:
        assert address(here).startswith("http://127.0.0.1:")


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_an_address_of_ipv6_stands_in_brackets() -> None:
    try:
        made = bound("::1", 0)
    except CannotListen:
        pytest.skip("no IPv6 here")
    with made:
        assert address(made) == f"http://[::1]:{made.getsockname()[1]}"


def test_what_is_told_on_a_quiet_level(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Announcement(settings(log_format="console", log_level="warning"))
    quiet.listening("http://127.0.0.1:1")
    quiet.ready()
    assert "listens" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "remedy"),
    [
        ("127.0.0.1", "is taken: stop what listens there, or choose another with --port"),
        ("203.0.113.7", "is no address of this machine: choose another with --host"),
        ("nowhere.invalid", "no name that is known here: choose another with --host"),
        ("a" * 70, "no name that is known here"),
        ("::zz", "no name that is known here"),
    ],
)
def test_where_it_cannot_listen_the_remedy_is_told(host: str, remedy: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen) as refused:
            bound(host, port)
    assert remedy in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken_ends_a_service_with_one_line(workers: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "tests.server.workers.served", "--workers", workers]
        done = subprocess.run(
            [*command, "--port", str(port)],
            capture_output=True, text=True, check=False, timeout=HANG,
            cwd=Path(__file__).parents[3],
        )  # fmt: skip
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"error: port {port} of 127.0.0.1 is taken")
