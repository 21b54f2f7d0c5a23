"""Temperature and warning threshold, on logits whose errors are known."""

from __future__ import annotations

import numpy as np
import pytest

from models.training.data.dataset import Row
from models.training.fitting import calibration

NOBODY = np.zeros(3000, dtype=np.bool_)


def test_temperature_cools_the_overconfident() -> None:
    logits = np.array([[6.0, 0, 0]] * 10, dtype=np.float32)
    gold = np.array([0] * 6 + [1] * 4)
    assert calibration.temperature(logits, gold) > 2


def test_what_is_above_the_threshold_errs_within_the_risk() -> None:
    rng = np.random.default_rng(2)
    gold = rng.integers(0, 3, 3000)
    logits = rng.normal(size=(3000, 3)).astype(np.float32)
    logits[np.arange(3000), gold] += rng.choice([0.2, 3.0], 3000)  # hard rows and easy ones
    fitted = calibration.fit(logits, gold, NOBODY[:3000], risk=0.1)
    probabilities = calibration.softmax(logits / np.float32(fitted.temperature))
    sure = probabilities.max(axis=1) >= fitted.low_confidence
    wrong = probabilities.argmax(axis=1) != gold
    assert wrong.mean() > 0.2
    assert wrong[sure].mean() == pytest.approx(0.1, abs=0.01)
    assert fitted.coverage == pytest.approx(sure.mean())


def test_the_warning_ends_where_verdicts_are_right() -> None:
    """Twenty verdicts of 0.9 are right, and all of 0.5 are wrong."""
    found = np.array([[0.9, 0.1, 0.0]] * 20 + [[0.5, 0.3, 0.2]] * 10)
    gold = np.array([0] * 20 + [2] * 10)
    least = calibration.least_confidence(found, gold, risk=0.1)
    assert 0.5 <= least <= 0.9
    assert (found.max(axis=1) >= least).sum() >= 20
    assert calibration.least_confidence(found[:20], gold[:20], risk=0.1) == 0.9


def test_a_model_that_never_errs_needs_no_warning() -> None:
    logits = np.array([[3.0, 0, 0], [0, 2.0, 0], [0, 0, 1.0]], dtype=np.float32)
    fitted = calibration.fit(logits, np.array([0, 1, 2]), NOBODY[:3])
    assert fitted.coverage == 1.0


def test_entities_have_a_temperature_on_top() -> None:
    rng = np.random.default_rng(3)
    gold = rng.integers(0, 3, 4000)
    entity = np.arange(4000) % 2 == 0
    logits = rng.normal(size=(4000, 3)).astype(np.float32)
    logits[np.arange(4000), gold] += 1.0
    calm = calibration.fit(logits, gold, entity)
    logits[entity] *= 2  # as likely to be wrong as before, and surer
    fitted = calibration.fit(logits, gold, entity)
    assert fitted.temperature == calm.temperature
    assert fitted.entity_temperature == pytest.approx(2 * calm.entity_temperature, rel=0.05)


def test_what_is_an_entity_is_asked_of_the_service() -> None:
    targets = ["Ana Duarte", "school uniforms", "School uniforms should be banned", None]
    rows = [Row("A text.", target, 1, "own") for target in targets]
    assert calibration.about_entities(rows).tolist() == [True, False, False, False]
