"""The section `[article]` of `model.toml`: how passages become the verdict of an article."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from service.inference.article_heads import COEFFICIENTS, ArticleHead, ArticleHeads
from service.inference.protocol import ArticleSettings


def _known(coefficients: dict[str, float]) -> dict[str, float]:
    if strange := sorted(set(coefficients) - COEFFICIENTS):
        raise ValueError(f"no head has a coefficient {strange[0]!r}")
    return coefficients


Coefficients = Annotated[dict[str, float], Field(min_length=1), AfterValidator(_known)]


class HeadsSection(BaseModel):
    """The coefficients of the heads; see `ArticleHead`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Coefficients
    author: Coefficients
    speaker: Coefficients

    @property
    def heads(self) -> ArticleHeads:
        """As the tasks use them."""
        return ArticleHeads(*map(ArticleHead, (self.text, self.author, self.speaker)))


class ArticleSection(BaseModel):
    """Fitted settings for aggregating passages to an article; see `ArticleSettings`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    discount: float = Field(0.8, gt=0, le=1)
    prior: float = Field(0.35, ge=0)
    lead: float = Field(1.25, gt=0)
    quoted: float = Field(0.8, ge=0)
    temperature: float = Field(1.0, gt=0)
    low_confidence: float = Field(0.5, ge=0, le=1)
    heads: HeadsSection | None = None

    @property
    def settings(self) -> ArticleSettings:
        """As the tasks use them."""
        own = self.model_dump(exclude={"heads"})
        return ArticleSettings(**own, heads=self.heads.heads if self.heads else None)
