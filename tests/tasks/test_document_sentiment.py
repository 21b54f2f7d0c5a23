"""What a head reads from the sentences of a document."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.document_head import DOCUMENT_FEATURES, DocumentHead
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ModelInfo
from service.tasks.document_sentiment import SentenceScore, document_features, read_sentiment
from service.text.segmentation.builder import build_document
from tests.tasks.calls import sentiment_of

LABELS = ("negative", "neutral", "positive")
HEAD = DocumentHead(
    {
        "negative": {"constant": -2.0, "negative_mean": 6.0, "positive_mean": -3.0},
        "positive": {"constant": -2.0, "positive_mean": 6.0, "negative_mean": -3.0},
        "mixed": {"constant": -3.0, "both": 9.0},
    }
)
BAD, GOOD, PLAIN = (0.9, 0.05, 0.05), (0.05, 0.05, 0.9), (0.05, 0.9, 0.05)


def sentences(*rows: tuple[float, float, float]) -> list[SentenceScore]:
    return [SentenceScore(row, 1.0) for row in rows]


def some_sentences() -> st.SearchStrategy[list[SentenceScore]]:
    part = st.floats(0.01, 1.0)
    row = st.tuples(part, part, part).map(lambda parts: tuple(p / sum(parts) for p in parts))
    one = st.builds(SentenceScore, row, st.floats(0.1, 1.0), st.booleans())
    return st.lists(one, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ([BAD, BAD, PLAIN], "negative"),
        ([GOOD, GOOD, PLAIN], "positive"),
        ([PLAIN] * 5, "neutral"),
        ([BAD, GOOD, BAD, GOOD], "mixed"),
    ],
)
def test_the_verdict_is_that_of_the_head(
    rows: list[tuple[float, float, float]], label: str
) -> None:
    verdict = read_sentiment(LABELS, HEAD, sentences(*rows))
    assert verdict.label == label
    assert verdict.confidence == verdict.distribution[label] == max(verdict.distribution.values())


@given(some_sentences())
def test_it_is_a_distribution_and_its_features_are_within_bounds(
    found: list[SentenceScore],
) -> None:
    verdict = read_sentiment(LABELS, HEAD, found)
    assert sum(verdict.distribution.values()) == pytest.approx(1.0)
    assert -1.0 <= verdict.score <= 1.0
    features = document_features(found)
    assert tuple(features) == DOCUMENT_FEATURES
    assert all(0.0 <= value <= 1.0 for value in features.values())


@given(some_sentences(), st.floats(1.1, 5.0))
def test_a_temperature_changes_the_confidence_alone(
    found: list[SentenceScore], heat: float
) -> None:
    cool = read_sentiment(LABELS, HEAD, found)
    warm = read_sentiment(LABELS, replace(HEAD, temperature=heat), found)
    assert warm.distribution[cool.label] == pytest.approx(max(warm.distribution.values()))
    assert len(found) == 1 or warm.confidence <= cool.confidence + 1e-9


def test_a_single_sentence_is_its_own_verdict() -> None:
    verdict = read_sentiment(LABELS, HEAD, sentences(GOOD))
    assert verdict.distribution == dict(zip(LABELS, GOOD, strict=True))


def test_a_heading_counts_by_its_own_features_only() -> None:
    alone = document_features(sentences(BAD, PLAIN))
    headed = document_features([SentenceScore(GOOD, 1.0, headline=True), *sentences(BAD, PLAIN)])
    changed = {name for name in DOCUMENT_FEATURES if not math.isclose(alone[name], headed[name])}
    assert changed == {"positive_headline", "negative_headline"}


async def test_the_task_reads_it_where_the_model_has_a_head(call: Call) -> None:
    class Headed(FakeEngine):
        def info(self, task: str, profile: str | None = None) -> ModelInfo:
            return replace(super().info(task, profile), document=HEAD)

    document = build_document("The bridge is a great success. The tunnel is a terrible failure.")
    result, _ = await sentiment_of(document, Headed(), call)
    assert set(result.distribution) == {*LABELS, "mixed"}
    assert result.confidence == pytest.approx(result.distribution[result.label])
