"""`copydesk keys`."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.keys.file import parse, read
from service.keys.key import digest
from service.keys.keyring import Keyring

runner = CliRunner()


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def made(*arguments: str) -> str:
    """The key that a command printed."""
    result = runner.invoke(app, ["keys", "new", *arguments])
    assert result.exit_code == 0, result.output
    (secret,) = result.stdout.split()
    assert secret not in result.stderr
    return secret


def test_a_key_is_printed_once_and_its_hash_is_in_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COPYDESK_KEYS_FILE", "keys.toml")
    secret = made("news", "--scope", "jobs", "--scope", "metrics", "--quota", "60", "--days", "9")
    path = Path("keys.toml")
    assert secret not in path.read_text()
    (key,) = read(path)
    assert (key.name, key.digest, key.quota) == ("news", digest(secret), 60)
    assert key.scopes == {"jobs", "metrics"}
    assert key.expires is not None
    assert Keyring(path=path).find(secret) == key


def test_without_a_file_the_entry_is_told() -> None:
    result = runner.invoke(app, ["keys", "new", "news"])
    assert result.exit_code == 0, result.output
    (key,) = parse(result.stderr, "standard error")
    assert key.digest == digest(result.stdout.strip())
    assert key.scopes == {"analyze", "jobs", "models"}


def test_a_second_key_of_a_name_has_the_rights_of_the_first() -> None:
    made("news", "--scope", "jobs", "--quota", "60", "--file", "k.toml")
    made("other", "--file", "k.toml")
    second = made("news", "--file", "k.toml")
    key = read(Path("k.toml"))[-1]
    assert (key.digest, key.scopes, key.quota) == (digest(second), {"jobs"}, 60)


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (["two words"], 1, "name"),
        (["a", "--quota", "0"], 1, "quota_kib_per_minute"),
        (["a", "--scope", "all"], 2, "'all' is none of"),
        (["a", "--file", "no/such/folder.toml"], 1, "No such file"),
    ],
)
def test_what_makes_no_sense_makes_no_key(arguments: list[str], code: int, why: str) -> None:
    result = runner.invoke(app, ["keys", "new", *arguments])
    assert result.exit_code == code
    assert why in " ".join(result.stderr.split())
    assert not result.stdout


def test_the_list_tells_all_but_keys() -> None:
    secret = made("news", "--quota", "60", "--days", "9", "--file", "k.toml")
    result = runner.invoke(app, ["keys", "list", "--file", "k.toml"])
    assert result.exit_code == 0, result.output
    for part in ("news", "analyze, jobs, models", "60", "UTC", digest(secret).hex()[:12]):
        assert part in result.stdout
    assert secret not in result.output
    assert digest(secret).hex() not in result.output


def test_a_list_of_no_file_asks_for_one() -> None:
    result = runner.invoke(app, ["keys", "list"])
    assert result.exit_code == 2
    assert "COPYDESK_KEYS_FILE" in result.stderr


def test_a_service_does_not_start_with_a_file_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COPYDESK_KEYS_FILE", "nothing.toml")
    result = runner.invoke(app, ["serve"])
    assert result.exit_code == 1
    assert "nothing.toml: cannot be read" in " ".join(result.stderr.split())
