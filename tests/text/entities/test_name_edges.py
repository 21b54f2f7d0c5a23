"""Each rule for the edges of a name: one run that it applies to and one that it leaves."""

from __future__ import annotations

import pytest

from service.text.entities import name_edges
from service.text.entities.capital_runs import Run, capital_runs
from service.text.entities.name_edges import EdgeRule, OpenerRule, without_edges
from service.text.entities.word_case import WordCase, word_case
from service.text.segmentation.builder import build_document
from service.text.tokens import all_tokens


def runs_of(text: str) -> tuple[list[Run], WordCase]:
    """The runs of capitals in a text, and the case of its words."""
    document = build_document(text, language="en")
    words = all_tokens(document)
    runs = [r for s in document.content() for r in capital_runs(document, s, words[s.index])]
    return runs, word_case(document, words.values())


def words_of(run: Run) -> str:
    return " ".join(token.word for token in run.words[run.first : run.end])


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("We met Ana Duarte and Tom Reyes.", ["We", "Ana Duarte", "Tom Reyes"]),
        ("He left the Bank of England.", ["He", "Bank of England"]),
        ("He saw Mykula of Deep State.", ["He", "Mykula", "Deep State"]),
        ("He met Ursula von der Leyen.", ["He", "Ursula", "Leyen"]),
        ("He met Ludwig van Beethoven.", ["He", "Ludwig van Beethoven"]),
        ("He saw Rochan of the Lords.", ["He", "Rochan", "Lords"]),
        ("He left the House of the Lords.", ["He", "House of the Lords"]),
        ("He met China’s Xi Jinping.", ["He", "China’s", "Xi Jinping"]),
        ("He met Rep. Tom K. Reyes.", ["He", "Rep Tom K Reyes"]),
        ("He met Ana, Tom left.", ["He", "Ana", "Tom"]),
    ],
)
def test_runs_of_capitals(text: str, runs: list[str]) -> None:
    assert [words_of(run) for run in runs_of(text)[0]] == runs


OPENERS: list[tuple[OpenerRule, str, str]] = [
    (name_edges._is_capitalised_elsewhere, "Reyes left. Later Reyes came.", "Reyes left."),
    (name_edges._is_known_place, "France won.", "Portvale won."),
    (name_edges._is_known_place, "Moscow won.", "Portvale won."),
    (name_edges._begins_longer_name, "Zorvan Muntil left.", "Zorvan left."),
    (name_edges._begins_longer_name, "Zorvan Muntil left.", "Meeting Muntil was hard."),
    (name_edges._begins_longer_name, "Zorvan Muntil left.", "Later Muntil left, later."),
    (name_edges._is_lone_speaker, "Reid said no.", "Critics said no."),
    (name_edges._is_lone_speaker, "Reid said no.", "Police said no."),
    (name_edges._is_lone_speaker, "Reid said no.", "Reid left."),
]


@pytest.mark.parametrize(("rule", "name", "opener"), OPENERS)
def test_a_word_that_opens_a_sentence(rule: OpenerRule, name: str, opener: str) -> None:
    runs, case = runs_of(name)
    assert rule(runs[0], case)
    runs, case = runs_of(opener)
    assert not rule(runs[0], case)


EDGES: list[tuple[EdgeRule, str, str]] = [
    (name_edges._is_function_word_first, "The Reyes left.", "Ana Reyes left."),
    (name_edges._is_function_word_first, "It Reyes left.", "IT Reyes left."),
    (name_edges._is_function_word_first, "I’m Reyes.", "Reyes’s."),
    (name_edges._is_function_word_first, "Don’t Reyes.", "Donut Reyes."),
    (name_edges._is_compound, "Poland-based Rochan.", "Al-Sisi left."),
    (name_edges._is_date, "Friday Reyes left.", "Friday."),
    (name_edges._is_date, "Friday Reyes left.", "April Reyes left."),
    (name_edges._is_function_word_last, "Reyes Is", "Reyes"),
    (name_edges._is_function_word_last, "Reyes Isn’t", "Reyes US"),
    (name_edges._is_constituency, "Ryan R-Wis.", "Ryan Wilson."),
]


@pytest.mark.parametrize(("rule", "drops", "leaves"), EDGES)
def test_a_word_at_an_edge(rule: EdgeRule, drops: str, leaves: str) -> None:
    assert rule(runs_of(drops)[0][0])
    assert not rule(runs_of(leaves)[0][0])


def test_a_month_after_a_preposition_is_a_date() -> None:
    runs, _ = runs_of("He left in April Reyes came.")
    assert name_edges._is_date(runs[1])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then on Friday The Poland-based Ana Reyes Is here.", ""),
        ("The Poland-based Ana Reyes Isn’t here.", "Ana Reyes"),
        ("Hundreds came.", ""),
        ("The And For Of.", ""),
    ],
)
def test_all_edges_of_a_run(text: str, name: str) -> None:
    runs, case = runs_of(text)
    assert words_of(without_edges(runs[0], case)) == name
