"""`copydesk models add` on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from tests.inference import tiny
from tests.model_import import checkpoints
from tests.model_import.hub_server import StandInHub, commit_of, serving


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of one's own, beside a tiny built-in model."""
    models, cache = tiny.make(tmp_path)
    monkeypatch.setenv("COPYDESK_MODELS_DIR", str(models))
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(cache))
    monkeypatch.setenv("COPYDESK_OWN_MODELS_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "own"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["models", "add", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sentiment classifier, saved as it was before safetensors."""
    network = checkpoints.network("bert", ("LABEL_0", "LABEL_1"))
    return checkpoints.save(tmp_path / "theirs", network, tokenizer="words")


STANCE = ("--task", "stance", "--pair", "text-first", "--labels", "LABEL_0=against,LABEL_1=favor")


def test_what_is_done_and_what_comes_next_is_told(place: Path, folder: Path) -> None:
    code, said, errors = run(str(folder), *STANCE, "--profile", "fast", "--no-check")
    assert (code, errors.strip()) == (0, "")
    assert "LABEL_0 = against, LABEL_1 = favor" in said
    assert "added" in said
    assert "takes the place of tiny for stance in fast" in said
    assert f"COPYDESK_OWN_MODELS_DIR={place}" in said
    assert (place / "theirs" / "model.toml").is_file()


def test_the_trial_prints_its_figures_and_doubts(place: Path, folder: Path) -> None:
    code, said, errors = run(str(folder), *STANCE)
    assert code == 0
    assert "sanity set, right: " in said
    assert "contrast pairs, pairs with both sides right: " in said
    assert "warning: " in errors  # its weights are random
    assert "metrics" in (place / "theirs" / "model.toml").read_text()


def test_rows_are_for_stance_and_sentiment(place: Path, folder: Path) -> None:
    code, _, errors = run(str(folder), "--task", "verify", "--rows", str(folder / "rows.jsonl"))
    assert code == 2
    assert "--rows" in errors
    code, _, errors = run(str(folder), *STANCE, "--rows", str(folder / "rows.jsonl"))
    assert code == 1
    assert "there is no such file" in errors
    assert not place.exists()


def test_what_was_fitted_is_told(place: Path, folder: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    lines = [
        {"text": f"We like number {n} very much.", "target": f"number {n}", "label": label}
        for n in range(40)
        for label in ("favor", "against")
    ]
    rows.write_text("".join(json.dumps(line) + "\n" for line in lines))
    code, said, _ = run(str(folder), *STANCE, "--rows", str(rows), "--no-check")
    assert code == 0
    assert "temperature " in said
    assert "log loss " in said
    assert "temperature = " in (place / "theirs" / "model.toml").read_text()


def test_a_dry_run_writes_nothing(place: Path, folder: Path) -> None:
    code, said, errors = run(str(folder), *STANCE, "--dry-run")
    assert code == 0
    assert "up to 512 tokens" in said
    assert "nothing was written" in errors
    assert not place.exists()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInHub]:
    with serving() as found:
        monkeypatch.setenv("COPYDESK_HUB_URL", found.address)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        monkeypatch.setattr("huggingface_hub.get_token", lambda: None)
        yield found


@pytest.mark.usefixtures("place")
def test_a_model_of_the_hub_of_the_settings(hub: StandInHub, folder: Path) -> None:
    hub.add("owner/theirs", folder, card={"license": "cc-by-4.0"})
    code, said, _ = run("owner/theirs@main", *STANCE, "--no-check")
    assert code == 0
    assert "cc-by-4.0" in said
    assert "commit" in said
    listed = CliRunner().invoke(app, ["models", "list"]).stdout
    assert f"owner/theirs@{commit_of('main', folder)}" in listed
    found = json.loads(CliRunner().invoke(app, ["models", "list", "--json"]).stdout)
    (theirs,) = [model for model in found["models"] if model["name"] == "theirs"]
    assert theirs["origin"]["requested"] == "main"


@pytest.mark.usefixtures("place", "hub")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("owner/none", "there is no repository owner/none"),
        ("no/such/folder", "there is no such folder"),
        ("vectara/hallucination_evaluation_model", "no code of a model is ever run"),
    ],
)
def test_a_fault_is_one_line(given: str, said: str) -> None:
    code, _, errors = run(given, "--task", "verify")
    assert code == 1
    (line,) = errors.strip().splitlines()
    assert line.startswith("error: ")
    assert said in line


@pytest.mark.usefixtures("place")
def test_labels_that_are_not_understood_are_asked_for(folder: Path) -> None:
    code, _, errors = run(str(folder), "--task", "sentiment")
    assert code == 1
    assert "only numbered" in errors
    assert "--labels" in errors
