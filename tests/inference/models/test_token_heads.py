"""A model for tokens: its manifest, its tensors, and the same values whichever way it is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from service.inference.backends.hf_padded import PaddedEncoder
from service.inference.manifest.entry import ModelFileError
from service.inference.models.registry import Registry
from service.inference.models.shared_weights import prepare, read
from service.inference.models.tensor_map import layout
from service.inference.models.token_heads import TYPE_TABLE
from service.inference.models.weight_pool import Network, WeightPool, ready
from service.inference.protocol import Scores, Segment
from service.inference.torch_backend import TorchBackend
from service.inference.torch_runtime import Precision
from tests.inference import tiny, tiny_reader

SEGMENTS = [
    Segment("The MAYOR of the harbour closes the road", opens_block=True),
    Segment("Bad and very bad"),
    Segment("the council opens a Road", opens_block=True),
    Segment("good " * 40),
]


def values(registry: Registry, precision: Precision = "fp32", folder: Path | None = None) -> Scores:
    backend = TorchBackend(registry, 1, precision, folder)
    backend.load()
    return backend.run("reader", backend.tokenise_segments("reader", SEGMENTS).pieces)


def test_the_manifest_names_the_heads(tmp_path: Path) -> None:
    info = tiny_reader.make(tmp_path).info("reader")
    assert info.heads == tiny_reader.HEADS
    assert info.columns("tag") == slice(0, 3)
    assert info.columns("link") == slice(3, 7)
    with pytest.raises(KeyError):
        info.columns("other")
    assert (info.architecture, info.labels) == ("tokens", ())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("size = 4", "", "'link' needs `labels` or a `size`"),
        ("size = 4", 'size = 4\nlabels = ["a"]', "has 1 labels, not 4"),
        ('"I-x"', '"B-x"', "names a label twice"),
        ('name = "link"', 'name = "tag"', "have the same name"),
        ("context = 6", "context = 13", "at most half"),
        ('"tokens"', '"encoder"', "belong to the architecture tokens"),
    ],
)
def test_a_wrong_manifest_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ModelFileError, match=message):
        tiny_reader.make(tmp_path, manifest=lambda text: text.replace(old, new))


@pytest.mark.parametrize("lacks", ["heads", "weights"])
def test_a_manifest_without_heads_or_weights_is_refused(tmp_path: Path, lacks: str) -> None:
    def without(text: str) -> str:
        parts = text.split("\n\n")
        return "\n\n".join(part for part in parts if f"[{lacks}]" not in part)

    with pytest.raises(ModelFileError, match=rf"a model for tokens needs .*\[{lacks}\]"):
        tiny_reader.make(tmp_path, manifest=without)


def test_it_is_read_without_transformers_as_transformers_builds_it(tmp_path: Path) -> None:
    registry = tiny_reader.make(tmp_path)
    found = registry.layout("reader")
    assert found is not None
    made, labels = found
    assert labels == ()
    loaded = registry.load("reader")
    wanted = layout(loaded.module, loaded.entry.max_tokens, torch.float32)
    assert wanted is not None
    assert loaded.head is not None
    for one, other in zip(
        [*made.tables, *made.layers, *made.head],
        [*wanted.tables, *wanted.layers, *loaded.head],
        strict=True,
    ):
        assert torch.equal(one, other)
    assert len(made.tables[4]) == tiny_reader.TYPES


def test_the_values_are_those_of_transformers(tmp_path: Path) -> None:
    registry = tiny_reader.make(tmp_path)
    backend = TorchBackend(registry, 1)
    backend.load()
    tokens = backend.tokenise_segments("reader", SEGMENTS)
    assert len(tokens.pieces) > 3
    assert {kind for piece in tokens.pieces for kind in piece.type_ids} == {0, 1, 2, 3, 4}
    wanted = [
        tiny_reader.reference(tmp_path, list(piece.ids), list(piece.type_ids))
        for piece in tokens.pieces
    ]
    made = backend.run("reader", tokens.pieces)
    assert made.dtype == np.float32
    assert made == pytest.approx(torch.cat(wanted).numpy(), abs=1e-5, rel=1e-5)
    loaded = registry.load("reader")
    padded = PaddedEncoder(loaded.module, loaded.pad_id, types=loaded.token_types, head=loaded.head)
    assert padded(tokens.pieces) == pytest.approx(made, abs=1e-5, rel=1e-5)


def test_a_network_without_a_layout_is_run_as_it_is(tmp_path: Path) -> None:
    def swish(root: Path) -> Registry:
        """The base computes with an activation that has no layout."""
        registry = tiny_reader.make(root)
        config = tiny_reader.base_of(root) / "config.json"
        before = tiny.sha256(config)
        given: dict[str, Any] = json.loads(config.read_text())
        config.write_text(json.dumps(given | {"hidden_act": "silu"}))
        for toml in (root / "models").glob("*/model.toml"):
            toml.write_text(toml.read_text().replace(before, tiny.sha256(config)))
        return Registry(registry.models_dir, registry.cache_dir)

    registry = swish(tmp_path / "swish")
    assert not isinstance(ready(registry, "reader", "fp32", WeightPool()), Network)
    made = values(registry)
    assert made.shape == values(tiny_reader.make(tmp_path / "gelu")).shape
    assert np.isfinite(made).all()


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_prepared_weights_give_the_same_values(tmp_path: Path, precision: Precision) -> None:
    registry = tiny_reader.make(tmp_path)
    folder = tmp_path / "prepared"
    folder.mkdir()
    prepare(registry, precision, folder)
    assert len(read(folder)["reader"].layout.head) == 2
    built = values(registry, precision)
    assert np.array_equal(values(registry, precision, folder), built)


def test_the_words_of_the_base_are_held_once(tmp_path: Path) -> None:
    registry = tiny_reader.make(tmp_path)
    pool = WeightPool()
    networks = [ready(registry, name, "fp32", pool) for name in ("reader", "tiny")]
    words = [network.layout.tables[0] for network in networks if isinstance(network, Network)]
    assert words[0] is words[1]


def test_bf16_is_near(tmp_path: Path) -> None:
    registry = tiny_reader.make(tmp_path)
    exact, near = values(registry), values(registry, "bf16")
    assert near.dtype == np.float32
    assert near == pytest.approx(exact, abs=0.03 * float(np.abs(exact).max()) + 0.01)
    assert not np.array_equal(near, exact)


def dropped(name: str) -> Any:
    return lambda state: state.pop(name)


def shaped(name: str, *shape: int) -> Any:
    return lambda state: state.update({name: torch.zeros(*shape)})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dropped("heads.weight"), r"lacks the tensor 'heads\.weight'"),
        (dropped("heads.bias"), r"lacks the tensor 'heads\.bias'"),
        (shaped("heads.weight", 7, 8), r"'heads\.weight' has the shape \(7, 8\).* need \(7, 16\)"),
        (shaped("heads.bias", 6), r"'heads\.bias' has the shape \(6,\).* need \(7,\)"),
        (dropped(TYPE_TABLE), r"lacks the tensor .*`case_types` needs the shape \(6, 16\)"),
        (shaped(TYPE_TABLE, 2, 16), r"has the shape \(2, 16\).*`case_types` needs"),
        (shaped("encoder.layer.0.output.dense.bias", 3), "does not fit the base"),
        (shaped("encoder.layer.9.output.dense.bias", 16), "which the model has not"),
    ],
    ids=["no heads", "no bias", "width", "columns", "no types", "types", "shape", "stranger"],
)
def test_tensors_that_do_not_fit_are_named(tmp_path: Path, change: Any, message: str) -> None:
    backend = TorchBackend(tiny_reader.make(tmp_path, change), 1)
    with pytest.raises(ModelFileError, match=rf"weights\.safetensors: .*{message}"):
        backend.load()


def test_without_case_types_the_base_has_its_own_types(tmp_path: Path) -> None:
    def plain(text: str) -> str:
        return text.replace("case_types = true", "")

    registry = tiny_reader.make(tmp_path, shaped(TYPE_TABLE, 2, 16), plain)
    found = registry.layout("reader")
    assert found is not None
    assert len(found[0].tables[4]) == 2
    backend = TorchBackend(registry, 1)
    backend.load()
    pieces = backend.tokenise_segments("reader", SEGMENTS).pieces
    assert {kind for piece in pieces for kind in piece.type_ids} == {0}
    other = tiny_reader.make(tmp_path / "six", manifest=plain)
    with pytest.raises(ModelFileError, match="does not fit the base"):
        other.load("reader")
