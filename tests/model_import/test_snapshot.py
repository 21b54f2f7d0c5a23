"""What a command names: a repository at a revision, or a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.model_import.errors import CannotAdd
from service.model_import.snapshot import of_folder, reference

PART = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True)


@given(PART, PART, st.one_of(st.none(), PART, st.integers(1, 99).map("refs/pr/{}".format)))
def test_a_repository_and_its_revision(owner: str, name: str, revision: str | None) -> None:
    found = reference(f"{owner}/{name}" + (f"@{revision}" if revision else ""))
    assert (found.repository, found.revision) == (f"{owner}/{name}", revision or "main")
    assert found.folder is None


@pytest.mark.parametrize(
    "given",
    [
        "",
        "a/b/c",
        "owner/",
        "../secret",
        "owner/na me",
        "owner/..",
        "owner/name@",
        "o/n@../x",
        "@x",
    ],
)
def test_what_is_neither_is_refused(given: str) -> None:
    with pytest.raises(CannotAdd) as error:
        reference(given)
    assert "OWNER/NAME" in str(error.value) or "refs/pr/N" in str(error.value)


def test_a_folder_with_a_config_goes_before_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "owner" / "name").mkdir(parents=True)
    assert reference("owner/name").repository == "owner/name"
    (tmp_path / "owner" / "name" / "config.json").write_text("{}")
    found = reference("owner/name")
    assert found.folder == tmp_path / "owner" / "name"
    files = of_folder(found).files
    assert {name: file.size for name, file in files.items()} == {"config.json": 2}


def test_a_path_is_a_folder(tmp_path: Path) -> None:
    assert reference(str(tmp_path)).folder == tmp_path
    with pytest.raises(CannotAdd, match="no such folder"):
        reference(str(tmp_path / "missing"))
