"""The section `[statement]` of `model.toml`: how scores and comparisons become one probability."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, RootModel

from service.inference.statement_head import STATEMENT_FEATURES, StatementHead


def _known(coefficients: dict[str, float]) -> dict[str, float]:
    if strange := sorted(set(coefficients) - set(STATEMENT_FEATURES)):
        raise ValueError(f"a statement has no feature {strange[0]!r}")
    return coefficients


class StatementSection(
    RootModel[Annotated[dict[str, float], Field(min_length=1), AfterValidator(_known)]]
):
    """The coefficients of `StatementHead`."""

    @property
    def head(self) -> StatementHead:
        """As the task uses it."""
        return StatementHead(self.root)
