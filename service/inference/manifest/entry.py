"""`model.toml`: the manifest of a model folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from service.inference.endpoint_settings import EndpointSettings
from service.inference.generation_settings import GenerationSettings
from service.inference.manifest.article import ArticleSection
from service.inference.manifest.document import DocumentSection
from service.inference.manifest.entailment import Entailment
from service.inference.manifest.needs import ModelNeed
from service.inference.manifest.outputs import (
    LONGEST,
    Activation,
    Device,
    ModelPrecision,
    PairOrder,
    single_output_fault,
    template_fault,
)
from service.inference.manifest.sources import (
    REMOTE,
    Base,
    Origin,
    Recipe,
    TrainingSet,
    WeightFile,
)
from service.inference.manifest.statement import StatementSection
from service.inference.manifest.token_heads import HeadSection, ReadingSection, heads_fault
from service.inference.protocol import Architecture, Pair
from service.kit.validation_text import not_toml, one_line

Profile = Literal["balanced", "fast", "accurate"]
PROFILES: tuple[Profile, ...] = ("balanced", "fast", "accurate")
WRITERS: tuple[Architecture, ...] = ("seq2seq", "causal", "endpoint")


class ModelFileError(Exception):
    """A model file is missing, unreadable or has another checksum. The message names it."""


class ModelEntry(BaseModel):
    """One model. `labels` run from the low pole to the high one; none for an encoder.

    `label_map` maps the network's own labels to these; several may map to one. Without it the
    network's outputs are the labels in this order. A model for tokens has `heads` instead.
    `context` is for a model that was trained on passages marked in their context. `pair_order` says
    which part of a pair a classifier reads first; with a `template` it reads both as one text.
    `activation` makes probabilities of its outputs, and `otherwise` is the label of what a network
    with a single output leaves. `precision` and `device` go before the service's own. `generation`
    is how a model writes text, and `endpoint` where a model of the architecture endpoint is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    task: str
    version: str
    architecture: Architecture
    licence: str
    profiles: tuple[Profile, ...] = PROFILES
    labels: tuple[str, ...] = ()
    label_map: dict[str, str] = {}
    pair: Pair = "none"
    context: bool = False
    pair_order: PairOrder = "target-first"
    template: str | None = None
    activation: Activation = "softmax"
    otherwise: str | None = None
    precision: ModelPrecision | None = None
    device: Device = "auto"
    max_tokens: int = Field(256, ge=16, le=LONGEST)
    temperature: float = Field(1.0, gt=0)
    entity_temperature: float = Field(1.0, gt=0)
    low_confidence: float = Field(0.5, ge=0, le=1)
    base: Base = Field(default_factory=lambda: REMOTE)
    weights: WeightFile | None = None
    nli: Entailment | None = None
    heads: tuple[HeadSection, ...] = ()
    reading: ReadingSection = ReadingSection()
    article: ArticleSection = ArticleSection()
    document: DocumentSection | None = None
    generation: GenerationSettings | None = None
    endpoint: EndpointSettings | None = None
    origin: Origin | None = None
    statement: StatementSection | None = None
    recipe: Recipe | None = None
    training: tuple[TrainingSet, ...] = ()
    metrics: dict[str, float] = {}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.architecture in ("classifier", "nli") and len(self.labels) < 2:
            raise ValueError("`labels` must name at least two, from the low pole to the high one")
        if self.architecture == "nli" and len(self.labels) != 3:
            raise ValueError("`labels` of an nli model are three: against, neutral, favor")
        if strange := sorted(set(self.label_map.values()) - set(self.labels)):
            raise ValueError(f"`label_map` maps to {strange[0]!r}, which `labels` has not")
        if (self.architecture == "nli") != (self.nli is not None):
            raise ValueError("`nli` templates belong to the architecture nli, and it needs them")
        return self

    @model_validator(mode="after")
    def _reads_and_answers(self) -> Self:
        paired = self.architecture == "classifier" and self.pair != "none"
        if not paired and self.pair_order != "target-first":
            raise ValueError("`pair_order` is for a classifier of pairs")
        fault = template_fault(self.template, paired=paired) or single_output_fault(
            self.otherwise, self.activation, self.label_map, self.labels
        )
        if fault is not None:
            raise ValueError(fault)
        return self

    @model_validator(mode="after")
    def _source_fits(self) -> Self:
        remote = self.architecture == "endpoint"
        if remote != (self.endpoint is not None):
            raise ValueError("`[endpoint]` belongs to the architecture endpoint, and it needs it")
        if remote and (self.weights is not None or self.base is not REMOTE):
            raise ValueError("a model behind an endpoint has no `[base]` and no `[weights]`")
        if not remote and self.base is REMOTE:
            raise ValueError("needs `[base]`")
        if self.generation is not None and self.architecture not in WRITERS:
            raise ValueError(f"`[generation]` is for the architectures {', '.join(WRITERS)}")
        return self

    @model_validator(mode="after")
    def _verdicts_fit(self) -> Self:
        if self.article.heads is not None and len(self.labels) != 3:
            raise ValueError("`article.heads` are for three labels, from low to high")
        if self.document is not None and self.labels != ("negative", "neutral", "positive"):
            raise ValueError("`document` is for the labels negative, neutral and positive")
        return self

    @model_validator(mode="after")
    def _heads_fit(self) -> Self:
        if self.architecture != "tokens":
            if self.heads or "reading" in self.model_fields_set:
                raise ValueError("`[[heads]]` and `[reading]` belong to the architecture tokens")
            return self
        overlaid = self.weights is not None
        if fault := heads_fault(self.heads, self.reading, self.max_tokens, overlaid=overlaid):
            raise ValueError(fault)
        return self


def read_entry(folder: Path, needs: Mapping[str, ModelNeed] | None = None) -> ModelEntry:
    """The manifest of a model folder, checked for its task's needs. Raises `ModelFileError`."""
    path = folder / "model.toml"
    entry = _read(path)
    if needs is None:
        return entry
    if entry.task not in needs:
        raise ModelFileError(
            f"{path}: task: no task here needs a model for {entry.task!r}, "
            f"only for {', '.join(sorted(needs))}"
        )
    if fault := needs[entry.task].fault(
        entry.architecture, entry.labels, (section.head for section in entry.heads)
    ):
        raise ModelFileError(f"{path}: {fault}")
    return entry


def _read(path: Path) -> ModelEntry:
    try:
        return ModelEntry.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ModelFileError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ModelFileError(f"{path}: cannot be read: it is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise ModelFileError(f"{path}: {not_toml(error)}") from error
    except ValidationError as error:
        raise ModelFileError(f"{path}: {one_line(error)}") from error
