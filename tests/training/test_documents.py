"""The head for documents that is fitted on labelled texts."""

from __future__ import annotations

import numpy as np

from models.training.documents import ScoredDocument, by_rules, fit, probabilities, quality
from service.tasks.document_sentiment import SentenceScore

BAD, GOOD, PLAIN = (0.9, 0.05, 0.05), (0.05, 0.05, 0.9), (0.05, 0.9, 0.05)
_KINDS = (
    ((BAD, BAD, PLAIN), 0),
    ((PLAIN, PLAIN, PLAIN), 1),
    ((GOOD, PLAIN, GOOD), 2),
    ((GOOD, BAD, BAD), 3),
)


def documents(count: int, weight: float = 1.0) -> list[ScoredDocument]:
    return [
        ScoredDocument([SentenceScore(row, 1.0) for row in rows], label, weight)
        for at in range(count)
        for rows, label in [_KINDS[at % 4]]
    ]


def test_a_head_learns_all_four_labels() -> None:
    made = documents(120)
    found = probabilities(fit(made), made)
    assert found.argmax(axis=1).tolist() == [document.label for document in made]
    assert np.allclose(found.sum(axis=1), 1.0)
    assert quality(found.argmax(axis=1), made) == "macro-F1 1.000, 1.000 right of 120"


def test_the_rules_of_models_without_a_head_are_the_baseline() -> None:
    assert by_rules(documents(4)).tolist() == [0, 1, 2, 3]


def test_what_counts_less_moves_the_head_less() -> None:
    turned = [ScoredDocument(d.sentences, 2 - d.label, 0.01) for d in documents(80) if d.label != 3]
    made = documents(80)
    found = probabilities(fit([*made, *turned]), made)
    assert found.argmax(axis=1).tolist() == [document.label for document in made]
