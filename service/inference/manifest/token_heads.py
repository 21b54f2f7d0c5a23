"""The sections of `model.toml` that only models for tokens have: `[[heads]]` and `[reading]`."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.inference.token_outputs import Head


class HeadSection(BaseModel):
    """A linear map on each token, with one output a label, or of `size` outputs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    labels: tuple[str, ...] = ()
    size: int = Field(0, ge=0, le=4096)

    @model_validator(mode="after")
    def _has_a_size(self) -> Self:
        if len(set(self.labels)) < len(self.labels):
            raise ValueError(f"head {self.name!r} names a label twice")
        if self.size and self.labels and self.size != len(self.labels):
            raise ValueError(f"head {self.name!r} has {len(self.labels)} labels, not {self.size}")
        if not self.size and not self.labels:
            raise ValueError(f"head {self.name!r} needs `labels` or a `size`")
        return self

    @property
    def head(self) -> Head:
        """The head as `ModelInfo` shows it."""
        return Head(self.name, self.size or len(self.labels), self.labels)


class ReadingSection(BaseModel):
    """How segments become windows.

    A window begins with at most `context` tokens of the one before. `case_types` gives each token
    the type that `segments.case_types` describes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    context: int = Field(64, ge=0)
    case_types: bool = False


def heads_fault(
    heads: tuple[HeadSection, ...], reading: ReadingSection, max_tokens: int, *, overlaid: bool
) -> str | None:
    """The reason why the sections of a model for tokens do not fit, None if they do.

    `overlaid` is whether the model has a file of weights, which contains the heads.
    """
    if not heads:
        return "a model for tokens needs `[[heads]]`"
    names = [head.name for head in heads]
    if len(set(names)) < len(names):
        return "two of the `[[heads]]` have the same name"
    if not overlaid:
        return "a model for tokens needs `[weights]`, which hold its heads"
    if 2 * reading.context > max_tokens:
        return "`context` may be at most half of `max_tokens`"
    return None
