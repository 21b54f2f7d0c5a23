"""The section `[statement]` of a manifest."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from service.inference.manifest.statement import StatementSection
from service.inference.statement_head import STATEMENT_FEATURES


def test_coefficients_become_a_head() -> None:
    given = dict.fromkeys(STATEMENT_FEATURES, 0.5)
    assert StatementSection.model_validate(given).head.coefficients == given


@pytest.mark.parametrize("given", [{}, {"premises": 1.0}])
def test_a_section_names_features_that_a_statement_has(given: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        StatementSection.model_validate(given)
