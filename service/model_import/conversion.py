"""Runs the conversion of a checkpoint in a process of its own, with limits."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from service.model_import.errors import CannotAdd

_MODULE = "service.inference.models.convert"
_REFUSED = 3  # of that module
_BASE_MIB = 12 * 1024  # address space of Python with torch and transformers, much of it unused
_BASE_SECONDS = 300
_MIB_A_SECOND = 4  # reading and writing weights on a slow disk
# The process is given nothing else of the environment, above all no tokens.
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class ConversionLimits:
    """What the process may use: MiB of address space, and seconds, also of computing time."""

    mib: int
    seconds: int

    @classmethod
    def of_size(cls, weights: int) -> ConversionLimits:
        """The limits for weights of so many bytes, which are held twice."""
        size = weights >> 20
        return cls(_BASE_MIB + 3 * size, _BASE_SECONDS + size // _MIB_A_SECOND)


def check_packages(tokenizer: Sequence[str]) -> None:
    """Raise `CannotAdd` if the files of a tokenizer need a package that is not installed."""
    spm = [name for name in tokenizer if name.endswith((".model", ".spm"))]
    if spm and None in (find_spec("sentencepiece"), find_spec("google.protobuf")):
        raise CannotAdd(
            f"its tokenizer, {spm[0]}, must be converted, for which packages are missing: "
            "pip install 'copydesk[convert]'; the service itself does not need them"
        )


def convert(source: Path, folder: Path, limits: ConversionLimits) -> None:
    """Write the weights and the tokenizer that `folder` lacks. Raises `CannotAdd`."""
    command = [sys.executable, "-m", _MODULE, str(source), str(folder)]
    command += [str(limits.mib), str(limits.seconds)]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    kept["HOME"] = str(source)  # no settings of the user, and nothing of theirs is written
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=limits.seconds,
            env=kept, cwd=_root(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise CannotAdd(
            f"the conversion took more than {limits.seconds} s and was ended: convert the model "
            "elsewhere (`save_pretrained`) and add the folder"
        ) from None
    if run.returncode == 0:
        return
    last = run.stderr.strip().rpartition("\n")[2]
    if run.returncode == _REFUSED:
        raise CannotAdd(last)
    if run.returncode < 0 or "MemoryError" in run.stderr or "alloc" in last:
        raise CannotAdd(
            f"the conversion was ended ({last or f'signal {-run.returncode}'}): it may use "
            f"{limits.mib} MiB of memory; a damaged checkpoint asks for more"
        )
    raise CannotAdd(f"the conversion failed: {last}")


def _root() -> Path:
    """The folder that the package `service` is in, so that the process finds the same one."""
    return Path(__file__).resolve().parents[2]
