"""Discovered entities, compared with what people's summaries name."""

from __future__ import annotations

from typing import Any

import pytest

from service.evaluation.counts import OURS
from service.evaluation.reading.capitals import capitalised_runs
from service.evaluation.reading.discovery import compare, count, figures, frequent_capitals
from service.evaluation.reading.gold import GoldText, referring
from service.text.segmentation.builder import build_document
from tests.evaluation.reading.texts import annotated, mention

TEXT = (
    "Last week Ana Duarte closed the harbour road. Traders said that Ana Duarte broke the word of "
    "Karl Weiss. On Friday they met Ana Duarte in Porto. A lawyer for Karl Weiss was not there."
)
DUARTE = mention(TEXT, "Ana Duarte", named=True)
WEISS = mention(TEXT, "Karl Weiss", cluster=2, named=True, salience=3)
PORTO = mention(TEXT, "Porto", cluster=3, type="place", named=True)


def gold(*rows: dict[str, Any]) -> GoldText:
    return referring({"text": TEXT, "mentions": list(rows)})


async def test_entities_are_scored_by_the_salience_of_what_they_name() -> None:
    marked = gold(DUARTE, WEISS, PORTO)
    counts = await count(annotated(marked), marked)
    found = figures(counts[OURS])
    assert found["entities"] >= 2
    assert (found["main"], found["main found"]) == (1, 1.0)
    none = figures((await count(annotated(marked), gold()))[OURS])
    assert none == {"entities": found["entities"], "named": 0.0, "salient": 0.0, "main": 0,
                    "main found": 0.0}  # fmt: skip


def test_a_target_is_named_by_a_part_of_a_name_or_by_more_than_it() -> None:
    less = {**WEISS, "salience": 2}
    counts = compare(
        gold(DUARTE, less), ["Duarte", "Mr Karl Weiss’s", "Karl Duarte", "The", "Reyes"]
    )
    assert figures(counts) == {"entities": 5, "named": pytest.approx(0.4),
                               "salient": pytest.approx(0.2), "main": 1,
                               "main found": 1.0}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "main"),
    [({}, 1), ({"salience": 4}, 1), ({"salience": 3}, 0), ({"type": "event"}, 0),
     ({"type": "organization"}, 1), ({"named": False}, 0)],
    ids=["person", "four", "three", "event", "organization", "unnamed"],
)  # fmt: skip
def test_the_main_ones_are_named_parties_of_most_summaries(
    change: dict[str, Any], main: int
) -> None:
    assert compare(gold({**DUARTE, **change}), [])["main"] == main


def test_no_targets_are_no_division_by_zero() -> None:
    assert figures(compare(gold(), [])) == dict.fromkeys(
        ("entities", "named", "salient", "main", "main found"), 0
    )


def test_the_baseline_counts_capitals_within_sentences() -> None:
    found = frequent_capitals(build_document(TEXT, language="en"))
    assert found == ["Ana Duarte", "Karl Weiss", "Friday", "Porto"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Karl Weiss met Ana", ["Karl Weiss", "Ana"]),
        ("The Hague, On A Boat", ["Hague", "Boat"]),
        ("In The", []),
        ("no names", []),
        ("iPad and Al-Shabaab’s Émile", ["Al-Shabaab"]),
    ],
    ids=range(5),
)
def test_runs_of_capitals(text: str, runs: list[str]) -> None:
    assert [text[s.begin : s.end] for s in capitalised_runs(text)] == runs
