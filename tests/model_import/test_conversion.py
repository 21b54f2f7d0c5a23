"""The conversion runs in a process of its own, with limits."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from service.model_import import conversion
from service.model_import.conversion import ConversionLimits, check_packages, convert
from service.model_import.errors import CannotAdd
from tests.model_import import checkpoints

ENOUGH = ConversionLimits.of_size(1 << 20)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    network = checkpoints.network("bert", checkpoints.POLARITY)
    return checkpoints.as_pickle(checkpoints.save(tmp_path / "source", network))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    made.mkdir()
    (made / "tokenizer.json").write_text("{}")
    return made


def test_limits_grow_with_the_weights() -> None:
    small, large = ConversionLimits.of_size(100 << 20), ConversionLimits.of_size(4 << 30)
    assert small.mib < large.mib
    assert small.seconds < large.seconds
    assert large.mib - small.mib >= 2 * (4096 - 100)  # both files are held in memory


def test_it_writes_what_is_missing(source: Path, folder: Path) -> None:
    convert(source, folder, ENOUGH)
    assert (folder / "model.safetensors").stat().st_size > 1000
    assert (folder / "tokenizer.json").read_text() == "{}"


def test_it_knows_no_secrets_of_the_user(
    source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        seen.update(options)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setenv("HF_TOKEN", "hf_abc")
    monkeypatch.setenv("COPYDESK_API_KEYS", "k")
    monkeypatch.setattr(subprocess, "run", run)
    convert(source, folder, ENOUGH)
    assert "PATH" in seen["env"]
    assert not {"HF_TOKEN", "COPYDESK_API_KEYS"} & set(seen["env"])
    assert seen["timeout"] == ENOUGH.seconds


def test_a_fault_of_the_files_is_told_in_its_own_words(source: Path, folder: Path) -> None:
    (source / "pytorch_model.bin").write_bytes(b"not a checkpoint")
    with pytest.raises(CannotAdd, match=r"^pytorch_model\.bin holds more than tensors"):
        convert(source, folder, ENOUGH)


def test_too_much_memory_ends_it(source: Path, folder: Path) -> None:
    with pytest.raises(CannotAdd, match=r"the conversion|memory"):
        convert(source, folder, ConversionLimits(300, 60))
    assert not (folder / "model.safetensors").exists()


def test_too_much_time_ends_it(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **options: Any) -> None:
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(CannotAdd, match=r"more than 300 s.*add the folder"):
        convert(source, folder, ENOUGH)


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        (-9, "", r"was ended \(signal 9\).*MiB of memory"),
        (1, "Traceback\nMemoryError", r"was ended.*MiB of memory"),
        (1, "Traceback\nZeroDivisionError: x", "failed: ZeroDivisionError: x"),
    ],
)
def test_how_it_ended_is_told(
    source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str, told: str
) -> None:
    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, code, "", said)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(CannotAdd, match=told):
        convert(source, folder, ENOUGH)


def test_a_package_that_is_missing_is_told_before_the_download(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check_packages(["spm.model"])
    monkeypatch.setattr(conversion, "find_spec", lambda name: None)
    check_packages(["vocab.json", "merges.txt"])
    with pytest.raises(CannotAdd, match=r"spiece\.model.*copydesk\[convert\]"):
        check_packages(["spiece.model"])
