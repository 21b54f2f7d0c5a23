"""Under which name a result lies, and the key it is sealed with: digests, never the text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from service.inference.types import Engine, ModelInfo


@dataclass(frozen=True, slots=True)
class Key:
    """`name` is the place in Redis; `secret` (32 bytes) never leaves the process."""

    name: str
    secret: bytes


class Keys:
    """Of one build of the service with its models: whatever may change a result counts.

    Args:
        engine: its models with their versions, precisions and fitted settings, and its profiles.
            Precisions are known once it has started.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._models: tuple[ModelInfo, ...] | None = None
        self._base = _code()  # now, for it takes some milliseconds

    def of(self, document: BaseModel, options: BaseModel) -> Key:
        """That of a document, whatever its id, with these options of an operation."""
        content = _digest(
            [
                self._build(),
                type(options).__name__.encode(),
                options.model_dump_json().encode(),
                document.model_dump_json(exclude={"id"}).encode(),
            ]
        )
        name = hashlib.blake2b(content, digest_size=20, person=b"name").hexdigest()
        return Key(name, hashlib.blake2b(content, digest_size=32, person=b"secret").digest())

    def _build(self) -> bytes:
        models = self._engine.models
        if models != self._models:
            told = (*self._engine.profiles, *sorted(map(repr, models)))
            self._base = _digest([_code(), *(text.encode() for text in told)])
            self._models = models
        return self._base


@cache
def _code() -> bytes:
    """A digest of the service's own source: new code has new results."""
    root = Path(__file__).resolve().parents[1]
    return _digest(path.read_bytes() for path in sorted(root.rglob("*.py")))


def _digest(parts: Iterable[bytes]) -> bytes:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.digest()
