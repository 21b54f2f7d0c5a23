"""Put a recipe's result into a model folder: weights, checksum, temperature, provenance.

python -m models.training.install WORK models/sentiment-minilm
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from models.training.fitting import provenance


def install(work: Path, folder: Path) -> None:
    """Copy `work`/weights.safetensors and write its facts into `folder`/model.toml."""
    shutil.copyfile(work / "weights.safetensors", folder / "weights.safetensors")
    digest = hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
    result = json.loads((work / "result.json").read_text())
    path = folder / "model.toml"
    text = path.read_text()
    text = calibrated(text, result)
    text = re.sub(r'(?ms)(^\[weights\]\nfile = "[^"]*"\nsha256 = )"[^"]*"', rf'\1"{digest}"', text)
    path.write_text(text)
    if "recipe" in result:
        provenance.write(path, result["recipe"], result["training"])


def calibrated(text: str, result: Mapping[str, float]) -> str:
    """A model.toml with the temperatures and threshold of `result`, if it has any, for its own."""
    for key in ("low_confidence", "entity_temperature", "temperature"):
        if key not in result:
            continue
        text = re.sub(rf"(?m)^{key} = .*\n", "", text, count=1)
        text = text.replace("\n\n", f"\n{key} = {result[key]}\n\n", 1)
    return text


def write_section(path: Path, name: str, values: Mapping[str, float], *, keep: bool = True) -> None:
    """Set keys of one table of a TOML file, which is added at the end if it is not there.

    Other keys of the table stay, or go unless `keep`.
    """
    text = path.read_text()
    if not re.search(rf"(?m)^\[{name}\]$", text):
        text = f"{text.rstrip()}\n\n[{name}]\n"
    head, _, rest = text.partition(f"\n[{name}]\n")
    own, bar, after = rest.partition("\n[")
    lines: dict[str, str] = {}
    if keep:
        lines = dict(line.split(" = ", 1) for line in own.splitlines() if " = " in line)
    lines |= {key: f"{value:g}" for key, value in values.items()}
    body = "\n".join(f"{key} = {value}" for key, value in lines.items())
    path.write_text(f"{head}\n[{name}]\n{body}\n{bar}{after}")


def main() -> None:
    """Read the two folders from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    install(given.work, given.folder)


if __name__ == "__main__":
    main()
