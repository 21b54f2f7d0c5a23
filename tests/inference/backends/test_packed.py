"""The packed network computes what the network of transformers does, whatever the batch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import BertConfig, BertModel

from service.inference.backends.hf_padded import PaddedEncoder
from service.inference.backends.onednn_weights import OnednnWeights
from service.inference.backends.packed import PackedEncoder
from service.inference.models.tensor_map import layout
from tests.inference.networks import KINDS, LONGEST, SIZES, network, pieces

pytestmark = pytest.mark.usefixtures("one_thread")


lengths = st.lists(st.integers(1, LONGEST), min_size=1, max_size=9)


@cache
def packed(kind: str, dtype: torch.dtype = torch.float32) -> PackedEncoder:
    made = layout(network(kind), LONGEST, dtype)
    assert made is not None
    return PackedEncoder(made)


@cache
def eager(kind: str) -> PaddedEncoder:
    made = network(kind)
    types = getattr(made.config, "type_vocab_size", 0) > 1
    return PaddedEncoder(made, made.config.pad_token_id, types=types)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None)
@given(lengths=lengths, seed=st.integers(0, 99))
def test_packed_equals_eager(kind: str, lengths: list[int], seed: int) -> None:
    batch = pieces(lengths, seed)
    assert packed(kind)(batch) == pytest.approx(eager(kind)(batch), abs=1e-5, rel=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_piece_scores_the_same_alone_and_in_any_batch(kind: str) -> None:
    batch = pieces([3, 48, 17, 17, 1, 30])
    together = packed(kind)(batch)
    for row, piece in zip(together, batch, strict=True):
        assert packed(kind)([piece])[0] == pytest.approx(row, abs=1e-5)
    assert packed(kind)(batch[::-1])[::-1] == pytest.approx(together, abs=1e-5)


@pytest.mark.parametrize("kind", ["bert", "mpnet", "mpnet bare"])
def test_bf16_is_near(kind: str) -> None:
    batch = pieces([3, 48, 17, 17, 1, 30])
    exact, near = eager(kind)(batch), packed(kind, torch.bfloat16)(batch)
    assert near == pytest.approx(exact, abs=0.03 * float(np.abs(exact).max()) + 0.01)
    assert not np.array_equal(near, exact)


@pytest.mark.parametrize("by", [1.0, 30.0])
def test_scores_too_large_for_plain_exponentials_are_computed_again(by: float) -> None:
    made = layout(network("bert"), LONGEST, torch.bfloat16)
    assert made is not None
    made.layers[0][:64] *= by  # query and key of the first layer
    encoder = PackedEncoder(made)
    batch = pieces([5, 40, 12])
    plain = encoder.run(batch, unshifted=True)
    assert np.isnan(plain).any() == (by > 1)
    assert np.isfinite(encoder(batch)).all()
    if by > 1:
        rows = np.isnan(plain[:, 0])
        again = encoder.run([p for p, lost in zip(batch, rows, strict=True) if lost], False)
        assert np.array_equal(encoder(batch)[rows], again)


def test_several_threads_at_once() -> None:
    batches = [pieces([1 + (i * 7 + j) % LONGEST for j in range(6)], seed=i) for i in range(24)]
    alone = [packed("mpnet")(batch) for batch in batches]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(packed("mpnet"), batches))
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one, other)


def test_what_has_no_layout_is_left_to_its_module() -> None:
    assert layout(BertModel(BertConfig(**SIZES, hidden_act="gelu_new")), 48, torch.float32) is None
    assert layout(BertModel(BertConfig(**SIZES, is_decoder=True)), 48, torch.float32) is None


def test_without_onednn_the_numbers_are_the_same() -> None:
    made = layout(network("roberta"), LONGEST, torch.float32)
    assert made is not None
    batch = pieces([9, 30, 2])
    plain = PackedEncoder(made._replace(onednn=False))(batch)
    assert plain == pytest.approx(PackedEncoder(made)(batch), abs=1e-5)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("kind", ["bert", "mpnet bare"])
def test_reordered_weights_multiply_the_same(kind: str, dtype: torch.dtype) -> None:
    made = layout(network(kind), LONGEST, dtype)
    assert made is not None
    batch = pieces([9, 30, 2])
    reordered = OnednnWeights().layout(made)
    assert reordered.layers[0].layout != made.layers[0].layout
    near = 1e-5 if dtype is torch.float32 else 0.03
    assert PackedEncoder(reordered)(batch) == pytest.approx(PackedEncoder(made)(batch), abs=near)


def test_models_share_reordered_weights_that_they_have_in_common() -> None:
    made = layout(network("bert"), LONGEST, torch.float32)
    assert made is not None
    order = OnednnWeights()
    one, other = order.layout(made), order.layout(made)
    assert all(a is b for a, b in zip(one.layers, other.layers, strict=True))
    assert OnednnWeights().layout(made._replace(onednn=False)).layers is made.layers
