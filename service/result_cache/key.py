"""Under which name a result lies, and the key it is sealed with: digests, never the text."""

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
    """`name` is the place in Redis; `secret` (32 bytes) never leaves the process."""

    name: str
    secret: bytes


class CacheKeys:
    """Of one build of the service with its models: whatever may change a result counts.

    Names and keys both follow from the content and from the deployment's secret. So who reads
    Redis can neither tell whether a text was analysed nor put an answer there, even with the
    text at hand; and with another secret nothing of before is found.

    Args:
        engine: its models with their versions, precisions and fitted settings, and its profiles.
            Precisions are known once it has started.
        secret: of the deployment, the same in all replicas.
    """

    def __init__(self, engine: Engine, secret: bytes) -> None:
        self._engine = engine
        self._models: tuple[ModelInfo, ...] | None = None
        self._base = b""
        self._names = _derived(secret, b"names")
        self._secrets = _derived(secret, b"keys")
        _build()  # now, for it takes some time

    def of(self, document: BaseModel, options: BaseModel) -> CacheKey:
        """That of a document, whatever its id, with these options of an operation."""
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
            told = (*self._engine.profiles, *sorted(map(repr, models)))
            self._base = _digest([_build(), *(text.encode() for text in told)])
            self._models = models
        return self._base


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """A key of its own for each purpose."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=b"copydesk results " + purpose).derive(secret)


@cache
def _build() -> bytes:
    """A digest of all that computes: new code, another library or Python has new results."""
    return _digest([_code(), *(line.encode() for line in (algorithm(), *versions()))])


def versions() -> list[str]:
    """Python, its Unicode tables, and every distribution that is installed, with versions.

    All of them, since which have a say in an answer is nothing that a list here could know:
    tokenizers and torch, and what finds an article in a page, and whatever these call.
    """
    installed = {f"{d.metadata['Name']}=={d.version}" for d in distributions()}
    return [f"Python {sys.version}", f"Unicode {unicodedata.unidata_version}", *sorted(installed)]


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
