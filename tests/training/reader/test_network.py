"""The network that is trained: what it starts from and what is frozen."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from models.training.fitting.checkpoint import trained_tensors
from models.training.reader import network
from models.training.reader.network import HEADS, Reader
from service.inference.models.token_heads import TYPE_TABLE
from service.inference.segments.case_types import TYPES
from tests.training.reader import samples


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return samples.base(tmp_path)


def test_it_starts_from_the_base_with_a_type_for_each_case(base: Path) -> None:
    model = Reader(base)
    given = load_file(base / "model.safetensors")
    table = model.bert.state_dict()[TYPE_TABLE]
    assert table.shape[0] == TYPES
    assert torch.equal(table, given[TYPE_TABLE][:1].expand(TYPES, -1))
    words = "embeddings.word_embeddings.weight"
    assert torch.equal(model.bert.state_dict()[words], given[words])


def test_all_is_trained_but_the_embeddings_of_words(base: Path) -> None:
    model = Reader(base)
    trained = trained_tensors(model)
    missing = model.state_dict().keys() - trained.keys()
    assert missing == {"bert.embeddings.word_embeddings.weight"}
    groups = network.parameters(model, 0.5, faster=4)
    assert [group["lr"] for group in groups] == [0.5, 2.0]
    assert sum(len(group["params"]) for group in groups) == len(trained)


def test_each_head_has_its_columns(base: Path) -> None:
    model = Reader(base)
    shape = (2, 5)
    inputs = (torch.ones(shape, dtype=torch.long) for _ in range(3))
    with network.evaluating(model):
        found = model(*inputs)
    assert {name: tuple(v.shape) for name, v in found.items()} == {
        head.name: (*shape, head.size) for head in HEADS
    }


def test_only_its_own_tensors_are_restored(base: Path) -> None:
    one, other = Reader(base), Reader(base)
    network.restore(other, trained_tensors(one))
    assert torch.equal(one.heads.weight, other.heads.weight)
    with pytest.raises(ValueError, match="strange"):
        network.restore(other, {"strange": torch.zeros(1)})
