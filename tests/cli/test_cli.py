"""The command line, with the fake engine where an engine is needed."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from service import __version__
from service.app import create_app
from service.cli import app
from service.cli.commands import analyze as analyze_module
from service.config.settings import Settings
from service.inference.fake_engine import FakeEngine
from service.inference.manifest.entry import PROFILES
from service.keys.keyring import Keyring
from tests.inference import tiny

ROOT = Path(__file__).parents[2]
runner = CliRunner()


@pytest.fixture
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Settings(_env_file=None, log_level="error")
    monkeypatch.setattr(analyze_module, "_app", lambda profile: create_app(made, FakeEngine()))


@pytest.mark.usefixtures("_fake")
def test_json_is_the_service_s_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The mayor was praised for the great plan. Traders called it terrible.")
    result = runner.invoke(app, ["analyze", str(path), "--json", "--target", "the mayor"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert [t["text"] for t in found["stance"]["targets"]] == ["the mayor"]
    assert found["sentiment"]["sentences"]


def test_the_service_in_the_command_asks_for_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_API_KEYS", "one")
    monkeypatch.setenv("COPYDESK_QUOTA_KIB_PER_MINUTE", "1")
    monkeypatch.setenv("COPYDESK_METRICS_NEED_KEY", "true")
    made: list[Settings] = []
    monkeypatch.setattr("service.app.create_app", made.append)
    analyze_module._app(None)
    assert Keyring.from_settings(made[0]).open


@pytest.mark.usefixtures("_fake")
def test_the_readable_view_shows_summary_sentiment_and_stance(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The mayor was praised for the great plan. Traders called it terrible.")
    result = runner.invoke(app, ["analyze", str(path), "--target", "the mayor"])
    for word in ("Summary", "Sentiment", "Stance", "the mayor", "favor"):
        assert word in result.stdout


@pytest.mark.usefixtures("_fake")
def test_tasks_and_html_and_standard_input(tmp_path: Path) -> None:
    page = "<html><body><p>The harbour road was closed on Monday by the council.</p></body></html>"
    (tmp_path / "a.html").write_text(page)
    result = runner.invoke(
        app, ["analyze", str(tmp_path / "a.html"), "--json", "--task", "summary"]
    )
    found = json.loads(result.stdout)
    assert (found["stance"], found["sentiment"]) == (None, None)
    assert "harbour road" in found["summary"]["text"]
    result = runner.invoke(app, ["analyze", "-", "--json"], input="It was a great day.")
    assert json.loads(result.stdout)["sentiment"]["label"] == "positive"


@pytest.mark.usefixtures("_fake")
def test_a_file_that_fails_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("  ")
    (tmp_path / "good.txt").write_text("It was a great day.")
    result = runner.invoke(
        app, ["analyze", str(tmp_path / "bad.txt"), str(tmp_path / "good.txt"), "--json"]
    )
    assert result.exit_code == 1
    assert "bad.txt" in result.stderr
    assert json.loads(result.stdout)["sentiment"]["label"] == "positive"


@pytest.mark.usefixtures("_fake")
def test_a_missing_file_is_one_line() -> None:
    result = runner.invoke(app, ["analyze", "nowhere.txt"])
    assert result.exit_code == 1
    assert "nowhere.txt" in result.stderr
    assert "Traceback" not in result.stderr


def test_version_and_help_do_not_import_torch() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from service.cli import app;"
        "r = CliRunner().invoke(app, ['--version']); assert r.exit_code == 0;"
        "assert 'torch' not in sys.modules and 'fastapi' not in sys.modules; print(r.output)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"copydesk {__version__}"


def test_openapi_check_fails_on_drift(tmp_path: Path) -> None:
    made = tmp_path / "openapi.json"
    assert runner.invoke(app, ["openapi", "--output", str(made)]).exit_code == 0
    assert runner.invoke(app, ["openapi", "--check", str(made)]).exit_code == 0
    made.write_text(made.read_text().replace("Summarise", "Abridge"))
    assert runner.invoke(app, ["openapi", "--check", str(made)]).exit_code == 1


def test_models_are_listed_and_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models, cache = tiny.make(tmp_path)
    monkeypatch.setenv("COPYDESK_MODELS_DIR", str(models))
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(cache))
    assert "tiny" in runner.invoke(app, ["models", "list"]).stdout
    assert runner.invoke(app, ["models", "verify"]).exit_code == 0
    (cache / tiny.BASE / "config.json").write_text("{}")
    result = runner.invoke(app, ["models", "verify"])
    assert result.exit_code == 1
    assert "config.json" in result.stderr.replace("\n", "")


def test_the_readme_s_make_targets_exist() -> None:
    import re

    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"`?make ([a-z][a-z-]*)", (ROOT / "README.md").read_text()))
    assert {"demo", "test"} <= named
    assert all(re.search(rf"(?m)^{re.escape(name)}:", makefile) for name in named)


def _examples() -> list[str]:
    """The lines of README and docs that begin with `copydesk`."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "models" / "README.md"]
    lines = [line for page in pages for line in page.read_text(encoding="utf-8").splitlines()]
    return [line.strip() for line in lines if line.startswith("    copydesk ")]


def test_commands_of_the_pages_exist_with_their_options() -> None:
    examples = _examples()
    assert len(examples) > 15
    for example in examples:
        words = shlex.split(example, comments=True)[1:]
        group = words[:2] if words[0] in ("keys", "models") else words[:1]
        result = runner.invoke(app, [*group, "--help"])
        assert result.exit_code == 0, example
        for word in words:
            assert not word.startswith("--") or word in result.output, example


def test_a_profile_that_does_not_exist_is_refused_by_name() -> None:
    result = runner.invoke(app, ["analyze", "--profile", "quick", "x.txt"])
    assert result.exit_code == 2
    assert "quick" in result.output


def test_checksums_of_a_saved_model_fit_into_model_toml(tmp_path: Path) -> None:
    _, cache = tiny.make(tmp_path)
    result = runner.invoke(app, ["models", "checksums", str(cache / tiny.BASE)])
    found = tomllib.loads(result.stdout)["base"]["files"]
    assert set(found) == {"config.json", "model.safetensors", "tokenizer.json"}
    assert found["config.json"] == tiny.sha256(cache / tiny.BASE / "config.json")


def test_evaluation_and_fairness_print_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.inference.engine import LocalEngine

    monkeypatch.setattr(LocalEngine, "from_settings", lambda *_, **__: FakeEngine())
    options = ["--data", str(tmp_path), "--task", "stance", "--limit", "5", "--json"]
    result = runner.invoke(app, ["evaluate", *options, "--set", "contrast pairs"])
    assert [f["set"] for f in json.loads(result.stdout)["figures"]] == ["contrast pairs"] * len(
        PROFILES
    )
    result = runner.invoke(app, ["fairness", "--json"])
    assert {f["attribute"] for f in json.loads(result.stdout)} >= {"nationality", "gender"}


def test_logs_stay_out_of_the_results(capsys: pytest.CaptureFixture[str]) -> None:
    runner.invoke(app, ["config"])
    structlog.get_logger("copydesk.engine").info("models loaded")
    structlog.get_logger("copydesk.engine").warning("network runs unpacked")
    told = capsys.readouterr()
    assert told.out == ""
    assert "network runs unpacked" in told.err
    assert "models loaded" not in told.err
