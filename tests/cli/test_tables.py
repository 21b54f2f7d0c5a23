"""Tables of the command line fit terminals of any width."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from service.cli import app
from service.cli.tables import Fitting
from tests.inference import tiny

runner = CliRunner()
WIDTHS = [200, 80, 60, 40, 20]


def shown(made: object, width: int) -> list[str]:
    """The lines in which a console of that width prints it."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(width=width, record=True, file=nowhere)
        console.print(made)
    return console.export_text().splitlines()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_too_wide_and_nothing_is_cut(width: int) -> None:
    rows = [
        ("a", "analyze, jobs, models", "6000", "2027-01-31 00:00 UTC", "7e7b746c9714"),
        ("n" * 64, "metrics", "", "", "0123456789ab"),
        ("[bold]ünïcödé[/bold] 漢字", "", "", "", ""),
    ]
    lines = shown(Fitting(("name", "scopes", "KiB", "expires", "sha256"), rows), width)
    assert max(map(cell_len, lines)) <= width
    together = "".join("".join(line.split()) for line in lines)
    assert together.count("n" * min(20, width)) >= 1
    for word in ("jobs,", "7e7b746c9714", "ünïcödé[/bold]", "漢字"):
        assert word in together


def test_columns_where_there_is_room_and_blocks_where_not() -> None:
    made = Fitting(("variable", "value"), [("COPYDESK_WORKERS", "2"), ("COPYDESK_PORT", "8000")])
    assert shown(made, 40)[0].split() == ["variable", "value"]
    narrow = [line.split() for line in shown(made, 18)]
    assert narrow == [["COPYDESK_WORKERS"], ["value", "2"], ["COPYDESK_PORT"], ["value", "8000"]]


def test_no_rows_are_a_head() -> None:
    assert shown(Fitting(("name", "value"), []), 80)[0].split() == ["name", "value"]


@pytest.mark.parametrize("width", ["80", "40", "24"])
@pytest.mark.parametrize("command", ["config", "models list", "keys list"])
def test_commands_fit(
    command: str, width: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("COPYDESK_MODELS_DIR", str(tiny.make(tmp_path)[0]))
    monkeypatch.setenv("COPYDESK_KEYS_FILE", str(tmp_path / "keys.toml"))
    assert runner.invoke(app, ["keys", "new", "a" * 40, "--days", "9"]).exit_code == 0
    result = runner.invoke(app, command.split())
    assert result.exit_code == 0, result.output
    assert max(map(cell_len, result.stdout.splitlines())) <= int(width)


def test_models_as_json(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    models, _ = tiny.make(tmp_path)
    monkeypatch.setenv("COPYDESK_MODELS_DIR", str(models))
    result = runner.invoke(app, ["models", "list", "--json"])
    assert result.exit_code == 0, result.output
    (model,) = json.loads(result.stdout)["models"]
    assert model["precision"] in ("fp32", "bf16")
    assert {name: model[name] for name in ("name", "version", "task", "profiles", "labels")} == {
        "name": "tiny",
        "version": "0.1.0",
        "task": "stance",
        "profiles": ["balanced", "fast", "accurate"],
        "labels": ["against", "neutral", "favor"],
    }
    assert (model["base"], model["licence"]) == (tiny.BASE, "MIT")
    assert model["folder"] == str(models / "tiny")
