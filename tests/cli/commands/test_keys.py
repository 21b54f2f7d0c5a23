"""`copydesk keys`."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.keys.key import ApiKey, digest
from service.keys.key_file import parse, read
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
    assert key == ApiKey("news", digest(second), scopes=frozenset({"jobs"}), quota=60)


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (["two words"], 1, "name"),
        (["a", "--quota", "0"], 1, "quota_kib_per_minute"),
        (["a", "--scope", "all"], 2, "'all' is none of"),
        (["a", "--file", "no/such/folder.toml"], 1, "there is no such folder; make it first"),
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


def test_that_nothing_was_kept_is_said() -> None:
    result = runner.invoke(app, ["keys", "new", "news"])
    assert "This key is kept nowhere" in result.stderr
    assert "COPYDESK_KEYS_FILE" in result.stderr


def test_a_key_is_removed_and_all_else_in_the_file_stays() -> None:
    path = Path("k.toml")
    path.write_text("# our keys\n\n")
    first, second = made("news", "--file", "k.toml"), made("other", "--file", "k.toml")
    before = path.read_text()
    third = made("third", "--file", "k.toml")
    result = runner.invoke(app, ["keys", "remove", "third", "--file", "k.toml"])
    assert result.exit_code == 0, result.output
    assert f"removed third {digest(third).hex()[:12]}" in result.stderr
    assert path.read_text().rstrip() == before.rstrip()
    assert [key.digest for key in read(path)] == [digest(first), digest(second)]
    assert runner.invoke(app, ["keys", "remove", "news", "--file", "k.toml"]).exit_code == 0
    assert [key.name for key in read(path)] == ["other"]
    assert path.read_text().startswith("# our keys\n")


def test_of_several_keys_of_a_name_one_is_chosen() -> None:
    first, second = made("news", "--file", "k.toml"), made("news", "--file", "k.toml")
    result = runner.invoke(app, ["keys", "remove", "news", "--file", "k.toml"])
    assert result.exit_code == 1
    hashes = [digest(secret).hex()[:12] for secret in (first, second)]
    assert all(part in result.stderr for part in hashes)
    chosen = ["keys", "remove", "news", "--sha256", hashes[0], "--file", "k.toml"]
    assert runner.invoke(app, chosen).exit_code == 0
    assert [key.digest for key in read(Path("k.toml"))] == [digest(second)]
    assert runner.invoke(app, chosen).exit_code == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "cannot be read"),
        ("", "holds no key 'news'"),
        ('key = [{name = "news", sha256 = "%s", scopes = ["jobs"]}]', "edit it by hand"),
        ('x = """\n[[key]]\n"""', "is not known here"),
    ],
)
def test_what_cannot_be_removed_changes_nothing(text: str | None, why: str) -> None:
    path = Path("k.toml")
    if text is not None:
        path.write_text(text.replace("%s", "a" * 64))
    before = path.read_bytes() if text is not None else None
    result = runner.invoke(app, ["keys", "remove", "news", "--file", "k.toml"])
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert why in line
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_list_of_an_empty_file_says_what_that_means() -> None:
    Path("k.toml").write_text("")
    result = runner.invoke(app, ["keys", "list", "--file", "k.toml"])
    assert result.exit_code == 0
    assert "no keys: whoever asks is refused" in result.stderr


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
