"""The agreement of two annotators, worked out by hand."""

from __future__ import annotations

import pytest

from models.training.reader.data import agreement, labelled
from models.training.reader.data.labelled import Cluster, LabelledReferences

A, B, C, D = (0, 1), (2, 3), (4, 5), (6, 7)


def row(annotator: int, *clusters: list[tuple[int, int]], key: str = "k") -> LabelledReferences:
    made = [Cluster("person", "x", own) for own in clusters]
    return LabelledReferences("1", "s", key, annotator, made, [])


def test_the_same_clusters_agree() -> None:
    found = agreement.compare([(row(1, [A, B], [C]), row(2, [C], [B, A]))])
    assert found == (1, (3, 3), 1.0, 1.0, 1.0)


def test_a_split_cluster_costs_links() -> None:
    found = agreement.compare([(row(1, [A, B, C]), row(2, [A, B], [C, D]))])
    assert found.counts == (3, 4)
    assert found.mentions == pytest.approx(2 * 3 / 7)
    assert found.links == pytest.approx(2 * 1 / (3 + 2))
    # Of ours each of A and B shares 2/3, C 1/3; of theirs A and B share all, C a half, D nothing.
    recall, precision = (5 / 3) / 3, 2.5 / 4
    assert found.b_cubed == pytest.approx(2 * precision * recall / (precision + recall))


def test_nothing_in_common() -> None:
    assert agreement.compare([(row(1, [A]), row(2, [B]))])[2:] == (0.0, 0.0, 0.0)
    assert agreement.compare([]).texts == 0


def test_texts_with_two_annotators_are_paired() -> None:
    rows = [row(1, [A], key="x"), row(1, [A], key="y"), row(2, [B], key="y")]
    assert agreement.twice(rows) == [(rows[1], rows[2])]


def test_the_annotators_of_the_references_agree() -> None:
    found = agreement.compare(agreement.twice(labelled.read()))
    assert found.texts == 6
    assert found.b_cubed > 0.9
