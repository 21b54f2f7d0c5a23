"""Attention over packed sequences: the positions of their tokens, and the scores of each group.

The tokens of a batch are concatenated without padding. Only attention needs rows of equal length,
so it pads groups of sequences of similar length. The functions are TorchScript and are called by
`encoder.encode`.
"""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Tuple  # noqa: UP035  (TorchScript reads these)

import torch
import torch.nn.functional as F
from torch import Tensor


class Packing(NamedTuple):
    """The sequence of each token. The filler of the batch counts as one more sequence.

    `starts`, shape (batch + 1,), is the first token of each sequence; `owners` and `positions`,
    shape (tokens,), are each token's sequence and its position in that sequence, from 0.
    """

    starts: Tensor
    owners: Tensor
    positions: Tensor


class Padding(NamedTuple):
    """The correspondence of packed tokens to the padded places (row and column) of attention.

    `token_of`, shape (places,), is the token that a place reads, and `place_of`, shape (tokens,),
    the place of a token. `keeps`, for each group of shape (count, 1, length, 1), is one at tokens
    and zero at padding; `shares` is the same divided by the number of the sequence's tokens.
    `even` means that the tokens fill all places in order, so that nothing has to be moved.
    """

    token_of: Tensor
    place_of: Tensor
    keeps: List[Tensor]  # noqa: UP006
    shares: List[Tensor]  # noqa: UP006
    even: bool


def joined(parts: List[Tensor]) -> Tensor:  # noqa: UP006
    """The parts concatenated. A single part is not copied."""
    return parts[0] if len(parts) == 1 else torch.cat(parts)


def packing_of(lengths: Tensor, tokens: int, text: int) -> Packing:
    """The packing of sequences of `lengths`: `tokens` in all, of which `text` are not filler."""
    counts = torch.cat([lengths, torch.full_like(lengths[:1], tokens - text)])
    starts = counts.cumsum(0) - counts
    owners = torch.repeat_interleave(counts)
    positions = torch.arange(tokens, device=lengths.device) - starts.index_select(0, owners)
    return Packing(starts, owners, torch.minimum(positions, lengths[0] - 1))


def padding_of(
    packing: Packing,
    lengths: Tensor,
    groups: List[List[int]],  # noqa: UP006
    dtype: torch.dtype,
) -> Padding:
    """The padding of the groups that `encoder.encode` describes, its masks in `dtype`."""
    tokens, text = packing.owners.size(0), groups[-1][5]
    device = lengths.device
    token_of: List[Tensor] = []  # noqa: UP006
    place_of: List[Tensor] = []  # noqa: UP006
    keeps: List[Tensor] = []  # noqa: UP006
    shares: List[Tensor] = []  # noqa: UP006
    size = 0
    for first, held, count, length, begin, end in groups:
        members = torch.arange(count, device=device).clamp(max=held - 1) + first
        steps = torch.arange(length, device=device).unsqueeze(0)
        own = packing.starts.index_select(0, members).unsqueeze(1)
        token_of.append((own + steps).clamp(max=tokens - 1).view(-1))
        long = lengths.index_select(0, members).unsqueeze(1)
        kept = (steps < long).to(dtype)
        keeps.append(kept.view(count, 1, length, 1))
        shares.append((kept / long).to(dtype).view(count, 1, length, 1))
        rows = packing.owners[begin:end] - first
        place_of.append(rows * length + packing.positions[begin:end] + size)
        size += count * length
    places = joined(token_of)
    filler = places.new_zeros([tokens - text])
    even = size == tokens and text == tokens
    return Padding(places, torch.cat([torch.cat(place_of), filler]), keeps, shares, even)


def attend_unshifted(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    keep: Tensor,
    share: Tensor,
    bias: Optional[Tensor],  # noqa: UP045
) -> Tuple[Tensor, Tensor]:  # noqa: UP006
    """Attention over (batch, heads, length, width), and each sequence's largest divisor.

    `keep` and `share` are those of `Padding`. Padding takes part as zeros. The exponentials are
    not shifted by their row's largest score, which saves two passes over the scores. Instead the
    keys are centred (SageAttention, Zhang et al., ICLR 2025), which changes no result and keeps
    each divisor above one. A divisor that is not finite means that scores were too large.
    """
    batch, heads, length, width = value.size()
    # A padded place holds a token of another sequence. Its score with this sequence's centred keys
    # may overflow, and then the whole sequence would be computed again.
    key = (key - (key * share).sum(2, keepdim=True)) * keep
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


def masked_bias(
    bias: Optional[Tensor],  # noqa: UP045
    keep: Tensor,
    even: bool,
) -> Optional[Tensor]:  # noqa: UP045
    """The mask that is added to the scores of one group, so that no token attends to padding."""
    if even:
        return bias
    mask = ((keep - 1) * 1e9).transpose(2, 3)
    return mask if bias is None else bias + mask


def bias_within(bias: Optional[Tensor], length: int) -> Optional[Tensor]:  # noqa: UP045
    """The part of a network's position bias for sequences of `length`."""
    return None if bias is None else bias[:, :, :length, :length]


def group_of(mixed: Tensor, begin: int, count: int, length: int, heads: int) -> Tensor:
    """Query, key and value of a group, shape (3, count, heads, length, width of a head)."""
    part = mixed[begin : begin + count * length]
    return part.view(count, length, 3, heads, -1).permute(2, 0, 3, 1, 4)


def attend(
    mixed: Tensor,
    groups: List[List[int]],  # noqa: UP006
    padding: Padding,
    bias: Optional[Tensor],  # noqa: UP045
    heads: int,
    peaks: Optional[List[Tensor]],  # noqa: UP006, UP045
) -> Tensor:
    """Attention of every place, shape (places, width).

    `mixed`, shape (places, 3 width), holds query, key and value of each place. With `peaks` the
    exponentials are unshifted, and each group's largest divisors are appended to it.
    """
    width = mixed.size(1) // 3
    seen: List[Tensor] = []  # noqa: UP006
    done = 0
    for i, (_, held, count, length, _, _) in enumerate(groups):
        part = group_of(mixed, done, count, length, heads)
        done += count * length
        own = bias_within(bias, length)
        keep = padding.keeps[i]
        if peaks is not None:
            found, peak = attend_unshifted(part[0], part[1], part[2], keep, padding.shares[i], own)
            peaks.append(peak[:held])
        else:
            own = masked_bias(own, keep, padding.even)
            found = F.scaled_dot_product_attention(
                part[0], part[1], part[2], attn_mask=own, scale=1.0
            )
        seen.append(found.transpose(1, 2).reshape(-1, width))
    return joined(seen)


def attend_from_first(
    mixed: Tensor,
    groups: List[List[int]],  # noqa: UP006
    padding: Padding,
    bias: Optional[Tensor],  # noqa: UP045
    heads: int,
) -> Tensor:
    """Attention of each sequence's first token only, shape (batch, width); see `attend`."""
    width = mixed.size(1) // 3
    seen: List[Tensor] = []  # noqa: UP006
    done = 0
    for i, (_, held, count, length, _, _) in enumerate(groups):
        part = group_of(mixed, done, count, length, heads)[:, :held]
        done += count * length
        own = masked_bias(bias_within(bias, length), padding.keeps[i], padding.even)
        if own is not None:
            own = own[:held, :, :1]
        found = F.scaled_dot_product_attention(
            part[0][:, :, :1], part[1], part[2], attn_mask=own, scale=1.0
        )
        seen.append(found.transpose(1, 2).reshape(-1, width))
    return joined(seen)
