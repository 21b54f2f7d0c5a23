"""A BERT-like encoder over packed tokens, as one compiled function that needs no GIL.

The tokens of all sequences are concatenated without padding, so the linear maps, which are 90 % of
the work, compute no padding (ByteTransformer, Zhai et al., IPDPS 2023). Only attention sees rows of
equal length. If a head reads the first token only, the last layer computes that token only. The
functions are TorchScript: a call releases the GIL once, while a module would compete for it at each
of a hundred small operations.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import List, NamedTuple, Optional  # noqa: UP035  (TorchScript reads these)

import torch
import torch.nn.functional as F
from torch import Tensor

from service.inference.backends.packed_attention import (
    attend,
    attend_from_first,
    joined,
    packing_of,
    padding_of,
)

_COMPILING = Lock()


class Layout(NamedTuple):
    """The tensors and numbers of one network, as `encode` takes them.

    `tables` are the embeddings of words and positions, weight and bias of their norm, and the
    embeddings of token types if there are several. `layers` has twelve tensors for each layer:
    weight and bias of query-key-value (with the query scaled), output, norm, inner, outer, norm.
    `head` is two linear maps on first tokens, one on all tokens, or nothing. `bias` is added to all
    scores, shape (1, heads, most, most). Positions count from `first`.
    """

    tables: List[Tensor]  # noqa: UP006
    layers: List[Tensor]  # noqa: UP006
    head: List[Tensor]  # noqa: UP006
    bias: Optional[Tensor]  # noqa: UP045
    heads: int
    eps: float
    first: int
    activation: str
    head_activation: str
    onednn: bool


def linear(x: Tensor, weight: Tensor, bias: Tensor, after: str, onednn: bool) -> Tensor:
    """A linear map and what comes `after`: "none", "gelu", "relu" or "tanh"."""
    if onednn:  # also in fp32, because MKL uses only half of the speed of some CPUs
        made: Tensor = torch.ops.mkldnn._linear_pointwise(x, weight, bias, after, [], "none")
        return made
    made = F.linear(x, weight, bias)
    if after == "gelu":
        made = F.gelu(made)
    elif after == "relu":
        made = F.relu(made)
    elif after == "tanh":
        made = torch.tanh(made)
    return made


def linear_onto(x: Tensor, weight: Tensor, bias: Tensor, other: Tensor, onednn: bool) -> Tensor:
    """A linear map, added to `other`."""
    if onednn:
        made: Tensor = torch.ops.mkldnn._linear_pointwise(x, other, weight, bias, "add")
        return made
    return F.linear(x, weight, bias) + other


def embed(ids: Tensor, types: Tensor, positions: Tensor, net: Layout) -> Tensor:
    """The input of the first layer for each token, shape (tokens, width)."""
    x = net.tables[0].index_select(0, ids)
    x = x + net.tables[1].index_select(0, positions + net.first)
    if len(net.tables) > 4:
        x = x + net.tables[4].index_select(0, types)
    return F.layer_norm(x, [x.size(1)], net.tables[2], net.tables[3], net.eps)


def query_key_value(
    x: Tensor,
    blocks: List[int],  # noqa: UP006
    at: int,
    net: Layout,
) -> Tensor:
    """Query, key and value of every token, shape (tokens, 3 width).

    `at` is the number of the layer's first tensor, here and in `feed_forward`.
    """
    weight, bias = net.layers[at], net.layers[at + 1]
    return joined([linear(b, weight, bias, "none", net.onednn) for b in torch.split(x, blocks)])


def feed_forward(
    x: Tensor,
    attended: Tensor,
    blocks: List[int],  # noqa: UP006
    at: int,
    net: Layout,
) -> Tensor:
    """The rest of a layer: attention's output and the feed-forward maps, each added and normed."""
    layers, width = net.layers, [x.size(1)]
    made: List[Tensor] = []  # noqa: UP006
    for onto, y in zip(torch.split(x, blocks), torch.split(attended, blocks)):  # noqa: B905
        y = linear_onto(y, layers[at + 2], layers[at + 3], onto, net.onednn)
        y = F.layer_norm(y, width, layers[at + 4], layers[at + 5], net.eps)
        inner = linear(y, layers[at + 6], layers[at + 7], net.activation, net.onednn)
        y = linear_onto(inner, layers[at + 8], layers[at + 9], y, net.onednn)
        made.append(F.layer_norm(y, width, layers[at + 10], layers[at + 11], net.eps))
    return joined(made)


