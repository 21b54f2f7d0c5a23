"""The bill of materials: schema, contents, and that the models are in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from service.inference.manifest.entry import read_entry
from supply.sbom import EXTRAS, main, pruned

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "models"
DOCUMENT: dict[str, Any] = {
    "metadata": {"component": {"bom-ref": "root"}},
    "components": [
        {"bom-ref": "A_b==1", "name": "A_b"},
        {"bom-ref": "c==2", "name": "c"},
        {"bom-ref": "dev==3", "name": "dev"},
    ],
    "dependencies": [
        {"ref": "root", "dependsOn": ["A_b==1", "dev==3"]},
        {"ref": "A_b==1", "dependsOn": ["c==2"]},
        {"ref": "c==2", "dependsOn": ["dev==3"]},
        {"ref": "dev==3"},
    ],
}


def test_what_only_development_needs_is_left_out() -> None:
    found = pruned(DOCUMENT, {"a-b", "c"})
    assert [c["name"] for c in found["components"]] == ["A_b", "c"]
    assert found["dependencies"] == [
        {"ref": "root", "dependsOn": ["A_b==1"]},
        {"ref": "A_b==1", "dependsOn": ["c==2"]},
        {"ref": "c==2"},
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document over an environment with one package of ours and one of others."""
    folder = tmp_path_factory.mktemp("sbom")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
    (packages,) = (folder / "env").glob("lib/python*/site-packages")
    for name in ("starlette", "redis", "a-tool-for-development"):
        info = packages / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n")
    output = folder / "deep" / "sbom.json"
    assert main(["--output", str(output), "--environment", str(folder / "env")]) == 0
    found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return found


def test_its_extras_are_those_of_the_image() -> None:
    assert f"ARG EXTRAS={EXTRAS}\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_it_is_cyclonedx(made: dict[str, Any]) -> None:
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(made)) is None


def test_every_model_is_in_it_with_licence_and_hash(made: dict[str, Any]) -> None:
    found = {c["bom-ref"]: c for c in made["components"]}
    assert {"starlette", "redis"} <= {c["name"] for c in made["components"]}
    assert "a-tool-for-development" not in {c["name"] for c in made["components"]}
    depends = {one["ref"]: one.get("dependsOn", []) for one in made["dependencies"]}
    root = made["metadata"]["component"]["bom-ref"]
    entries = [read_entry(path.parent) for path in MODELS.glob("*/model.toml")]
    assert len(entries) >= 5
    for entry in entries:
        model, base = found[f"model:{entry.name}"], found[f"base:{entry.base.name}"]
        assert model["licenses"] == [{"expression": entry.licence}]
        assert model["bom-ref"] in depends[root]
        assert depends[model["bom-ref"]] == [base["bom-ref"]]
        hashes = {part["name"]: part["hashes"][0]["content"] for part in base["components"]}
        assert hashes == dict(entry.base.files)
        if entry.weights is not None:
            (part,) = model["components"]
            assert part["hashes"] == [{"alg": "SHA-256", "content": entry.weights.sha256}]
