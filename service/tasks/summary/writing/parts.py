"""Parts of a long article that a model reads one by one: whole sentences, as many as fit."""

from __future__ import annotations

from collections.abc import Sequence

from service.inference.protocol import ModelInfo

TOKENS_A_WORD = 1.4
MOST_PARTS = 6
"""A longer article is condensed to its most central sentences first, because each part takes
seconds."""
_CHAT = 40  # tokens of a chat template around its messages
_LEAST = 8


def room_of(info: ModelInfo) -> int:
    """Words of a text that fit into the model's input beside its prompt, by estimate."""
    prompt = 0
    if info.generation is not None:
        own = f"{info.generation.prompted('')} {info.generation.system}"
        prompt = int(len(own.split()) * TOKENS_A_WORD) + (_CHAT if info.generation.chat else 0)
    return max(_LEAST, int((info.max_tokens - prompt) / TOKENS_A_WORD))


def parts_of(texts: Sequence[str], room: int) -> list[str]:
    """The texts in parts of up to `room` words; a longer text is a part by itself.

    The parts are of about equal length, so that the last one is no scrap.
    """
    sizes = [len(text.split()) for text in texts]
    count = max(1, -(-sum(sizes) // room))
    even = min(room, -(-sum(sizes) // count) + max(sizes, default=0) // 2)
    found: list[list[str]] = []
    size = 0
    for text, length in zip(texts, sizes, strict=True):
        if not found or size + length > even:
            found.append([])
            size = 0
        found[-1].append(text)
        size += length
    return [" ".join(part) for part in found]