def classify(x: Tensor, blocks: List[int], net: Layout) -> Tensor:  # noqa: UP006
    """Logits of first tokens, shape (rows, labels), fp32."""
    pooled = [
        linear(b, net.head[0], net.head[1], net.head_activation, net.onednn)
        for b in torch.split(x, blocks)
    ]
    return F.linear(joined(pooled).float(), net.head[2].float(), net.head[3].float())


def mean_direction(x: Tensor, owners: Tensor, batch: int) -> Tensor:
    """Unit vectors in the direction of each sequence's mean (or sum, which is the same); fp32."""
    total = torch.zeros([batch + 1, x.size(1)], device=x.device)
    return F.normalize(total.index_add(0, owners, x.float())[:batch], dim=1)


def encode(
    ids: Tensor,
    types: Tensor,
    lengths: Tensor,
    groups: List[List[int]],  # noqa: UP006
    blocks: List[int],  # noqa: UP006
    head_blocks: List[int],  # noqa: UP006
    unshifted: bool,
    net: Layout,
) -> Tensor:
    """Logits, shape (batch, labels), or unit vectors where the network has no head; fp32.

    If the head is a map on all tokens, it is its outputs, shape (tokens without filler, columns).

    `ids` and `types`, shape (tokens,), hold sequences of `lengths`, then filler, if any. Attention
    takes `groups` of sequences of similar length, longest first. A group has the index of its first
    sequence, their number, the number to compute (which repeats the last sequence), the length to
    pad them to, and the indices where their tokens begin and end. Linear maps take the tokens in
    `blocks` of so many rows, and the first tokens, with filler, in `head_blocks`. The rows of a
    sequence are NaN if `unshifted` attention overflowed.
    """
    batch = lengths.size(0)
    packing = packing_of(lengths, ids.size(0), groups[-1][5])
    x = embed(ids, types, packing.positions, net)
    padding = padding_of(packing, lengths, groups, x.dtype)
    peaks: Optional[List[Tensor]] = None  # noqa: UP006, UP045
    if unshifted:
        peaks = []

    headed = len(net.head) == 4
    last = len(net.layers) - 12
    for at in range(0, last if headed else last + 12, 12):
        mixed = query_key_value(x, blocks, at, net)
        if not padding.even:
            mixed = mixed.index_select(0, padding.token_of)
        attended = attend(mixed, groups, padding, net.bias, net.heads, peaks)
        if not padding.even:
            attended = attended.index_select(0, padding.place_of)
        x = feed_forward(x, attended, blocks, at, net)

    if headed:
        mixed = query_key_value(x, blocks, last, net)
        if not padding.even:
            mixed = mixed.index_select(0, padding.token_of)
        attended = attend_from_first(mixed, groups, padding, net.bias, net.heads)
        rows = torch.arange(sum(head_blocks), device=ids.device).clamp(max=batch - 1)
        x = x.index_select(0, packing.starts.index_select(0, rows))
        x = feed_forward(x, attended.index_select(0, rows), head_blocks, last, net)
        made = classify(x, head_blocks, net)[:batch]
    elif len(net.head) > 0:
        made = F.linear(x[: groups[-1][5]].float(), net.head[0].float(), net.head[1].float())
    else:
        made = mean_direction(x, packing.owners, batch)
    if peaks is not None and len(peaks) > 0:
        finite = torch.cat(peaks).isfinite().view(-1, batch).all(0)
        if made.size(0) != batch:
            finite = finite.index_select(0, packing.owners[: made.size(0)])
        made = torch.where(finite.unsqueeze(1), made, torch.nan)
    return made


def compiled() -> Callable[..., Tensor]:
    """`encode` in TorchScript, compiled at the first call."""
    # All lanes call this at once. One compiles and the others wait, because compiling twice is a
    # waste, and Python before 3.11.5 fails if two threads parse at the same time (SystemError: AST
    # constructor recursion depth mismatch).
    with _COMPILING:
        return _compiled()


@cache
def _compiled() -> Callable[..., Tensor]:
    with warnings.catch_warnings():
        # Deprecated, but its successors either hold the GIL or need a compiler.
        warnings.simplefilter("ignore", DeprecationWarning)
        made: Callable[..., Tensor] = torch.jit.script(encode)
    return made
