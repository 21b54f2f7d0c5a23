"""Outputs of networks as probabilities of our labels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from service.inference.backends.labels import label_matrix, probabilities, to_labels
from service.inference.backends.tokenization import TokenPiece
from service.inference.manifest.entry import ModelEntry
from service.inference.manifest.outputs import Activation

ENTRY: dict[str, Any] = {
    "name": "m", "task": "verify", "version": "1", "architecture": "classifier", "licence": "MIT",
    "labels": ["contradicted", "not_in_text", "supported"],
    "base": {"name": "b", "licence": "MIT", "files": {"config.json": "0"}, "path": "."},
}  # fmt: skip
PIECE = TokenPiece(0, (1,), (0,), 1.0)


@given(
    arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 30)), elements=st.floats(
        -1e4, 1e4, width=32
    )),
    st.sampled_from(["softmax", "sigmoid", "identity"]),
)  # fmt: skip
def test_rows_are_distributions_whatever_the_outputs(
    logits: np.ndarray[Any, Any], activation: Activation
) -> None:
    found = probabilities(logits, activation)
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert found.sum(axis=1) == pytest.approx(np.ones(len(logits)), abs=1e-4)


def test_scores_of_nothing_are_even() -> None:
    for scores in ([[0.0, 0.0]], [[1e-40, 0.0]], [[-3.0, -9.0]]):
        found = probabilities(np.array(scores, dtype=np.float32), "identity")
        assert found[0] == pytest.approx([0.5, 0.5])


def test_a_single_output_leaves_the_rest_to_another_label() -> None:
    entry = ModelEntry.model_validate(
        ENTRY
        | {
            "label_map": {"LABEL_0": "supported"}, "activation": "sigmoid",
            "otherwise": "not_in_text",
        }
    )  # fmt: skip
    rows = to_labels(
        np.array([[0.0], [8.0]], dtype=np.float32), entry, label_matrix(entry, ["LABEL_0"]),
        [PIECE, PIECE],
    )  # fmt: skip
    assert rows[0] == pytest.approx([0, 0.5, 0.5])
    assert rows[1] == pytest.approx([0, 0.0003, 0.9997], abs=1e-3)


def test_a_score_that_was_trained_on_numbers_is_taken_as_it_is() -> None:
    entry = ModelEntry.model_validate(
        ENTRY
        | {
            "label_map": {"LABEL_0": "supported"}, "activation": "identity",
            "otherwise": "not_in_text", "temperature": 3.0,
        }
    )  # fmt: skip
    matrix = label_matrix(entry, ["LABEL_0"])
    rows = to_labels(np.array([[0.25], [1.2]], dtype=np.float32), entry, matrix, [PIECE, PIECE])
    assert rows[:, 2] == pytest.approx([0.25, 1.0])


def test_many_labels_may_mean_one_of_ours() -> None:
    names = [f"emotion {number}" for number in range(28)]
    entry = ModelEntry.model_validate(
        ENTRY
        | {
            "task": "sentiment", "labels": ["negative", "neutral", "positive"],
            "label_map": {
                name: ["negative", "neutral", "positive"][number % 3]
                for number, name in enumerate(names)
            },
            "activation": "sigmoid",
        }
    )  # fmt: skip
    matrix = label_matrix(entry, names)
    assert matrix.shape == (28, 3)
    (row,) = to_labels(np.zeros((1, 28), dtype=np.float32), entry, matrix, [PIECE])
    assert row == pytest.approx([10 / 28, 9 / 28, 9 / 28])


def nli(threshold: float) -> ModelEntry:
    return ModelEntry.model_validate(
        ENTRY
        | {
            "task": "stance", "architecture": "nli", "labels": ["against", "neutral", "favor"],
            "pair": "required",
            "nli": {"entailment": "E", "not_entailment": "O", "threshold": threshold},
        }
    )  # fmt: skip


@given(st.floats(0.05, 0.95), st.floats(-6, 6, width=32))
def test_the_threshold_is_the_probability_that_counts_as_one_half(
    threshold: float, logit: float
) -> None:
    entry = nli(threshold)
    (row,) = to_labels(
        np.array([[logit, 0.0]], dtype=np.float32), entry, label_matrix(entry, ["E", "O"]), [PIECE]
    )
    entailed = 1 / (1 + np.exp(-logit))
    assert row[0] == 0
    assert row.sum() == pytest.approx(1, abs=1e-5)
    if abs(entailed - threshold) > 1e-3:
        assert (row[2] > 0.5) == (entailed > threshold)
