"""The inputs of a model that generates text: the prompt around a text, as token ids."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from service.inference.backends.tokenization import TokenPiece
from service.inference.generation_settings import GenerationSettings
from service.inference.manifest.entry import ModelEntry, ModelFileError

_LEAST_ROOM = 16  # tokens of text that must fit beside the prompt
_SLACK = 4  # tokens by which a part may grow when it is put into the prompt
_TEMPLATE, _CONFIG = "chat_template.jinja", "tokenizer_config.json"


class Prompts:
    """Puts texts into the prompt of a model, and tokenises them.

    A chat template is rendered by transformers in a Jinja sandbox. It is read from files with a
    checksum only. Raises `ModelFileError` if it is missing, or if the prompt leaves no room.

    Args:
        base: the folder of the base files.
    """

    def __init__(self, entry: ModelEntry, tokenizer: Tokenizer, base: Path) -> None:
        self._settings = entry.generation or GenerationSettings()
        self._tokenizer = tokenizer
        self._chat = _Chat(entry, tokenizer, base) if self._settings.chat else None
        self._room = entry.max_tokens - len(self._ids("", 999)) - _SLACK
        if self._room < _LEAST_ROOM:
            raise ModelFileError(
                f"{base}: `prompt` leaves {max(0, self._room)} tokens of `max_tokens` for the text"
            )

    def pieces(self, texts: Sequence[str], words: int | None) -> list[TokenPiece]:
        """The inputs of all texts, in order; `words` is the length asked for.

        A text that does not fit becomes several, which are cut between tokens.
        """
        found = []
        for owner, text in enumerate(texts):
            for part in self._parts(text):
                ids = self._ids(part, words)
                found.append(TokenPiece(owner, ids, (0,) * len(ids), 1.0))
        return found

    def _ids(self, text: str, words: int | None) -> tuple[int, ...]:
        prompt = self._settings.prompted(text, words)
        if self._chat is not None:
            prompt = self._chat.rendered(prompt, self._settings)
        whole = self._tokenizer.encode(prompt, add_special_tokens=self._chat is None)
        return tuple(whole.ids)

    def _parts(self, text: str) -> list[str]:
        offsets = self._tokenizer.encode(text, add_special_tokens=False).offsets
        if len(offsets) <= self._room:
            return [text]
        cuts = [0, *(offsets[i][0] for i in range(self._room, len(offsets), self._room)), len(text)]
        return [text[a:b] for a, b in pairwise(cuts) if a < b]


class _Chat:
    """Renders messages by the chat template among a model's files."""

    def __init__(self, entry: ModelEntry, tokenizer: Tokenizer, base: Path) -> None:
        from transformers import PreTrainedTokenizerFast

        config = _read_config(entry, base)
        self._template = _read_template(entry, base, config)
        special = {
            name: _content(config[name])
            for name in ("bos_token", "eos_token", "pad_token", "unk_token")
            if config.get(name)
        }
        made: Any = PreTrainedTokenizerFast
        self._renderer = made(tokenizer_object=tokenizer, **special)

    def rendered(self, message: str, settings: GenerationSettings) -> str:
        """The messages as the text that the model was trained to continue."""
        messages = [{"role": "user", "content": message}]
        if settings.system:
            messages.insert(0, {"role": "system", "content": settings.system})
        made: str = self._renderer.apply_chat_template(
            messages,
            chat_template=self._template,
            tokenize=False,
            add_generation_prompt=True,
            enable_thinking=settings.thinking,
        )
        return made


def _read_config(entry: ModelEntry, base: Path) -> Mapping[str, Any]:
    if _CONFIG not in entry.base.files:
        return {}
    try:
        found: Mapping[str, Any] = json.loads((base / _CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelFileError(f"{base / _CONFIG}: cannot be read: {error}") from error
    return found


def _read_template(entry: ModelEntry, base: Path, config: Mapping[str, Any]) -> str:
    if _TEMPLATE in entry.base.files:
        return (base / _TEMPLATE).read_text(encoding="utf-8")
    template = config.get("chat_template")
    if isinstance(template, list):  # several by name
        named = {one["name"]: one["template"] for one in template}
        template = named.get("default")
    if not isinstance(template, str):
        raise ModelFileError(
            f"{base}: `chat = true` needs {_TEMPLATE}, or {_CONFIG} with a template, in "
            "`[base.files]`; else give a whole `prompt`"
        )
    return template


def _content(token: Any) -> str:
    """A special token, which may be written as an object."""
    return str(token["content"] if isinstance(token, dict) else token)
