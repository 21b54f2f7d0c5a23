"""The file of references is whole and has nothing of its texts but names."""

from __future__ import annotations

from collections import Counter

from models.training.reader.data import labelled

KINDS = {"person", "organization", "place", "group", "event", "other"}


def test_every_mention_is_in_one_cluster() -> None:
    rows = labelled.read()
    assert len(rows) == 171
    for row in rows:
        spans = [span for cluster in row.clusters for span in cluster.mentions]
        assert max(Counter([*spans, *row.others]).values()) == 1, row.id
        assert all(0 <= begin < end for begin, end in [*spans, *row.others])
        assert all(cluster.mentions for cluster in row.clusters)
        assert {cluster.kind for cluster in row.clusters} <= KINDS
        assert len(row.key) == 64


def test_names_are_short() -> None:
    names = [cluster.name for row in labelled.read() for cluster in row.clusters]
    assert max(map(len, names)) <= 80  # a name or a description, never a sentence
    assert not any("\n" in name for name in names)


def test_no_annotator_labelled_a_text_twice() -> None:
    rows = labelled.read()
    assert len({(row.key, row.annotator) for row in rows}) == len(rows)
