"""The section `[document]` of a manifest."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from service.inference.manifest.document import DocumentSection
from service.inference.manifest.entry import ModelEntry

HEAD = {
    "temperature": 1.2,
    "negative": {"negative_mean": 4.0},
    "positive": {"positive_mean": 4.0},
    "mixed": {"both": 3.0},
}
ENTRY: dict[str, Any] = {
    "name": "m",
    "task": "sentiment",
    "version": "1",
    "architecture": "classifier",
    "licence": "MIT",
    "labels": ["negative", "neutral", "positive"],
    "base": {"name": "b", "licence": "MIT", "files": {"config.json": "0"}, "path": "."},
}


def test_a_head_has_coefficients_for_each_label_but_the_neutral_one() -> None:
    head = DocumentSection.model_validate(HEAD).head
    assert set(head.coefficients) == {"negative", "positive", "mixed"}
    assert head.temperature == 1.2


def test_a_feature_that_no_document_has_is_named() -> None:
    with pytest.raises(ValidationError, match="a document has no feature 'mood'"):
        DocumentSection.model_validate(HEAD | {"mixed": {"mood": 1.0}})


def test_a_head_is_for_the_three_labels_of_sentiment() -> None:
    assert ModelEntry.model_validate(ENTRY | {"document": HEAD}).document is not None
    stars = {"labels": ["1", "2", "3"], "document": HEAD}
    with pytest.raises(ValidationError, match="`document` is for the labels negative, neutral"):
        ModelEntry.model_validate(ENTRY | stars)
