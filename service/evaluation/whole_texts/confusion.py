"""Pairs of labels, counted by what they are of, and their F1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.evaluation.counts import Counts


def note(counts: Counts, measure: str, gold: str | None, found: str) -> None:
    """Count a pair, unless the annotators differ."""
    if gold is not None:
        counts[f"{measure}/{gold}/{found}"] += 1


def macro_f1(counts: Mapping[str, int], measure: str, labels: Sequence[str]) -> float | None:
    """The mean F1 of those labels that annotators gave, None if there is no pair."""
    pairs = {
        tuple(key.split("/")[1:]): count
        for key, count in counts.items()
        if key.startswith(f"{measure}/")
    }
    scores = [_f1(pairs, label) for label in labels if any(gold == label for gold, _ in pairs)]
    return sum(scores) / len(scores) if scores else None


def sided(counts: Mapping[str, int], measure: str) -> tuple[int, int]:
    """How many that are neutral to annotators were given a side, and how many are neutral."""
    of = [(key, n) for key, n in counts.items() if key.startswith(f"{measure}/neutral/")]
    return sum(n for key, n in of if not key.endswith("/neutral")), sum(n for _, n in of)


def _f1(pairs: Mapping[tuple[str, ...], int], label: str) -> float:
    right = pairs.get((label, label), 0)
    either = sum(n * ((gold == label) + (found == label)) for (gold, found), n in pairs.items())
    return 2 * right / either if either else 0.0
