"""The trial of an added model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from service.inference.protocol import Window
from service.model_import import sanity
from service.model_import.labels import LABELS

BY_TASK = {
    task: {(row["text"], row["target"]): row["label"] for row in sanity.rows(task)}
    for task in LABELS
}


def reader(task: str, say: Callable[[int], int]) -> sanity.Score:
    """A model that knows the sanity set, and says `say` of the right label."""
    labels = LABELS[task]

    def score(windows: Sequence[Window]) -> sanity.Probabilities:
        made = np.full((len(windows), 3), 0.1)
        for row, window in enumerate(windows):
            label = BY_TASK[task].get((window.text, window.target), labels[2])
            made[row, say(labels.index(label))] = 0.8
        return made

    return score


@pytest.mark.parametrize("task", LABELS)
def test_each_set_has_twenty_rows_and_every_label(task: str) -> None:
    rows = sanity.rows(task)
    assert len(rows) == 20
    counts = Counter(row["label"] for row in rows)
    assert set(counts) == set(LABELS[task])
    assert min(counts.values()) >= 6
    assert len({row["text"] + str(row["target"]) for row in rows}) == 20


@pytest.mark.parametrize("task", LABELS)
def test_a_sound_model_raises_no_doubts(task: str) -> None:
    labels = LABELS[task]
    report = sanity.of_classifier(task, labels, labels, reader(task, lambda at: at))
    assert report.figures[0].share == 1
    assert report.doubts == ()
    titles = [figure.title for figure in report.figures]
    assert ("contrast pairs, pairs with both sides right" in titles) == (task == "stance")


@pytest.mark.parametrize("task", LABELS)
def test_labels_the_wrong_way_round_are_noticed(task: str) -> None:
    labels = LABELS[task]
    report = sanity.of_classifier(task, labels, labels, reader(task, lambda at: 2 - at))
    (doubt,) = report.doubts
    assert "the wrong way round" in doubt


def test_a_model_that_says_one_thing_is_doubted() -> None:
    labels = LABELS["sentiment"]
    report = sanity.of_classifier("sentiment", labels, labels, reader("sentiment", lambda _: 1))
    (doubt,) = report.doubts
    assert "only 30% of the sanity set" in doubt


def test_rows_of_a_label_that_the_network_has_not_are_left_out() -> None:
    labels = LABELS["verify"]
    report = sanity.of_classifier(
        "verify", labels, ("not_in_text", "supported"), reader("verify", lambda at: at)
    )
    assert report.figures[0].rows == sum(
        row["label"] != "contradicted" for row in sanity.rows("verify")
    )
    assert report.doubts == ()


def test_a_writer_is_tried_on_whole_sentences_of_the_text() -> None:
    report = sanity.of_writer(lambda texts, _: [text.partition(".")[0] + "." for text in texts])
    assert [figure.share for figure in report.figures] == [1, 1]
    assert report.doubts == ()


@pytest.mark.parametrize(
    ("written", "said"),
    [("", "3 have no summary"), ("Purple whales juggle teapots.", "only 0% of the words")],
)
def test_a_writer_of_nothing_or_of_nonsense_is_doubted(written: str, said: str) -> None:
    report = sanity.of_writer(lambda texts, _: [written] * len(texts))
    assert any(said in doubt for doubt in report.doubts)


def test_figures_are_metrics_of_the_manifest() -> None:
    labels = LABELS["stance"]
    report = sanity.of_classifier("stance", labels, labels, reader("stance", lambda at: at))
    found = sanity.as_metrics(report)
    assert found["sanity set, right"] == 1
    assert 0 < found["contrast pairs, sides right"] < 1
