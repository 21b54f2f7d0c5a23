"""A tiny real model for tokens beside the classifier of `tiny`, over the same base."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import BertConfig, BertModel

from service.inference.models.registry import Registry
from service.inference.models.token_heads import TYPE_TABLE
from service.inference.protocol import Head
from tests.inference import tiny
from tests.inference.networks import evaluating

HEADS = (Head("tag", 3, ("O", "B-x", "I-x")), Head("link", 4))
COLUMNS = 7
TYPES = 6
MANIFEST = """
name = "reader"
task = "reader"
version = "1"
architecture = "tokens"
licence = "MIT"
max_tokens = 24

[[heads]]
name = "tag"
labels = ["O", "B-x", "I-x"]

[[heads]]
name = "link"
size = 4

[reading]
context = 6
case_types = true

[weights]
file = "weights.safetensors"
sha256 = "{weights}"
dtype = "float16"

[base]
name = "tiny-base"
licence = "MIT"
hub = "nobody/tiny"
revision = "main"

[base.files]
{files}
"""

State = dict[str, Tensor]


def base_of(root: Path) -> Path:
    """The folder of the base files."""
    return root / "cache" / tiny.BASE


def make(
    root: Path,
    change: Callable[[State], object] | None = None,
    manifest: Callable[[str], str] = lambda text: text,
) -> Registry:
    """The models of `tiny.make` and one named "reader".

    `change` may alter its trained tensors in place, `manifest` the text of its model.toml.
    """
    tiny.make(root)
    torch.manual_seed(8)
    config = _config(root)
    state = {
        name: tensor.clone().half()
        for name, tensor in BertModel(config, add_pooling_layer=False).state_dict().items()
        if "word_embeddings" not in name
    }
    state |= {"heads.weight": torch.randn(COLUMNS, 16).half(), "heads.bias": torch.randn(COLUMNS)}
    if change is not None:
        change(state)
    own = root / "models" / "reader"
    own.mkdir()
    save_file(state, own / "weights.safetensors")
    files = "\n".join(f'"{p.name}" = "{tiny.sha256(p)}"' for p in sorted(base_of(root).iterdir()))
    text = MANIFEST.format(weights=tiny.sha256(own / "weights.safetensors"), files=files)
    (own / "model.toml").write_text(manifest(text))
    return Registry(root / "models", root / "cache")


def _config(root: Path) -> BertConfig:
    config = BertConfig(**json.loads((base_of(root) / "config.json").read_text()))
    config.type_vocab_size = TYPES
    return config


def reference(root: Path, ids: list[int], types: list[int]) -> Tensor:
    """The values of one piece by transformers alone, shape (tokens, columns)."""
    network = evaluating(BertModel(_config(root), add_pooling_layer=False))
    trained = load_file(root / "models" / "reader" / "weights.safetensors")
    state = load_file(base_of(root) / "model.safetensors")
    state = {n: t for n, t in state.items() if "pooler" not in n} | {
        n: t.float() for n, t in trained.items() if not n.startswith("heads.")
    }
    assert state[TYPE_TABLE].shape[0] == TYPES
    network.load_state_dict(state, strict=True)
    with torch.inference_mode():
        hidden = network(
            input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([types])
        ).last_hidden_state[0]
        return torch.nn.functional.linear(
            hidden, trained["heads.weight"].float(), trained["heads.bias"].float()
        )
