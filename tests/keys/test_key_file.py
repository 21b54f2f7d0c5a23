"""The keys file: what it says, what it may not say, and how a key is put into it."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.keys.key import ApiKey, digest
from service.keys.key_file import MAX_KEYS, KeysFileError, add, as_toml, parse, read

A, B = digest("a").hex(), digest("b").hex()


def entry(name: str = "news", sha256: str = A, more: str = "", scopes: str = '["analyze"]') -> str:
    """One entry as text."""
    return f'[[key]]\nname = "{name}"\nsha256 = "{sha256}"\nscopes = {scopes}\n{more}\n'


def test_all_of_an_entry_is_read() -> None:
    more = "quota_kib_per_minute = 6000\nexpires = 2027-01-31T12:00:00+02:00"
    (key,) = parse(entry(more=more, scopes='["jobs", "metrics"]'), "here")
    assert (key.name, key.digest, key.quota) == ("news", digest("a"), 6000)
    assert key.scopes == {"jobs", "metrics"}
    assert key.expires == datetime(2027, 1, 31, 10, tzinfo=UTC)


def test_a_day_is_meant_from_its_beginning() -> None:
    (key,) = parse(entry(more="expires = 2027-01-31"), "here")
    assert key.expires == datetime(2027, 1, 31, tzinfo=UTC)


def test_an_empty_file_has_no_keys() -> None:
    assert parse("# nobody\n", "here") == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[key]", "here: is not TOML: expected"),
        ("key = " + "[" * 100_000, "here: nested too deeply"),
        ("key = " + "9" * 5000, "here: Exceeds the limit"),
        (entry(more="expires = 0001-01-01T00:00:00+10:00"), "here: date value out of range"),
        ("keys = 1", "`keys` is not known here"),
        ("key = 1", "`key` must be a list"),
        ('[[key]]\nname = "news"', "`key.1.sha256` is missing"),
        (entry(sha256="secret"), "`key.1.sha256` has not the right form: 64 hexadecimal digits"),
        (entry(sha256=A.upper()), "`key.1.sha256` has not the right form: 64 hexadecimal digits"),
        (entry(name="two words"), "`key.1.name` has not the right form: letters, digits"),
        (entry(name="a" * 65), "`key.1.name` has not the right form: letters, digits"),
        (entry(name="COPYDESK_API_KEYS/1"), "`key.1.name` has not the right form: letters, digits"),
        (entry(scopes="[]"), "`key.1.scopes` must have at least 1"),
        (entry(scopes='["all"]'), "`key.1.scopes.1` must be 'analyze'"),
        (entry(more="quota_kib_per_minute = 0"), "quota_kib_per_minute` must be more than 0"),
        (entry(more="quota_kib_per_minute = inf"), "must be a finite number"),
        (entry(more="expires = 2027-01-31T12:00:00"), "`key.1.expires"),
        (entry(more='quota = "5"'), "`key.1.quota` is not known here"),
        (entry() + entry("other"), "one sha256 stands twice, at 'other' again"),
        (entry() + entry(sha256=B, more="quota_kib_per_minute = 5"), "differ in their quota"),
        (
            "".join(entry(sha256=f"{i:064x}") for i in range(MAX_KEYS + 1)),
            "`key` must have at most 1000",
        ),
    ],
)
def test_what_makes_no_sense_is_told_by_its_place(text: str, why: str) -> None:
    with pytest.raises(KeysFileError, match=r"^here: ") as caught:
        parse(text, "here")
    assert why in str(caught.value)


def test_a_key_written_where_its_hash_belongs_is_not_told_again() -> None:
    with pytest.raises(KeysFileError) as caught:
        parse(entry(sha256="copydesk_very-secret"), "here")
    assert "very-secret" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    with pytest.raises(KeysFileError, match="No such file"):
        read(path)
    path.write_bytes(b"\xff")
    with pytest.raises(KeysFileError, match="not UTF-8"):
        read(path)


def test_a_file_that_everybody_may_write_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(entry())
    path.chmod(0o646)
    with pytest.raises(KeysFileError, match="everybody may write"):
        read(path)
    path.chmod(0o644)
    assert len(read(path)) == 1


def test_what_is_added_is_read_again_the_same(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    expires = datetime(2027, 1, 31, 12, 30, tzinfo=UTC)
    first = ApiKey("news", digest("a"), frozenset({"jobs", "analyze"}), 6000.5, expires)
    second = ApiKey("other", digest("b"), frozenset({"metrics"}))
    add(path, first)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    add(path, second)
    assert read(path) == (first, second)
    assert [p.name for p in tmp_path.iterdir()] == ["keys.toml"]


def test_adding_keeps_comments_rights_and_links(tmp_path: Path) -> None:
    path, link = tmp_path / "keys.toml", tmp_path / "link.toml"
    path.write_text("# the newsroom's\n" + entry())
    path.chmod(0o640)
    link.symlink_to(path)
    add(link, ApiKey("other", digest("b")))
    assert link.is_symlink()
    assert path.read_text().startswith("# the newsroom's\n[[key]]")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert len(read(link)) == 2


@pytest.mark.parametrize(
    "key",
    [
        ApiKey('a"\n[[key]]', digest("b")),
        ApiKey("news", digest("a")),
        ApiKey("a", digest("b"), quota=0),
    ],
)
def test_what_would_spoil_the_file_is_not_added(tmp_path: Path, key: ApiKey) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(entry())
    with pytest.raises(KeysFileError):
        add(path, key)
    assert path.read_text() == entry()
    assert [p.name for p in tmp_path.iterdir()] == ["keys.toml"]


def test_no_secret_is_in_an_entry() -> None:
    assert "a-secret" not in as_toml(ApiKey("news", digest("a-secret")))
