"""Layouts read from files equal those of the networks that transformers builds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from service.inference.backends.encoder import Layout
from service.inference.manifest.entry import ModelEntry, ModelFileError
from service.inference.models.loader import read
from service.inference.models.registry import Registry
from service.inference.models.tensor_map import layout, position_bias
from tests.inference import tiny
from tests.inference.models.test_other_models import (
    FIVE_STARS,
    NLI,
    STARS,
    distilbert,
    roberta,
    save,
)
from tests.inference.networks import KINDS, LONGEST, network

NAMES = {0: "negative", 1: "neutral", 2: "positive"}


def entry(kind: str, **changed: Any) -> ModelEntry:
    bare = "bare" in kind
    return ModelEntry.model_validate(
        {
            "name": "theirs", "version": "1", "licence": "MIT", "max_tokens": LONGEST,
            "task": "embedding" if bare else "sentiment",
            "architecture": "encoder" if bare else "classifier",
            "labels": () if bare else tuple(NAMES.values()),
            "base": {
                "name": "b", "licence": "MIT", "path": ".",
                "files": {"config.json": "", "model.safetensors": ""},
            },
        }
        | changed
    )  # fmt: skip


def same(one: Layout, other: Layout) -> bool:
    for a, b in zip(one, other, strict=True):
        for x, y in zip(*((v if isinstance(v, list) else [v]) for v in (a, b)), strict=True):
            if not (torch.equal(x, y) if isinstance(x, torch.Tensor) else x == y):
                return False
    return True


def check_as_built(registry: Registry, name: str) -> None:
    """The files of a model read directly give what transformers builds of them."""
    built = registry.load(name)
    wanted = layout(built.module, built.entry.max_tokens, torch.float32)
    found = registry.layout(name)
    assert found is not None
    assert wanted is not None
    if built.head is not None:  # that of a model for tokens, which transformers does not know
        wanted = wanted._replace(head=list(built.head))
    assert same(found[0], wanted)
    assert found[1] == built.own_labels


@pytest.mark.parametrize("kind", KINDS)
def test_the_layout_is_that_of_the_network(tmp_path: Path, kind: str) -> None:
    module = network(kind)
    module.save_pretrained(tmp_path)
    wanted = layout(module, LONGEST, torch.float32)
    found = read(entry(kind), tmp_path, tmp_path)
    assert wanted is not None
    assert found is not None
    assert same(found[0], wanted)
    assert found[1] == entry(kind).labels


def test_a_base_with_a_head_serves_as_a_bare_encoder(tmp_path: Path) -> None:
    network("mpnet").save_pretrained(tmp_path)
    found = read(entry("mpnet bare"), tmp_path, tmp_path)
    assert found is not None
    assert found[0].head == []


def test_trained_tensors_lie_over_the_base(tmp_path: Path) -> None:
    check_as_built(Registry(*tiny.make(tmp_path)), "tiny")


def test_adapters_are_added(tmp_path: Path) -> None:
    folders = tiny.make(tmp_path)
    path = folders[0] / "tiny" / "weights.safetensors"
    linear = "bert.encoder.layer.1.attention.self.key"
    head = {k: v for k, v in load_file(path).items() if k.startswith(("classifier", "bert.pool"))}
    a, b = torch.randn(4, 16), torch.randn(16, 4)
    save_file(head | {f"{linear}.lora_A": a, f"{linear}.lora_B": b}, path)
    tiny.write_entry(tmp_path)
    check_as_built(Registry(*folders), "tiny")


def test_a_model_may_keep_the_lowest_layers_of_its_base(tmp_path: Path) -> None:
    folders = tiny.make(tmp_path)
    path = folders[0] / "tiny" / "weights.safetensors"
    save_file({k: v for k, v in load_file(path).items() if ".layer.1." not in k}, path)
    tiny.write_entry(tmp_path)
    toml = path.with_name("model.toml")
    toml.write_text(toml.read_text().replace("[base]\n", "[base]\nlayers = 1\n"))
    check_as_built(Registry(*folders), "tiny")
    found = Registry(*folders).layout("tiny")
    assert found is not None
    assert len(found[0].layers) == 12


def test_more_layers_than_the_base_has_are_refused(tmp_path: Path) -> None:
    folders = tiny.make(tmp_path)
    toml = folders[0] / "tiny" / "model.toml"
    toml.write_text(toml.read_text().replace("[base]\n", "[base]\nlayers = 3\n"))
    registry = Registry(*folders)
    assert registry.layout("tiny") is None
    with pytest.raises(ModelFileError, match="the network has 2 layers, not `layers` = 3"):
        registry.load("tiny")


def test_labels_are_those_of_the_network(tmp_path: Path) -> None:
    registry = save(tmp_path, distilbert(STARS), FIVE_STARS)
    found = registry.layout("theirs")
    assert found is not None
    assert found[1] == tuple(STARS.values())
    assert read(entry("distilbert"), tmp_path / "checkpoint", tmp_path) is None


def test_an_nli_model_has_its_own_labels_too(tmp_path: Path) -> None:
    found = save(tmp_path, roberta(), NLI).layout("theirs")
    assert found is not None
    assert found[1] == ("CONTRADICTION", "NEUTRAL", "ENTAILMENT")


@pytest.mark.parametrize(
    "changed",
    [
        {"model_type": "electra"},
        {"hidden_act": "gelu_new"},
        {"is_decoder": True},
        {"position_embedding_type": "relative_key"},
        {"layer_norm_eps": None},
        {"type_vocab_size": 3},
        {"num_hidden_layers": 3},
        {"num_attention_heads": 5},
        {"num_attention_heads": 0},
        {"num_attention_heads": "two"},
        {"max_position_embeddings": 60},
        {"max_position_embeddings": 20},
    ],
)
def test_what_is_unusual_is_left_to_transformers(tmp_path: Path, changed: dict[str, Any]) -> None:
    network("bert").save_pretrained(tmp_path)
    path = tmp_path / "config.json"
    config = json.loads(path.read_text()) | {"id2label": {str(k): v for k, v in NAMES.items()}}
    path.write_text(json.dumps(config))
    assert read(entry("bert"), tmp_path, tmp_path) is not None
    path.write_text(json.dumps({k: v for k, v in (config | changed).items() if v is not None}))
    assert read(entry("bert"), tmp_path, tmp_path) is None


@pytest.mark.parametrize(
    "lost",
    [
        "classifier.bias",
        "bert.embeddings.LayerNorm.weight",
        "bert.encoder.layer.0.attention.self.key.weight",
    ],
)
def test_a_tensor_that_is_missing_or_strange_is_left_to_transformers(
    tmp_path: Path, lost: str
) -> None:
    network("bert").save_pretrained(tmp_path)
    path = tmp_path / "model.safetensors"
    whole = load_file(path)
    save_file({k: v for k, v in whole.items() if k != lost}, path)
    assert read(entry("bert"), tmp_path, tmp_path) is None
    save_file(whole | {lost: torch.zeros(7)}, path)
    assert read(entry("bert"), tmp_path, tmp_path) is None


def test_a_trained_tensor_that_nothing_reads_is_left_to_transformers(tmp_path: Path) -> None:
    folders = tiny.make(tmp_path)
    path = folders[0] / "tiny" / "weights.safetensors"
    save_file(load_file(path) | {"bert.encoder.layer.9.output.dense.bias": torch.zeros(16)}, path)
    tiny.write_entry(tmp_path)
    assert Registry(*folders).layout("tiny") is None


@pytest.mark.parametrize("listed", ["config.json", "model.safetensors"])
def test_only_files_that_are_verified_are_read(tmp_path: Path, listed: str) -> None:
    network("bert").save_pretrained(tmp_path)
    base = {"name": "b", "licence": "MIT", "path": ".", "files": {listed: ""}}
    assert read(entry("bert", base=base), tmp_path, tmp_path) is None


def test_position_bias_is_that_of_transformers() -> None:
    module = network("mpnet bare")
    encoder: Any = module.get_submodule("encoder")
    wanted = encoder.compute_position_bias(torch.empty(1, 512, 1)).detach()
    table = encoder.relative_attention_bias.weight.detach()
    assert torch.equal(position_bias(table, 512), wanted)


def test_loading_imports_no_transformers(tmp_path: Path) -> None:
    tiny.make(tmp_path)
    code = f"""
import sys
from pathlib import Path
from service.inference.torch_backend import TorchBackend
from service.inference.models.registry import Registry
root = Path({str(tmp_path)!r})
TorchBackend(Registry(root / "models", root / "cache"), 1, "bf16").load()
print(sorted({{"transformers", "torch._dynamo", "sympy"}} & sys.modules.keys()))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines()[-1] == "[]"
