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
    part: Tensor,
    bias: Optional[Tensor],  # noqa: UP045
) -> Tuple[Tensor, Tensor]:  # noqa: UP006
    """Attention over (batch, heads, length, width), and each sequence's largest divisor.

    `keep`, shape (batch, 1, length, 1), is one where a token is, and `part` the same over the
    sequence's tokens. Padded places take part as zeros. The exponentials are not
    shifted by their row's largest score, which saves two passes over the scores; instead the
    keys are centred (SageAttention, Zhang et al., ICLR 2025), which changes no result and
    keeps each divisor above one. A divisor that is not finite says that scores were too large.
    """
    batch, heads, length, width = value.size()
    # A padded place holds another sequence's token, whose score with this sequence's centred keys
    # may be too large for an exponential, and would have the whole sequence computed again.
    key = (key - (key * part).sum(2, keepdim=True)) * keep
    query = query * keep
    scores = torch.bmm(
        query.reshape(batch * heads, length, width),
        key.reshape(batch * heads, length, width).transpose(1, 2),
    )
    if bias is not None:
        scores.view(batch, heads, length, length).add_(bias)
    scores.exp_()
    ones = keep.expand(batch, heads, length, 1)
    extended = torch.cat([value * keep, ones], 3).view(batch * heads, length, width + 1)
    made = torch.bmm(scores, extended).view(batch, heads, length, width + 1)
    divisor = made[..., width:]
    return made[..., :width] / divisor, divisor.reshape(batch, -1).amax(1)


def joined(parts: List[Tensor]) -> Tensor:  # noqa: UP006
    """The parts behind one another; a single one is not copied."""
    return parts[0] if len(parts) == 1 else torch.cat(parts)


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

    `ids` and `types`, shape (tokens,), hold sequences of `lengths`, then filler, if any.
    Attention takes `groups` of sequences of like length, longest first: for each the number of
    its first sequence, how many they are, how many it computes (the last one again and again),
    the length to pad them to, and where their tokens begin and end. Linear maps take the
    tokens in `blocks` of so many rows, and the first tokens, with filler, in `head_blocks`.
    A row is NaN where `unshifted` attention overflowed.
    """
    batch, tokens = lengths.size(0), ids.size(0)
    text = groups[-1][5]
    counts = torch.cat([lengths, torch.full_like(lengths[:1], tokens - text)])
    starts = counts.cumsum(0) - counts
    owners = torch.repeat_interleave(counts)
    positions = torch.arange(tokens, device=ids.device) - starts.index_select(0, owners)
    positions = torch.minimum(positions, lengths[0] - 1)

    x = net.tables[0].index_select(0, ids)
    x = x + net.tables[1].index_select(0, positions + net.first)
    if len(net.tables) > 4:
        x = x + net.tables[4].index_select(0, types)
    width = x.size(1)
    x = F.layer_norm(x, [width], net.tables[2], net.tables[3], net.eps)

    # Which token each padded place of the groups holds, and in which place each token is.
    places: List[Tensor] = []  # noqa: UP006
    homes: List[Tensor] = []  # noqa: UP006
    keeps: List[Tensor] = []  # noqa: UP006
    parts: List[Tensor] = []  # noqa: UP006
    size = 0
    for first, held, count, length, begin, end in groups:
        members = torch.arange(count, device=ids.device).clamp(max=held - 1) + first
        steps = torch.arange(length, device=ids.device).unsqueeze(0)
        own = starts.index_select(0, members).unsqueeze(1)
        places.append((own + steps).clamp(max=tokens - 1).view(-1))
        long = lengths.index_select(0, members).unsqueeze(1)
        kept = (steps < long).to(x.dtype)
        keeps.append(kept.view(count, 1, length, 1))
        parts.append((kept / long).to(x.dtype).view(count, 1, length, 1))
        homes.append((owners[begin:end] - first) * length + positions[begin:end] + size)
        size += count * length
    even = size == tokens and text == tokens  # every token is in its place
    place = joined(places)
    home = torch.cat([torch.cat(homes), place.new_zeros([tokens - text])])

    peaks: List[Tensor] = []  # noqa: UP006
    layers = net.layers
    depth = len(layers) // 12
    for number in range(depth):
        at = number * 12
        rows = [
            linear(b, layers[at], layers[at + 1], "none", net.onednn)
            for b in torch.split(x, blocks)
        ]
        mixed = joined(rows)
        if not even:
            mixed = mixed.index_select(0, place)
        first_only = number == depth - 1 and len(net.head) > 0
        seen: List[Tensor] = []  # noqa: UP006
        done = 0
        for i, (_, held, count, length, _, _) in enumerate(groups):
            part = mixed[done : done + count * length]
            done += count * length
            part = part.view(count, length, 3, net.heads, -1).permute(2, 0, 3, 1, 4)
            query, key, value = part[0], part[1], part[2]
            bias = net.bias
            if bias is not None:
                bias = bias[:, :, :length, :length]
            if unshifted and not first_only:
                found, peak = attend_unshifted(query, key, value, keeps[i], parts[i], bias)
                peaks.append(peak[:held])
            else:
                if not even:
                    mask = ((keeps[i] - 1) * 1e9).transpose(2, 3)
                    bias = mask if bias is None else bias + mask
                if first_only:
                    query = query[:held, :, :1]
                    key, value = key[:held], value[:held]
                    bias = bias[:held, :, :1] if bias is not None else bias
                found = F.scaled_dot_product_attention(query, key, value, attn_mask=bias, scale=1.0)
            seen.append(found.transpose(1, 2).reshape(-1, width))
        attended = joined(seen)
        if first_only:
            blocks = head_blocks
            home = torch.arange(sum(blocks), device=ids.device).clamp(max=batch - 1)
            x = x.index_select(0, starts.index_select(0, home))
        if first_only or not even:
            attended = attended.index_select(0, home)
        made: List[Tensor] = []  # noqa: UP006
        for onto, y in zip(torch.split(x, blocks), torch.split(attended, blocks)):  # noqa: B905
            y = linear_onto(y, layers[at + 2], layers[at + 3], onto, net.onednn)
            y = F.layer_norm(y, [width], layers[at + 4], layers[at + 5], net.eps)
            inner = linear(y, layers[at + 6], layers[at + 7], net.activation, net.onednn)
            y = linear_onto(inner, layers[at + 8], layers[at + 9], y, net.onednn)
            made.append(F.layer_norm(y, [width], layers[at + 10], layers[at + 11], net.eps))
        x = joined(made)

    if len(net.head) > 0:
        pooled = [
            linear(b, net.head[0], net.head[1], net.head_activation, net.onednn)
            for b in torch.split(x, blocks)
        ]
        head = F.linear(joined(pooled).float(), net.head[2].float(), net.head[3].float())[:batch]
    else:
        total = torch.zeros([batch + 1, width], device=ids.device)
        total = total.index_add(0, owners, x.float())[:batch]
        head = F.normalize(total, dim=1)  # the mean has the direction of the sum
    if unshifted and len(peaks) > 0:
        finite = torch.cat(peaks).isfinite().view(-1, batch).all(0)
        head = torch.where(finite.unsqueeze(1), head, torch.nan)
    return head


@cache
def compiled() -> Callable[..., Tensor]:
    """`encode` in TorchScript."""
    with warnings.catch_warnings():
        # Deprecated without a successor that leaves the GIL and needs no compiler.
        warnings.simplefilter("ignore", DeprecationWarning)
        made: Callable[..., Tensor] = torch.jit.script(encode)
    return made
