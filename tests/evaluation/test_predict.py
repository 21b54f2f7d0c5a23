"""Rows are scored by the tasks, as three probabilities each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from service.evaluation.datasets import Row
from service.evaluation.predict import Predictor, of_three
from service.inference.document_head import MIXED, DocumentHead
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call

SENTENCES = ("A great success.", "A terrible disaster.", "A train came.")


def test_what_is_mixed_is_taken_out() -> None:
    found = of_three({"negative": 0.2, "neutral": 0.1, "positive": 0.1, MIXED: 0.6})
    assert found == pytest.approx([0.5, 0.25, 0.25])
    assert of_three({"negative": 0.2, "neutral": 0.1, "positive": 0.7}) == [0.2, 0.1, 0.7]


async def test_texts_of_one_and_of_several_sentences_have_three_probabilities() -> None:
    """A head gives whole texts a fourth label, which single sentences do not have."""
    usual = FakeEngine()
    head = DocumentHead({label: {} for label in ("negative", "positive", MIXED)})
    engine = FakeEngine(models=[replace(usual.info("sentiment"), document=head)])
    predictor = Predictor("sentiment", engine, Call())
    rows = [Row(text, None, 0) for text in (*SENTENCES, " ".join(SENTENCES))]
    found = await predictor.predict(rows)
    assert found.shape == (4, 3)
    assert np.allclose(found.sum(axis=1), 1)
