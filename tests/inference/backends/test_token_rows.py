"""A head on every token: the packed network returns each piece's tokens, whatever the batch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from service.inference.backends.encoder import Layout
from service.inference.backends.hf_padded import PaddedEncoder
from service.inference.backends.onednn_weights import OnednnWeights
from service.inference.backends.packed import Outputs, PackedEncoder
from service.inference.backends.precision import gain, put
from service.inference.backends.tokenization import TokenPiece
from service.inference.models.tensor_map import layout
from tests.inference.networks import LONGEST, network, pieces

pytestmark = pytest.mark.usefixtures("one_thread")

COLUMNS = 5
KINDS = ("bert bare", "mpnet bare")


def head() -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(4)
    return (
        torch.randn(COLUMNS, 32, generator=generator),
        torch.randn(COLUMNS, generator=generator),
    )


def by_token(kind: str) -> Layout:
    made = layout(network(kind), LONGEST, torch.float32)
    assert made is not None
    return made._replace(head=list(head()))


@cache
def packed(kind: str, dtype: torch.dtype = torch.float32) -> PackedEncoder:
    return PackedEncoder(put(by_token(kind), dtype))


@cache
def eager(kind: str) -> PaddedEncoder:
    made = network(kind)
    return PaddedEncoder(made, made.config.pad_token_id, types=kind.startswith("bert"), head=head())


def split(outputs: Outputs, batch: Sequence[TokenPiece]) -> list[Outputs]:
    assert len(outputs) == sum(map(len, batch))
    return np.split(outputs, np.cumsum([len(piece) for piece in batch])[:-1])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None)
@given(lengths=st.lists(st.integers(1, LONGEST), min_size=1, max_size=9), seed=st.integers(0, 99))
def test_packed_equals_eager(kind: str, lengths: list[int], seed: int) -> None:
    batch = pieces(lengths, seed)
    made = packed(kind)(batch)
    assert made.shape == (sum(lengths), COLUMNS)
    assert made == pytest.approx(eager(kind)(batch), abs=1e-4, rel=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_piece_has_the_same_rows_alone_and_in_any_batch(kind: str) -> None:
    batch = pieces([3, 48, 17, 17, 1, 30])
    together = split(packed(kind)(batch), batch)
    backwards = split(packed(kind)(batch[::-1]), batch[::-1])[::-1]
    for piece, rows, others in zip(batch, together, backwards, strict=True):
        assert packed(kind)([piece]) == pytest.approx(rows, abs=1e-4)
        assert others == pytest.approx(rows, abs=1e-4)


def test_bf16_is_near_and_returns_fp32() -> None:
    batch = pieces([3, 48, 17, 17, 1, 30])
    exact, near = eager("bert bare")(batch), packed("bert bare", torch.bfloat16)(batch)
    assert near.dtype == np.float32
    assert near == pytest.approx(exact, abs=0.03 * float(np.abs(exact).max()) + 0.01)
    assert not np.array_equal(near, exact)


def test_pieces_with_scores_too_large_for_plain_exponentials_are_computed_again() -> None:
    made = put(by_token("bert bare"), torch.bfloat16)
    made.layers[0][:64] *= 4.0  # query and key of the first layer
    encoder = PackedEncoder(made)
    batch = pieces([5, 1, 40, 12, 2])
    plain = split(encoder.run(batch, unshifted=True), batch)
    lost = [bool(np.isnan(rows).any()) for rows in plain]
    assert sorted(set(lost)) == [False, True]
    found = split(encoder(batch), batch)
    again = [piece for piece, gone in zip(batch, lost, strict=True) if gone]
    wanted = iter(split(encoder.run(again, unshifted=False), again))
    for rows, before, gone in zip(found, plain, lost, strict=True):
        assert np.isnan(before).all() == gone
        assert np.array_equal(rows, next(wanted) if gone else before)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=["fp32", "bf16"])
def test_reordered_weights_multiply_the_same(dtype: torch.dtype) -> None:
    made = put(by_token("bert bare"), dtype)
    batch = pieces([9, 30, 2])
    reordered = OnednnWeights().layout(made)
    assert reordered.layers[0].layout != made.layers[0].layout
    near = 1e-4 if dtype is torch.float32 else 0.2
    assert PackedEncoder(reordered)(batch) == pytest.approx(PackedEncoder(made)(batch), abs=near)


def test_its_precision_is_chosen_by_measuring_it() -> None:
    assert gain(by_token("bert bare")) > 0
