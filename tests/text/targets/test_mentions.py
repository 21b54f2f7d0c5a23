"""A caller's target is found by the names that the text has for it."""

from __future__ import annotations

import pytest

from service.tasks.annotations import read_names
from service.text.segmentation.builder import build_document


def found(text: str, target: str) -> list[str]:
    document = build_document(text, language="en")
    return [document.read(m.span) for m in read_names(document).mentions.find(target)]


@pytest.mark.parametrize(
    ("target", "text", "names"),
    [
        (
            "Federal Bureau of Investigation",
            "Agents of the FBI came at dawn. The FBI said nothing.",
            ["FBI", "FBI"],
        ),
        (
            "FBI",
            "The Federal Bureau of Investigation said nothing.",
            ["Federal Bureau of Investigation"],
        ),
        (
            "United States Department of Justice",
            "Lawyers of the Justice Department left. The DOJ declined to comment.",
            ["Justice Department", "DOJ"],
        ),
        (
            "Centers for Disease Control and Prevention",
            "The president slammed the CDC on Wednesday.",
            ["CDC"],
        ),
        (
            "Republican Party",
            "Republicans blocked the bill, and the GOP paid for it. A Republican aide agreed.",
            ["Republicans", "GOP", "Republican"],
        ),
        (
            "Democrats",
            "The Democratic Party is split. Democratic voters stayed at home.",
            ["Democratic Party", "Democratic"],
        ),
    ],
)
def test_bodies_and_parties_go_by_other_names(target: str, text: str, names: list[str]) -> None:
    assert found(text, target) == names


@pytest.mark.parametrize(
    ("target", "text", "times"),
    [
        (
            "Carl Paladino",
            "But Monday Paladino held his nose. Paladino must now convince voters.",
            2,
        ),
        ("Nouri al-Maliki", "The step was basic, al-Maliki said. It took years.", 1),
        ("Tom Inglesby", "The guidance is weak, said Thomas Inglesby, a director.", 1),
        ("Donald Trump", "Trump Says Sotomayor Should Leave\nTrump criticized the judges.", 2),
        ("Melania Trump", "Donald Trump criticized the judges. Trump then left.", 0),
        ("Anna Green", "The green road is closed. Nobody saw it.", 0),
        ("Ford Motor Company", "The company closed a plant. Ford paid for it.", 0),
    ],
)
def test_a_surname_will_do_where_no_other_bears_it(target: str, text: str, times: int) -> None:
    assert len(found(text, target)) == times


def test_a_word_that_is_no_party_is_not_one() -> None:
    assert found("They asked for a democratic vote and a green valley.", "Democratic Party") == []
