"""The name of a cached result and the key that encrypts it. Both are digests, never the text."""

from __future__ import annotations

import hashlib
import hmac
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from pydantic import BaseModel

from service.inference.protocol import Engine, ModelInfo
from service.result_cache.cipher import algorithm


@dataclass(frozen=True, slots=True)
class CacheKey:
    """`name` is part of the key in Redis. `secret` (32 bytes) never leaves the process."""

    name: str
    secret: bytes


class CacheKeys:
    """Cache keys for one build of the service with its models: all that may change a result.

    Names and keys are derived from the content and from the deployment's secret. So a person who
    can read and write in Redis and knows a text can neither see whether it was analysed nor forge
    its result. With another secret no earlier result is found.

    Args:
        engine: its profiles, and its models with their versions, precisions and fitted settings.
            The precisions are known once the engine has started.
        secret: the secret of the deployment, the same in all replicas.
    """

    def __init__(self, engine: Engine, secret: bytes) -> None:
        self._engine = engine
        self._models: tuple[ModelInfo, ...] | None = None
        self._base = b""
        self._names = _derived(secret, b"names")
        self._secrets = _derived(secret, b"keys")
        _build()  # computed at the start, because it takes some time

    def of(self, document: BaseModel, options: BaseModel) -> CacheKey:
        """The key of a document with the options of an operation. The document's id is ignored."""
        content = _digest(
            [
                self._engines(),
                type(options).__name__.encode(),
                options.model_dump_json().encode(),
                document.model_dump_json(exclude={"id"}).encode(),
            ]
        )
        name = hmac.digest(self._names, content, "sha256")[:20].hex()
        return CacheKey(name, hmac.digest(self._secrets, content, "sha256"))

    def _engines(self) -> bytes:
        models = self._engine.models
        if models != self._models:
            described = (*self._engine.profiles, *sorted(map(repr, models)))
            self._base = _digest([_build(), *(text.encode() for text in described)])
            self._models = models
        return self._base


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """A separate key for each purpose (HKDF, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=b"copydesk results " + purpose).derive(secret)


@cache
def _build() -> bytes:
    """A digest of all code that computes results: the service, its libraries and Python."""
    return _digest([_code(), *(line.encode() for line in (algorithm(), *versions()))])


def versions() -> list[str]:
    """Python, its Unicode tables, and every distribution that is installed, with versions.

    It names all of them, because a list of those that can change a result would be incomplete:
    tokenizers, torch, the extraction of articles from pages, and all that these depend on.
    """
    installed = {f"{d.metadata['Name']}=={d.version}" for d in distributions()}
    return [f"Python {sys.version}", f"Unicode {unicodedata.unidata_version}", *sorted(installed)]


@cache
def _code() -> bytes:
    """A digest of the service's own source, because new code may give other results."""
    root = Path(__file__).resolve().parents[1]
    return _digest(path.read_bytes() for path in sorted(root.rglob("*.py")))


def _digest(parts: Iterable[bytes]) -> bytes:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.digest()
