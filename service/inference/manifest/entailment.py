"""The section `[nli]`: how an entailment model is asked for a stance."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Entailment(BaseModel):
    """An NLI model as a zero-shot stance model, with hypotheses of both polarities.

    `favor` and `against` contain `{target}`. A target that is a sentence is its own hypothesis, and
    `claim_against` is the opposite one. The others are the model's own label names: those of three
    classes, or `entailment` and `not_entailment`. With two classes the stance is neutral if neither
    hypothesis is entailed; `threshold` is the probability from which one counts as entailed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    entailment: str
    neutral: str | None = None
    contradiction: str | None = None
    not_entailment: str | None = None
    threshold: float = Field(0.5, gt=0, lt=1)
    favor: str = "The author is in favor of {target}."
    against: str = "The author is against {target}."
    claim_against: str = "It is not true that {target}"

    @model_validator(mode="after")
    def _has_its_labels(self) -> Self:
        three = (self.neutral, self.contradiction)
        if (self.not_entailment is None) == (None in three) or (
            self.not_entailment is not None and three != (None, None)
        ):
            raise ValueError("names `neutral` and `contradiction`, or `not_entailment` alone")
        if not self.binary and "threshold" in self.model_fields_set:
            raise ValueError("`threshold` is for a model with `not_entailment`")
        for name in ("favor", "against", "claim_against"):
            if "{target}" not in getattr(self, name):
                raise ValueError(f"`{name}` does not contain {{target}}")
        return self

    @property
    def binary(self) -> bool:
        """Whether the model only tells entailment from everything else."""
        return self.not_entailment is not None

    @property
    def mapping(self) -> tuple[tuple[str, int], ...]:
        """The model's labels, each with its place among against, neutral and favor."""
        named = (self.contradiction, 0), (self.neutral, 1), (self.not_entailment, 1)
        return (*((name, at) for name, at in named if name is not None), (self.entailment, 2))
