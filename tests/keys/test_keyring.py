"""All keys together, and a file that changes under them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from service.keys import keyring as module
from service.keys.key import SCOPES, ApiKey, digest
from service.keys.key_file import KeysFileError, add
from service.keys.keyring import Keyring
from tests.conftest import settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A keys file with one key, `first` of `news`."""
    found = tmp_path / "keys.toml"
    add(found, ApiKey("news", digest("first")))
    return found


def emptied(path: Path) -> None:
    """Take all keys back."""
    path.write_text("")


def name(keyring: Keyring, secret: str) -> str | None:
    """Whose key it is."""
    found = keyring.find(secret)
    return found.name if found else None


def test_without_any_keys_it_is_open_and_with_an_empty_file_it_is_not(tmp_path: Path) -> None:
    assert Keyring().open
    empty = tmp_path / "keys.toml"
    empty.touch()
    assert not Keyring(path=empty).open
    assert not Keyring([ApiKey("a", b"1")]).open


def test_plain_keys_stand_beside_those_of_the_file(path: Path) -> None:
    keyring = Keyring.from_settings(settings(api_keys="one,two", keys_file=path))
    assert name(keyring, "one") == "COPYDESK_API_KEYS/1"
    assert name(keyring, "two") == "COPYDESK_API_KEYS/2"
    assert name(keyring, "first") == "news"
    assert name(keyring, "") is None
    assert name(keyring, digest("first").hex()) is None  # a leaked file opens nothing
    plain = keyring.find("one")
    assert plain is not None
    assert plain.scopes == set(SCOPES)


def test_every_key_is_compared_in_constant_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(path, ApiKey("other", digest("second")))
    keyring = Keyring(path=path)
    compared: list[bytes] = []

    def compare(a: bytes, b: bytes) -> bool:
        compared.append(b)
        return a == b

    monkeypatch.setattr("service.keys.keyring.hmac.compare_digest", compare)
    for secret in ("first", "second", "third"):
        keyring.find(secret)
    assert compared == [digest("first"), digest("second")] * 3


def test_keys_come_and_go_with_the_file(path: Path) -> None:
    keyring = Keyring([ApiKey("plain", digest("plain"))], path)
    add(path, ApiKey("news", digest("second")))
    keyring.refresh()
    assert (name(keyring, "first"), name(keyring, "second")) == ("news", "news")
    path.write_text("")
    keyring.refresh()
    assert (name(keyring, "first"), name(keyring, "second")) == (None, None)
    assert name(keyring, "plain") == "plain"


def test_a_file_of_the_same_size_and_time_is_seen_to_be_another(path: Path) -> None:
    keyring = Keyring(path=path)
    before = path.stat()
    text = path.read_text().replace(digest("first").hex(), digest("other").hex())
    new = path.with_name("new")
    new.write_text(text)
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.replace(path)
    keyring.refresh()
    assert (name(keyring, "first"), name(keyring, "other")) == (None, "news")


def test_a_file_that_cannot_be_used_changes_nothing_and_is_told_once(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keyring = Keyring(path=path)
    whole = path.read_text()
    for spoil in (lambda: path.write_text(whole[:30]), path.unlink):
        spoil()
        for _ in range(3):
            keyring.refresh()
        assert name(keyring, "first") == "news"
    captured = capsys.readouterr()
    assert (captured.out + captured.err).count("the keys stay as they were") == 2
    add(path, ApiKey("late", digest("late")))
    keyring.refresh()
    assert name(keyring, "first") is None
    assert name(keyring, "late") == "late"


def test_at_the_start_a_file_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeysFileError, match="No such file"):
        Keyring(path=tmp_path / "nothing")


async def test_the_file_is_watched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    keyring = Keyring(path=path)
    async with keyring.watched():
        add(path, ApiKey("other", digest("second")))
        for _ in range(6000):  # a minute, only a guard
            if name(keyring, "second"):
                break
            await asyncio.sleep(0.01)
    assert name(keyring, "second") == "other"


def test_what_is_said_of_a_key_now_is_found_by_the_key(path: Path) -> None:
    keyring = Keyring([ApiKey("plain", digest("plain"))], path)
    before, plain = keyring.find("first"), keyring.find("plain")
    assert before is not None
    assert plain is not None
    assert keyring.current(before) == before
    path.unlink()
    add(path, ApiKey("news", digest("first"), quota=7))
    keyring.refresh()
    now = keyring.current(before)
    assert now is not None
    assert (before.quota, now.quota) == (None, 7)
    path.write_text("")
    keyring.refresh()
    assert keyring.current(before) is None
    assert keyring.current(plain) == plain


async def test_who_uses_a_key_for_long_is_called_again_and_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    keyring, seen = Keyring(path=path), []
    first = keyring.find("first")
    assert first is not None

    async def until(true: Callable[[], bool]) -> None:
        for _ in range(6000):  # a minute, only a guard
            if true():
                return
            await asyncio.sleep(0.01)
        raise AssertionError

    async with keyring.watched():
        with keyring.looked_at(lambda: seen.append(keyring.current(first))):
            await until(lambda: len(seen) >= 3)
            emptied(path)
            await until(lambda: seen[-1] is None)
        count = len(seen)
        await asyncio.sleep(0.05)
    assert len(seen) == count
