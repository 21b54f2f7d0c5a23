"""`copydesk config`, and what bad settings do to a command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app

ROOT = Path(__file__).parents[3]
runner = CliRunner()


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_prints_values_and_origins_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_API_KEYS", "one-key")
    monkeypatch.setenv("COPYDESK_THREAD", "2")
    Path(".env").write_text("COPYDESK_LOG_LEVEL=error\n")
    result = runner.invoke(app, ["config"])
    assert result.exit_code == 0, result.output
    rows = {words[0]: words[1:] for line in result.stdout.splitlines() if (words := line.split())}
    assert rows["COPYDESK_API_KEYS"] == ["**********", "environment"]
    assert rows["COPYDESK_LOG_LEVEL"] == ["error", ".env", "file"]
    assert rows["COPYDESK_CACHE_MIB"][1:] == ["default"]
    assert "COPYDESK_THREAD is no setting" in result.stderr
    assert "one-key" not in result.output


@pytest.mark.parametrize(
    "command", [["config"], ["serve"], ["models", "list"], ["fairness"]], ids=" ".join
)
def test_bad_settings_end_a_command_with_the_variable_and_no_traceback(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_THREADS", "many")
    result = runner.invoke(app, command)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: COPYDESK_THREADS: 'many' (from the environment)")
    assert len(result.stderr.splitlines()) == 1


def test_what_a_terminal_cannot_show_is_shown_as_an_escape() -> None:
    given = {"PYTHONIOENCODING": "ascii", "COPYDESK_CACHE_DIR": "/caché"}
    done = subprocess.run(
        [sys.executable, "-m", "service", "config"],
        env=os.environ | given | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert r"/cach\xe9" in done.stdout


def test_a_misspelt_variable_is_told_by_every_command_that_reads_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COPYDESK_KEY_FILE", "x")
    (tmp_path / "keys.toml").write_text("")
    result = runner.invoke(app, ["models", "list"])
    assert "COPYDESK_KEY_FILE is no setting; did you mean COPYDESK_KEYS_FILE?" in result.stderr
    assert result.exit_code == 0
