"""The bill of materials as CycloneDX JSON: `python -m supply.sbom --output FILE`.

cyclonedx-py lists the installed packages with their licences. Packages that only development needs
are removed, and the models are added with the SHA-256 of each file. The extras are those of the
image.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from service.inference.manifest.entry import ModelEntry, read_entry
from service.inference.manifest.sources import Base
from supply.closure import closure

ROOT = Path(__file__).resolve().parent.parent
SPEC = "1.6"
EXTRAS = "otel,redis"
Component = dict[str, Any]


def listed(environment: str) -> dict[str, Any]:
    """cyclonedx-py's document of an environment. Raises `CalledProcessError`."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", environment]
    command += ["--pyproject", str(ROOT / "pyproject.toml"), "--spec-version", SPEC]
    command += ["--output-reproducible", "--output-format", "JSON", "--output-file", "-"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def pruned(document: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The document with the packages of these canonical names only."""
    kept = [c for c in document["components"] if canonicalize_name(c["name"]) in names]
    refs = {component["bom-ref"] for component in kept}
    root = document["metadata"]["component"]["bom-ref"]
    dependencies = [
        {"ref": one["ref"]} | ({"dependsOn": on} if on else {})
        for one in document["dependencies"]
        if one["ref"] in refs | {root}
        for on in [[ref for ref in one.get("dependsOn", ()) if ref in refs]]
    ]
    return document | {"components": kept, "dependencies": dependencies}


def with_models(document: dict[str, Any], entries: Sequence[ModelEntry]) -> dict[str, Any]:
    """The document with models and their base encoders."""
    bases = {_ref(entry.base): _base(entry.base) for entry in entries}
    root = document["metadata"]["component"]["bom-ref"]
    dependencies = [dict(one) for one in document["dependencies"]]
    for one in dependencies:
        if one["ref"] == root:
            one["dependsOn"] = [*one.get("dependsOn", ()), *(f"model:{e.name}" for e in entries)]
    dependencies += [{"ref": f"model:{e.name}", "dependsOn": [_ref(e.base)]} for e in entries]
    dependencies += [{"ref": ref} for ref in bases]
    components = [*document["components"], *map(_model, entries), *bases.values()]
    return document | {"components": components, "dependencies": dependencies}


def _model(entry: ModelEntry) -> Component:
    weights = entry.weights
    return _component(
        f"model:{entry.name}",
        entry.name,
        entry.version,
        entry.licence,
        f"{entry.task} ({', '.join(entry.profiles)}), on {entry.base.name}",
        {weights.file: weights.sha256} if weights else {},
    )


def _base(base: Base) -> Component:
    version = base.revision or (base.wheels[0].version if base.wheels else "")
    return _component(_ref(base), base.name, version, base.licence, "base encoder", base.files)


def _ref(base: Base) -> str:
    return f"base:{base.name}"


def _component(
    ref: str, name: str, version: str, licence: str, description: str, files: dict[str, str]
) -> Component:
    parts = [
        {
            "type": "file",
            "bom-ref": f"{ref}/{file}",
            "name": file,
            "hashes": [{"alg": "SHA-256", "content": sha256}],
        }
        for file, sha256 in files.items()
    ]
    made: Component = {
        "type": "machine-learning-model",
        "bom-ref": ref,
        "name": name,
        "version": version,
        "description": description,
        "licenses": [{"expression": licence}],
    }
    return made | ({"components": parts} if parts else {})


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--environment", default=sys.prefix, help="a virtual environment")
    parser.add_argument("--extras", default=EXTRAS, help="with commas between")
    given = parser.parse_args(arguments)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entries = [read_entry(p.parent) for p in sorted((ROOT / "models").glob("*/model.toml"))]
    wanted = [*project["dependencies"]]
    for extra in filter(None, given.extras.split(",")):
        wanted += project["optional-dependencies"][extra]
    made = with_models(pruned(listed(given.environment), closure(wanted)), entries)
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{given.output}: {len(made['components'])} components\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
