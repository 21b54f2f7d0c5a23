"""Where added models go."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from service.model_import import place
from service.model_import.errors import CannotAdd
from tests.conftest import settings


def test_a_folder_of_ones_own_goes_before_the_built_in_one(tmp_path: Path) -> None:
    given = settings(models_dir=tmp_path / "a", own_models_dir=tmp_path / "b")
    assert place.target(given) == (tmp_path / "b", "COPYDESK_OWN_MODELS_DIR")
    given = settings(models_dir=tmp_path / "a")
    assert place.target(given) == (tmp_path / "a", "COPYDESK_MODELS_DIR")


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    place.check_name("theirs", tmp_path, ["ours"])
    with pytest.raises(CannotAdd, match=r"named 'ours' already.*--name"):
        place.check_name("ours", tmp_path, ["ours"])
    (tmp_path / "theirs").mkdir()
    with pytest.raises(CannotAdd, match=r"theirs is there already.*--name"):
        place.check_name("theirs", tmp_path, [])


def test_the_work_folder_is_beside_the_models_and_goes(tmp_path: Path) -> None:
    with place.writable(tmp_path / "new" / "models") as work:
        assert work.parent == tmp_path / "new" / "models"
        (work / "m").mkdir()
        (work / "m" / "model.toml").write_text("")
        assert not list(work.parent.glob("*/model.toml"))  # no model of the service
    assert not list((tmp_path / "new" / "models").iterdir())


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_folder_that_cannot_be_written_says_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tempfile.TemporaryDirectory", refuse)
    reason = os.strerror(number).lower()
    with (
        pytest.raises(CannotAdd, match=rf"{reason}.*image.*COPYDESK_OWN_MODELS_DIR"),
        place.writable(tmp_path),
    ):
        pass


def test_too_little_room_is_told_before_anything_is_downloaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2 << 30))
    place.check_room(tmp_path / "not" / "yet", 1 << 30)
    with pytest.raises(CannotAdd, match=r"2\.1 GB free, and 3\.0 GB are needed"):
        place.check_room(tmp_path, 3_000_000_000)


def test_a_file_of_the_users_is_copied_and_a_downloaded_one_linked(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    place.put(tmp_path / "a", tmp_path / "copied", linked=False)
    place.put(tmp_path / "a", tmp_path / "linked", linked=True)
    (tmp_path / "a").write_text("y")
    assert (tmp_path / "copied").read_text() == "x"
    assert (tmp_path / "linked").read_text() == "y"


def test_without_links_a_file_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> NoReturn:
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a").write_text("x")
    place.put(tmp_path / "a", tmp_path / "b", linked=True)
    assert (tmp_path / "b").read_text() == "x"
