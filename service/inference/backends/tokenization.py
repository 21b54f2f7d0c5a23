"""Converts windows to token ids. A window that is too long becomes several overlapping pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Encoding, Tokenizer

from service.inference.manifest.entry import ModelFileError
from service.inference.protocol import Window

OVERLAP = 32
_SEAM = 4  # tokens that a text may gain where it is joined to a template


@dataclass(frozen=True, slots=True)
class TokenPiece:
    """Token ids of one model input; `owner` is the index of its window.

    `weight` is the number of text tokens that this piece adds to its window; the scores of a
    window's pieces are averaged with these weights. `turned` marks a hypothesis whose entailment
    is against the window's target.
    """

    owner: int
    ids: tuple[int, ...]
    type_ids: tuple[int, ...]
    weight: float
    turned: bool = False

    def __len__(self) -> int:
        return len(self.ids)


def read_tokenizer(base: Path) -> Tokenizer:
    """The tokenizer of a folder of base files. Raises `ModelFileError`."""
    path = base / "tokenizer.json"
    if not path.is_file():
        raise ModelFileError(f"{path}: is missing; slow tokenizers are not read")
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def for_posted_texts(tokenizer: Tokenizer, template: str | None) -> Tokenizer:
    """The tokenizer, which now reads the name of a special token as any other text.

    A posted text that contains "[SEP]" or "</s>" must not end a part of a pair. A template may
    contain such tokens itself, so there they are taken out of the text instead (`filled_in`).
    """
    tokenizer.encode_special_tokens = template is None
    return tokenizer


def encode(
    tokenizer: Tokenizer,
    windows: Sequence[Window],
    max_tokens: int,
    *,
    target_first: bool = True,
    template: str | None = None,
) -> list[TokenPiece]:
    """Pieces of all windows, in order; each at most `max_tokens` long.

    The target, if a window has one, comes first (or last for NLI models) and is repeated in every
    piece. It may take at most half of the model's length; the web layer's limit is well below
    that. With a `template`, a window with a target is one text in which both are filled in.
    """
    if template is not None and all(window.target is not None for window in windows):
        return filled_in(tokenizer, windows, max_tokens, template)
    return _as_pairs(tokenizer, windows, max_tokens, target_first=target_first)


def _as_pairs(
    tokenizer: Tokenizer, windows: Sequence[Window], max_tokens: int, *, target_first: bool
) -> list[TokenPiece]:
    texts = tokenizer.encode_batch([w.text for w in windows], add_special_tokens=False)
    targets = tokenizer.encode_batch([w.target or "" for w in windows], add_special_tokens=False)
    pieces: list[TokenPiece] = []
    for owner, (window, text, target) in enumerate(zip(windows, texts, targets, strict=True)):
        pair = window.target is not None
        if pair:
            target.truncate(max_tokens // 2)
        special = tokenizer.num_special_tokens_to_add(pair)
        room = max_tokens - special - (len(target.ids) if pair else 0)
        for part in _parts(text, room):
            if pair:
                first, second = (target, part) if target_first else (part, target)
                whole = tokenizer.post_process(first, second)
            else:
                whole = tokenizer.post_process(part)
            pieces.append(
                TokenPiece(owner, tuple(whole.ids), tuple(whole.type_ids), max(1.0, len(part.ids)))
            )
    return pieces


def filled_in(
    tokenizer: Tokenizer, windows: Sequence[Window], max_tokens: int, template: str
) -> list[TokenPiece]:
    """Pieces of windows with targets, each written as one text by the template."""
    special = [token.content for token in tokenizer.get_added_tokens_decoder().values()]
    windows = [Window(_apart(w.text, special), _apart(w.target or "", special)) for w in windows]
    frame_tokens = [
        len(tokenizer.encode(_filled(template, "", w.target or "")).ids) for w in windows
    ]
    texts = tokenizer.encode_batch([w.text for w in windows], add_special_tokens=False)
    pieces: list[TokenPiece] = []
    for owner, (window, text) in enumerate(zip(windows, texts, strict=True)):
        room = max(max_tokens // 2, max_tokens - frame_tokens[owner]) - _SEAM
        for part in _parts(text, room):
            within = window.text[part.offsets[0][0] : part.offsets[-1][1]] if part.ids else ""
            whole = tokenizer.encode(_filled(template, within, window.target or ""))
            _shorten(whole, max_tokens)
            pieces.append(
                TokenPiece(owner, tuple(whole.ids), tuple(whole.type_ids), max(1.0, len(part.ids)))
            )
    return pieces


def _apart(text: str, special: Sequence[str]) -> str:
    """The text with a blank within each name of a special token."""
    for name in special:
        if len(name) > 1 and name in text:
            text = text.replace(name, f"{name[0]} {name[1:]}")
    return text


def _filled(template: str, text: str, target: str) -> str:
    """The template with text and target; braces within these are left as they are."""
    before, after = template.split("{text}")
    return before.replace("{target}", target) + text + after.replace("{target}", target)


def _shorten(whole: Encoding, most: int) -> None:
    """Cut an encoding off; it is longer only if a target takes more than half of the length."""
    if len(whole.ids) > most:
        whole.truncate(most)


def _parts(text: Encoding, room: int) -> list[Encoding]:
    if len(text.ids) <= room:
        return [text]
    text.truncate(room, stride=min(OVERLAP, room // 2))
    return [text, *text.overflowing]
