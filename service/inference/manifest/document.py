"""The section `[document]` of `model.toml`: how sentences become the sentiment of a document."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from service.inference.document_head import DOCUMENT_FEATURES, DocumentHead


def _known(coefficients: dict[str, float]) -> dict[str, float]:
    if strange := sorted(set(coefficients) - set(DOCUMENT_FEATURES)):
        raise ValueError(f"a document has no feature {strange[0]!r}")
    return coefficients


Coefficients = Annotated[dict[str, float], Field(min_length=1), AfterValidator(_known)]


class DocumentSection(BaseModel):
    """The coefficients of each label but the neutral one; see `DocumentHead`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    temperature: float = Field(1.0, gt=0)
    negative: Coefficients
    positive: Coefficients
    mixed: Coefficients

    @property
    def head(self) -> DocumentHead:
        """As the task uses it."""
        by_label = {"negative": self.negative, "positive": self.positive, "mixed": self.mixed}
        return DocumentHead(by_label, self.temperature)
