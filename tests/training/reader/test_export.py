"""What is exported is served with the values of the network that was trained."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from models.training import install
from models.training.reader import export, figures
from models.training.reader.network import HEADS, QUERIES, Reader, scale_of
from models.training.reader.tokens import text_marks
from service.inference.backends.tokenization import read_tokenizer
from service.inference.engine import LocalEngine
from service.inference.models.registry import Registry
from service.inference.protocol import Segment
from service.inference.token_outputs import columns_of
from service.inference.torch_backend import TorchBackend
from tests.inference import tiny, tiny_reader
from tests.training.reader import samples


def heads() -> str:
    made = ""
    for head in HEADS:
        what = f"labels = {json.dumps(head.labels)}" if head.labels else f"size = {head.size}"
        made += f'[[heads]]\nname = "{head.name}"\n{what}\n\n'
    return made


def folder(root: Path) -> Path:
    """A model folder whose weights are still to be installed."""
    own = root / "readers" / "reader"
    own.mkdir(parents=True)
    base = tiny_reader.base_of(root)
    files = "\n".join(f'"{p.name}" = "{tiny.sha256(p)}"' for p in sorted(base.iterdir()))
    text = tiny_reader.MANIFEST.format(weights="0", files=files)
    before, _, after = text.partition("[[heads]]")
    (own / "model.toml").write_text(before + heads() + after[after.index("[reading]") :])
    return own


async def test_the_service_computes_what_was_trained(tmp_path: Path) -> None:
    base = samples.base(tmp_path)
    torch.manual_seed(5)
    model = Reader(base)
    with torch.no_grad():
        model.bert.embeddings.token_type_embeddings.weight.normal_()
    tokenizer = read_tokenizer(base)
    document = samples.document(tokenizer)
    recipe = {"command": "c", "commit": "0", "hardware": "h", "hours": 0.5}
    facts = {"recipe": recipe, "training": export.training_sets([document])}
    export.write(model, tmp_path, facts)
    install.install(tmp_path, folder(tmp_path))
    registry = Registry(tmp_path / "readers", tmp_path / "cache")
    engine = LocalEngine(TorchBackend(registry, 1))
    await engine.start()
    segments = [
        Segment("The Mayor was good.", opens_block=True),
        Segment("the council opens the harbour and it was good."),
    ]
    found = await engine.read("reader", segments)
    await engine.stop()
    served = np.concatenate([outputs.values for outputs in found])
    ours = figures.values_of(model, document, text_marks(tokenizer))
    for head in HEADS:
        columns = columns_of(HEADS, head.name)
        scale = scale_of(head.name) if head.name in QUERIES else 1.0
        assert served[:, columns] == pytest.approx(scale * ours[:, columns], abs=0.1), head.name
    assert "[[training]]" in (tmp_path / "readers" / "reader" / "model.toml").read_text()


def test_all_that_is_trained_is_exported_in_halves(tmp_path: Path) -> None:
    model = Reader(samples.base(tmp_path))
    export.write(model, tmp_path, {})
    found = load_file(tmp_path / export.WEIGHTS)
    base = load_file(tmp_path / "cache" / tiny.BASE / "model.safetensors")
    words = "embeddings.word_embeddings.weight"
    encoder = {name for name in base if not name.startswith("pooler.")} - {words}
    assert found.keys() == encoder | {"heads.weight", "heads.bias"}
    assert {tensor.dtype for tensor in found.values()} == {torch.float16}


def test_texts_are_counted_by_set(tmp_path: Path) -> None:
    labelled = samples.documents(samples.tokenizer(tmp_path), 5)
    found = {entry["name"]: entry["rows"] for entry in export.training_sets(labelled)}
    assert found == {
        "PolNeAR": 3,
        "Wikinews and GUM, whole texts": 2,
        "own references to people and things": 3,
    }
