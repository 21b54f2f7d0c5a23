"""`copydesk config`, and what bad settings do to a command."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app

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
