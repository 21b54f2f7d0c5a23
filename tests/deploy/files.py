"""The files under deploy/, parsed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import yaml

from service.config.settings import Settings
from service.config.sources import variable
from tests.programs import find

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
KUBECTL = find("kubectl")
VARIABLES = {variable(name) for name in Settings.model_fields}


def documents(text: str) -> list[dict[str, Any]]:
    """All documents of a YAML text."""
    return [found for found in yaml.safe_load_all(text) if found is not None]


def manifests(folder: str) -> dict[str, dict[str, Any]]:
    """The resources that a kustomization lists, by kind, each as it stands in its file."""
    path = KUBERNETES / folder
    listed = yaml.safe_load((path / "kustomization.yaml").read_text())["resources"]
    found = [doc for name in listed for doc in documents((path / name).read_text())]
    assert len({doc["kind"] for doc in found}) == len(found)
    return {doc["kind"]: doc for doc in found}


def built(folder: Path) -> dict[str, dict[str, Any]]:
    """What kustomize makes of a folder, by kind and name."""
    assert KUBECTL is not None
    run = subprocess.run([KUBECTL, "kustomize", folder], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return {f"{doc['kind']}/{doc['metadata']['name']}": doc for doc in documents(run.stdout)}
