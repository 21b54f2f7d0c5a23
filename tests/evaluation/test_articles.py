"""From passages to an article: the simple ways, and the fitting of ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.training import article, install
from service.evaluation import articles
from service.evaluation.datasets import Row
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import ArticleSettings, Call
from service.tasks.targeted.passages.scored import ScoredPassages

TEXT = (
    "Mayor Ana Duarte came to the quay on Monday. Ana Duarte is a terrible failure, traders feel. "
    "The weather was calm. “Ana Duarte is excellent and a great success,” said Tom Reyes. "
    "Duarte then went home by bus and spoke to nobody about the closed harbour road."
)


async def scored_passages() -> ScoredPassages:
    rows = [Row(TEXT, "Ana Duarte", 1)]
    (found,) = await articles.score_articles("stance", rows, FakeEngine(), Call())
    return found


async def test_the_simple_ways_are_what_they_say() -> None:
    found = await scored_passages()
    rows = np.array(found.rows)
    assert articles.mean(found) == pytest.approx(rows.mean(axis=0))
    assert articles.most_confident(found).max() == rows.max()
    weights = 1 / np.arange(1, len(rows) + 1)
    assert articles.lead_weighted(found) == pytest.approx(weights @ rows / weights.sum())


async def test_without_passages_every_way_is_even() -> None:
    (found,) = await articles.score_articles(
        "stance", [Row(TEXT, "quantum dots", 1)], FakeEngine(), Call()
    )
    assert articles.apply(articles.mean, [found]) == pytest.approx(np.full((1, 3), 1 / 3))


async def test_the_fit_learns_whose_voice_counts() -> None:
    """Gold labels that follow the author alone drive the weight of quotations down."""
    found = await scored_passages()
    settings = article.fit([found] * 3, np.array([0, 0, 0]))
    assert settings.quoted < ArticleSettings().quoted
    assert article.probabilities([found], settings)[0].argmax() == 0


async def test_what_brings_nothing_stays_at_the_plain_mean() -> None:
    """Labels that follow no passage move the temperature alone."""
    found = await scored_passages()
    settings = article.fit([found] * 6, np.array([0, 1, 2] * 2))
    assert replace(settings, temperature=1.0) == article.PLAIN


def test_settings_are_written_into_model_toml(tmp_path: Path) -> None:
    import tomllib

    path = tmp_path / "model.toml"
    path.write_text('name = "x"\n\n[base]\nname = "b"\n')
    install.write_section(path, "article", {"discount": 0.5, "prior": 1})
    install.write_section(path, "article", {"discount": 0.7})
    install.write_section(path, "base", {"revision": 3})
    assert tomllib.loads(path.read_text()) == {
        "name": "x",
        "base": {"name": "b", "revision": 3},
        "article": {"discount": 0.7, "prior": 1},
    }
