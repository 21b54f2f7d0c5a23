"""The sections of `model.toml` that say where a model's files, weights and data come from."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

Sha256 = str


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wheel(_Strict):
    """A registry package that contains base files. Its dependencies are never installed."""

    package: str
    version: str
    sha256: Sha256


class Base(_Strict):
    """The sources of a model's base files, and the checksum of each file.

    `files` maps a file name to its sha256. The files are in `path` (relative to the model folder),
    or are downloaded into the cache from `wheels`, below `folder`, or from `hub` at `revision`. An
    `archive` is a zip file that the wheels contain in numbered parts. `layers` is how many of the
    encoder's layers, from the lowest, the model has; by default all.
    """

    name: str
    licence: str
    files: dict[str, Sha256] = Field(min_length=1)
    path: Path | None = None
    wheels: tuple[Wheel, ...] = ()
    folder: str = ""
    archive: str | None = None
    hub: str | None = None
    revision: str | None = None
    layers: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if self.path is None and not self.wheels and self.hub is None:
            raise ValueError("names no source: give `path`, `wheels` or `hub`")
        if self.hub is not None and self.revision is None:
            raise ValueError("`hub` needs a `revision`")
        if wrong := [n for n in self.files if n.endswith((".bin", ".pt", ".py", ".pkl"))]:
            raise ValueError(f"only safetensors and JSON are read, not {wrong[0]}")
        return self


# The base of a model behind an endpoint, of which nothing is on this machine.
REMOTE = Base.model_construct(name="remote", licence="", files={}, wheels=())


class WeightFile(_Strict):
    """The trained tensors, in a file beside `model.toml`, that overlay the base.

    Tensors named `<linear>.lora_A` and `.lora_B` are adapters: `scale` times their product
    is added to the linear map's own weights at loading.
    """

    file: str
    sha256: Sha256
    dtype: Literal["float16", "float32"] = "float16"
    scale: float = 1.0


class TrainingSet(_Strict):
    """A data set that the weights were trained on. `tier` classifies its licence."""

    name: str
    rows: int
    licence: str
    tier: Literal["open", "unclear", "own"] = "open"


class Origin(_Strict):
    """Where `copydesk models add` found a model; it goes before those beside it that have none.

    `source` is a repository of a hub, or a local folder. `converted` names what was converted.
    """

    source: str
    requested: str = ""
    commit: str | None = None
    added: AwareDatetime
    presets: tuple[str, ...] = ()
    converted: tuple[str, ...] = ()


class Recipe(_Strict):
    """How to train the weights again, and the resources that the training took."""

    command: str
    commit: str
    hardware: str
    hours: float
