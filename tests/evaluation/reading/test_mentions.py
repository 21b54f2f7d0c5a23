"""Mentions of people and organisations, compared with marks."""

from __future__ import annotations

import pytest

from service.evaluation.counts import OURS
from service.evaluation.reading.gold import GoldText, referring
from service.evaluation.reading.mentions import (
    agrees,
    asked,
    compare,
    count,
    count_by_usual_name,
    exactly,
    figures,
    longest_name,
    usual_name,
)
from service.text.span import Span
from tests.evaluation.reading.texts import annotated, mention, span

TEXT = (
    "Mayor Ana Duarte closed the harbour road on Monday. Ana Duarte had promised that to voters. "
    "Traders were angry with the mayor. On Friday Duarte told them that the road stays closed. "
    "A spokesman for Karl Weiss was not there."
)
DUARTE = [
    mention(TEXT, "Mayor Ana Duarte", named=True),
    mention(TEXT, "Ana Duarte", 1, named=True),
    mention(TEXT, "the mayor"),
    mention(TEXT, "Duarte", 2, named=True),
]


def gold(*rows: dict[str, object]) -> GoldText:
    return referring({"text": TEXT, "mentions": list(rows)})


async def test_mentions_that_are_found_and_those_that_are_not() -> None:
    she = {"begin": 0, "end": 3, "type": "person", "cluster": 1, "named": False, "salience": 5}
    marked = referring({"text": "She " + TEXT, "mentions": [
        she, *({**m, "begin": m["begin"] + 4, "end": m["end"] + 4} for m in DUARTE)]})  # fmt: skip
    counts = await count(annotated(marked), marked)
    assert counts["exact words"]["found"] == 1  # "Mayor Ana Duarte"
    found = figures(counts["exact words"])
    assert (found["mentions"], found["precision"], found["recall"]) == (5, 1.0, 0.2)
    assert found["F1"] == pytest.approx(1 / 3)
    assert found["recall of names"] == pytest.approx(1 / 3)
    assert (found["recall of nominals"], found["recall of pronouns"]) == (0.0, 0.0)
    assert figures(counts[OURS])["recall of names"] == 1.0
    assert figures(counts[OURS])["recall of pronouns"] == 0.0


async def test_offsets_are_those_of_the_posted_text() -> None:
    text = "Ana\u00ad Duarte was there.\r\n\r\nThen Ana Du\u00adarte left. Ana Duarte rested."
    names = ["Ana\u00ad Duarte", "Ana Du\u00adarte", "Ana Duarte"]
    marked = referring({"text": text, "mentions": [mention(text, n, named=True) for n in names]})
    ours = (await count(annotated(marked), marked))[OURS]
    assert figures(ours)["F1"] == 1.0


def test_those_with_three_mentions_are_asked_about_by_their_longest_name() -> None:
    weiss = [mention(TEXT, "Karl Weiss", cluster=2, named=True) for _ in range(2)]
    road = [mention(TEXT, "the harbour road", cluster=3, type="place", named=True)] * 5
    nobody = [mention(TEXT, "Traders", cluster=4)] * 5
    found = asked(gold(*DUARTE, *weiss, *road, *nobody), longest_name)
    assert [name for _, name in found] == ["Mayor Ana Duarte"]


def test_the_most_mentioned_eight_are_asked_about() -> None:
    words = ["Ana", "Karl", "Mayor", "Monday", "Traders", "Friday", "Weiss", "A", "On"]
    rows = [
        mention(TEXT, word, cluster=word, named=True)
        for place, word in enumerate(words)
        for _ in range(3 + place)
    ]
    assert [name for _, name in asked(gold(*rows), longest_name)] == words[:0:-1]


def test_a_name_is_asked_about_without_its_possessive_and_in_one_line() -> None:
    text = "Ana\n Duarte’s"
    marked = referring({"text": text, "mentions": [mention(text, text, named=True)] * 3})
    assert [name for _, name in asked(marked, longest_name)] == ["Ana Duarte"]


def test_two_of_the_same_name_cannot_be_asked_about() -> None:
    other = [{**row, "cluster": 2} for row in DUARTE]
    assert asked(gold(*DUARTE, *other), longest_name) == []


@pytest.mark.parametrize(
    ("names", "usual"),
    [
        (["Duarte", "Ana Duarte", "Duarte", "the friend of Karl Weiss"], "Ana Duarte"),
        (["Ana Maria Duarte", "Ana Duarte", "Ana Duarte’s"], "Ana Duarte"),
        (["Ana Duarte", "Ana Maria Duarte"], "Ana Maria Duarte"),
        (["Duarte", "Ana", "Ana", "a friend of Ana"], "Ana"),
        (["Bank of the North", "the Bank of the North", "Bank"], "Bank of the North"),
        (["the iHow of old", "iHow"], "the iHow of old"),
    ],
    ids=range(6),
)
def test_the_usual_name_is_a_frequent_name_alone(names: list[str], usual: str) -> None:
    text = " and\n".join(names)
    rows, begin = [], 0
    for name in names:
        rows.append({**DUARTE[0], "begin": begin, "end": begin + len(name)})
        begin += len(name) + len(" and\n")
    (referent,) = referring({"text": text, "mentions": rows}).referents
    assert usual_name(referent) == usual
    assert longest_name(referent) == max(names, key=len).removesuffix("’s")


async def test_by_the_usual_name_a_description_is_not_asked_about() -> None:
    text = (
        "Mayor Ana Duarte, a friend of the late Karl Weiss, came. Ana Duarte left. Then Ana Duarte "
        "slept."
    )
    words = ["Mayor Ana Duarte", "a friend of the late Karl Weiss"]
    rows = [mention(text, w, named=True) for w in words]
    rows += [mention(text, "Ana Duarte", nth, named=True) for nth in (1, 2)]
    marked = referring({"text": text, "mentions": rows})
    found = await count(annotated(marked), marked)
    usual = await count_by_usual_name(annotated(marked), marked)
    assert figures(found["exact words"])["recall"] == 0.25  # the description as it is
    assert figures(usual["exact words"])["recall"] == 0.75


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ((0, 4), True),
        ((8, 20), True),
        ((5, 7), True),
        ((0, 30), True),
        ((5, 25), False),
        ((20, 25), False),
    ],
    ids=["begin", "end", "within", "around", "across", "beside"],
)
def test_spans_agree_at_an_edge_or_one_within_the_other(
    found: tuple[int, int], right: bool
) -> None:
    assert agrees(Span(*found), Span(0, 20)) is right


def test_a_name_within_a_long_mention_is_another_s() -> None:
    assert agrees(Span(10, 20), Span(0, 80))
    assert not agrees(Span(10, 20), Span(0, 81))


def test_a_gold_mention_is_covered_once() -> None:
    (referent,) = gold(*DUARTE).referents
    twice = [span(TEXT, "Mayor"), span(TEXT, "Mayor Ana Duarte")]
    counts = compare(TEXT, referent, twice)
    assert (counts["found"], counts["right"], counts["gold"]) == (2, 1, 4)
    assert (counts["names"], counts["covered names"], counts["nominals"]) == (3, 1, 1)


def test_exact_words_are_whole_words() -> None:
    text = "Ana met Anabel. Ana’s (brother) left, Ana. (b)"
    assert exactly(text, "Ana") == [span(text, "Ana"), span(text, "Ana", 2), span(text, "Ana", 3)]
    assert exactly(text, "(b") == [span(text, "(b", 1)]
