"""The section `[article]` of a model.toml."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from service.inference.manifest.article import ArticleSection
from service.inference.protocol import ArticleSettings

HEAD = {"author_most": 3.5, "topic": -1.0}


def test_without_heads_the_settings_are_those_of_the_mean() -> None:
    assert ArticleSection(temperature=1.3).settings == ArticleSettings(temperature=1.3)


def test_heads_have_the_coefficients_that_are_named_and_zero_for_others() -> None:
    section = ArticleSection.model_validate(
        {"heads": {"text": HEAD, "author": HEAD, "speaker": {"speaker_most": 2.0}}}
    )
    heads = section.settings.heads
    assert heads is not None
    assert heads.text.of("author_most") == 3.5
    assert heads.speaker.of("author_most") == 0.0


@pytest.mark.parametrize(
    "heads", [{"text": HEAD, "author": HEAD}, {"text": {}, "author": HEAD, "speaker": HEAD}]
)
def test_every_head_is_given(heads: dict[str, dict[str, float]]) -> None:
    with pytest.raises(ValidationError):
        ArticleSection.model_validate({"heads": heads})


def test_a_coefficient_that_no_head_has_is_named() -> None:
    with pytest.raises(ValidationError, match="no head has a coefficient 'mood'"):
        ArticleSection.model_validate(
            {"heads": {"text": {"mood": 1.0}, "author": HEAD, "speaker": HEAD}}
        )
