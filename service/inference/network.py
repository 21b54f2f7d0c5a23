"""A BERT-like encoder over packed tokens, as one compiled function that needs no GIL.

The tokens of all sequences lie behind one another without padding, so the linear maps, nine
tenths of the work, never touch a pad (ByteTransformer, Zhai et al., IPDPS 2023); attention
alone sees rows of equal length. Where a head reads the first token only, the last layer
computes that token only. The functions are TorchScript: a call leaves the GIL once, where a
module would fight for it at each of a hundred small operations.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from typing import List, NamedTuple, Optional, Tuple  # noqa: UP035  (TorchScript reads these)

import torch
import torch.nn.functional as F
from torch import Tensor


class Layout(NamedTuple):
    """The tensors and numbers of one network, as `encode` takes them.

    `tables` are the embeddings of words and positions, weight and bias of their norm and, if
    the network has several, of token types; `layers` twelve tensors a layer: weight and bias
    of query-key-value, output, norm, inner, outer, norm, the query scaled already; `head` two
    linear maps or nothing; `bias` what is added to all scores, shape (1, heads, most, most).
    Positions count from `first`.
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
    if onednn:  # also in fp32: MKL leaves half of the speed of some CPUs unused
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


def attend_unshifted(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    keep: Tensor,
    bias: Optional[Tensor],  # noqa: UP045
) -> Tuple[Tensor, Tensor]:  # noqa: UP006
    """Attention over (batch, heads, length, width), and each sequence's largest divisor.

    `keep`, shape (batch, 1, length, 1), is one where a token is. The exponentials are not
    shifted by their row's largest score, which saves two passes over the scores; instead the
    keys are centred (SageAttention, Zhang et al., ICLR 2025), which changes no result and
    keeps each divisor above one. A divisor that is not finite says that scores were too large.
    """
    batch, heads, length, width = value.size()
    rows = query.size(2)
    key = key - (key * keep).sum(2, keepdim=True) / keep.sum(2, keepdim=True)
    scores = torch.bmm(
        query.reshape(batch * heads, rows, width),
        key.reshape(batch * heads, length, width).transpose(1, 2),
    )
    if bias is not None:
        scores.view(batch, heads, rows, length).add_(bias)
    scores.exp_()
    kept = keep.expand(batch, heads, length, 1).reshape(batch * heads, length, 1)
    total = torch.bmm(scores, kept)
    made = torch.bmm(scores, (value * keep).reshape(batch * heads, length, width)) / total
    return made.view(batch, heads, rows, width), total.view(batch, -1).amax(1)


def encode(
    ids: Tensor, types: Tensor, lengths: Tensor, longest: int, unshifted: bool, net: Layout
) -> Tensor:
    """Logits, shape (batch, labels), or unit vectors where the network has no head; fp32.

    `ids` and `types`, shape (tokens,), hold sequences of `lengths`, then filler, if any.
    Attention is padded to `longest`. A row is NaN where `unshifted` attention overflowed.
    """
    batch, tokens = lengths.size(0), ids.size(0)
    filler = tokens - lengths.sum()
    counts = torch.cat([lengths, filler.view(1)])
    starts = counts.cumsum(0) - counts
    owners = torch.repeat_interleave(counts)
    positions = torch.arange(tokens, device=ids.device) - starts.index_select(0, owners)
    positions = positions.clamp(max=longest - 1)
    starts = starts[:batch]

    x = net.tables[0].index_select(0, ids)
    x = x + net.tables[1].index_select(0, positions + net.first)
    if len(net.tables) > 4:
        x = x + net.tables[4].index_select(0, types)
    width = x.size(1)
    x = F.layer_norm(x, [width], net.tables[2], net.tables[3], net.eps)

    packed = batch * longest != tokens
    kept = torch.arange(longest, device=ids.device).unsqueeze(0) < lengths.unsqueeze(1)
    keep = kept.to(x.dtype).view(batch, 1, longest, 1)
    gather = torch.minimum(owners, lengths.new_full([1], batch - 1)) * longest + positions
    spread = lengths.new_zeros([batch * longest])
    spread[gather] = torch.arange(tokens, device=ids.device)
    bias = net.bias
    if bias is not None:
        bias = bias[:, :, :longest, :longest]
    if packed and not unshifted:
        mask = ((keep - 1) * 1e9).transpose(2, 3)
        bias = mask if bias is None else bias + mask
    peak = torch.ones([batch], device=ids.device)

    layers = net.layers
    count = len(layers) // 12
    for number in range(count):
        at = number * 12
        mixed = linear(x, layers[at], layers[at + 1], "none", net.onednn)
        if packed:
            mixed = mixed.index_select(0, spread)
        mixed = mixed.view(batch, longest, 3, net.heads, -1).permute(2, 0, 3, 1, 4)
        query, key, value = mixed[0], mixed[1], mixed[2]
        first_only = number == count - 1 and len(net.head) > 0
        if first_only:
            query = query[:, :, :1]
            bias = bias[:, :, :1] if bias is not None else bias
            x = x.index_select(0, starts)
        if unshifted:
            seen, divisor = attend_unshifted(query, key, value, keep, bias)
            peak = torch.maximum(peak, divisor.float())
        else:
            seen = F.scaled_dot_product_attention(query, key, value, attn_mask=bias, scale=1.0)
        seen = seen.transpose(1, 2).reshape(-1, width)
        if packed and not first_only:
            seen = seen.index_select(0, gather)
        x = linear_onto(seen, layers[at + 2], layers[at + 3], x, net.onednn)
        x = F.layer_norm(x, [width], layers[at + 4], layers[at + 5], net.eps)
        inner = linear(x, layers[at + 6], layers[at + 7], net.activation, net.onednn)
        x = linear_onto(inner, layers[at + 8], layers[at + 9], x, net.onednn)
        x = F.layer_norm(x, [width], layers[at + 10], layers[at + 11], net.eps)

    if len(net.head) > 0:
        x = linear(x, net.head[0], net.head[1], net.head_activation, net.onednn)
        made = F.linear(x, net.head[2], net.head[3]).float()
    else:
        total = torch.zeros([batch + 1, width], device=ids.device)
        total = total.index_add(0, owners, x.float())[:batch]
        made = F.normalize(total, dim=1)  # the mean has the direction of the sum
    return torch.where(peak.isfinite().unsqueeze(1), made, torch.nan)


@cache
def compiled() -> Callable[[Tensor, Tensor, Tensor, int, bool, Layout], Tensor]:
    """`encode` in TorchScript."""
    with warnings.catch_warnings():
        # Deprecated without a successor that leaves the GIL and needs no compiler.
        warnings.simplefilter("ignore", DeprecationWarning)
        made: Callable[..., Tensor] = torch.jit.script(encode)
    return made
