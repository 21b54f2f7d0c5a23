"""How far two annotators agree on who is meant, in the texts that both labelled.

python -m models.training.reader.data.agreement
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeVar

from rich.console import Console

from models.training.reader.data import labelled
from models.training.reader.data.labelled import LabelledReferences
from models.training.reader.labels.marks import Pair
from service.evaluation.counts import f1

_Item = TypeVar("_Item", bound=Hashable)


class Agreement(NamedTuple):
    """F1 of one annotator against the other, with the numbers of mentions that each clustered.

    `mentions` asks whether a phrase is in any cluster, `links` whether two are in the same one, and
    `b_cubed` how much the clusters of each mention share (Bagga and Baldwin, 1998).
    """

    texts: int
    counts: tuple[int, int]
    mentions: float
    links: float
    b_cubed: float


def compare(pairs: Iterable[tuple[LabelledReferences, LabelledReferences]]) -> Agreement:
    """The agreement over all texts together."""
    found = [(_clusters(one), _clusters(other)) for one, other in pairs]
    mentions = _f1_of_sets([set(a) for a, _ in found], [set(b) for _, b in found])
    links = _f1_of_sets([_links(a) for a, _ in found], [_links(b) for _, b in found])
    counts = (sum(len(a) for a, _ in found), sum(len(b) for _, b in found))
    precision = sum(_shared(b, a) for a, b in found) / max(1, counts[1])
    recall = sum(_shared(a, b) for a, b in found) / max(1, counts[0])
    return Agreement(len(found), counts, mentions, links, f1(precision, recall))


def twice(
    rows: Sequence[LabelledReferences],
) -> list[tuple[LabelledReferences, LabelledReferences]]:
    """The labels of the texts that two annotators labelled."""
    first: dict[str, LabelledReferences] = {}
    found = []
    for row in rows:
        if row.key in first:
            found.append((first[row.key], row))
        else:
            first[row.key] = row
    return found


def _clusters(row: LabelledReferences) -> dict[Pair, frozenset[Pair]]:
    """The cluster of each mention, which is in it itself."""
    return {
        mention: frozenset(cluster.mentions)
        for cluster in row.clusters
        for mention in cluster.mentions
    }


def _links(clusters: Mapping[Pair, frozenset[Pair]]) -> set[tuple[Pair, Pair]]:
    return {pair for own in set(clusters.values()) for pair in combinations(sorted(own), 2)}


def _shared(ours: Mapping[Pair, frozenset[Pair]], theirs: Mapping[Pair, frozenset[Pair]]) -> float:
    """For each of our mentions the share of its cluster that is in its cluster there; the sum."""
    nothing: frozenset[Pair] = frozenset()
    return sum(len(own & theirs.get(m, nothing)) / len(own) for m, own in ours.items())


def _f1_of_sets(ours: Sequence[set[_Item]], theirs: Sequence[set[_Item]]) -> float:
    both = sum(len(a & b) for a, b in zip(ours, theirs, strict=True))
    return 2 * both / max(1, sum(map(len, ours)) + sum(map(len, theirs)))


def main() -> None:
    """Print the agreement."""
    found = compare(twice(labelled.read()))
    Console().print(
        f"{found.texts} texts, {found.counts[0]} and {found.counts[1]} mentions: F1 of mentions "
        f"{found.mentions:.3f}, of links {found.links:.3f}, B-cubed {found.b_cubed:.3f}"
    )


if __name__ == "__main__":
    main()
