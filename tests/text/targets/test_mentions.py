"""A caller's target is found by the names that the text has for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.tasks.annotations import NameAnnotations
from service.text.document import Document
from service.text.entities.model import MentionForm
from service.text.segmentation.builder import build_document
from tests.reading import read_names
from tests.real_reading import RealReader

Read = Callable[[Document], NameAnnotations]


def found(text: str, target: str, read: Read = read_names) -> list[str]:
    document = build_document(text, language="en")
    return [document.read(m.span) for m in read(document).mentions.find(target)]


@pytest.mark.parametrize(
    ("target", "text", "names"),
    [
        (
            "Federal Bureau of Investigation",
            "Agents of the FBI came at dawn. The FBI said nothing.",
            ["FBI", "FBI"],
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


@pytest.mark.parametrize(
    ("target", "text", "mentions"),
    [
        ("Duarte's", "Then Duarte left. Friends of Duarte’s came.", ["Duarte", "Duarte"]),
        ("the FBI's", "The FBI left.", ["The FBI"]),
        ("McDonald's", "Shares of McDonald’s fell.", ["McDonald’s"]),
        ("Dems", "The Democrats lost.", ["Democrats"]),
        ("Federal Reserve", "It rained when the Fed met. The dogs are fed.", ["the Fed"]),
        ("the Fed", "The Federal Reserve met.", ["Federal Reserve"]),
        ("House of Representatives", "They left the house. The House voted.", ["The House"]),
        ("JSO", "Just Stop Oil (JSO) met. Later Just Stop Oil left.",
         ["Just Stop Oil", "JSO", "Just Stop Oil"]),
    ],
)  # fmt: skip
def test_possessives_and_short_names_are_targets(
    target: str, text: str, mentions: list[str]
) -> None:
    assert found(text, target) == mentions


WEISS = "Maria Weiss won. Weiss is the daughter of Karl Weiss. Later Weiss left."


READ = (
    (
        "FBI",
        "The Federal Bureau of Investigation said nothing.",
        ["Federal Bureau of Investigation"],
    ),
    (
        "Carl Paladino",
        "But Monday Paladino held his nose. Paladino must now convince voters.",
        ["Paladino", "his", "Paladino"],
    ),
    # Surnames do not leak to relatives.
    ("Maria Weiss", WEISS, ["Maria Weiss", "Weiss", "the daughter", "Weiss"]),
    ("Karl Weiss", WEISS, ["Karl Weiss"]),
    ("Weiss", WEISS, ["Maria Weiss", "Weiss", "the daughter", "Weiss"]),
)


@pytest.mark.models
def test_names_that_the_reader_finds(reader: RealReader) -> None:
    for target, text, mentions in READ:
        assert found(text, target, reader.names) == mentions, target


NURSES = "Nurses in Portvale will strike on Thursday, the union said. Critics of the union laughed."


@pytest.mark.parametrize(
    ("target", "mentions"),
    [
        ("Portvale nurses' union", ["the union", "the union"]),
        ("the striking nurses", ["Nurses"]),
        ("Tresund nurses' union", []),
        ("the teachers' union", []),
        ("the striking, shouting and singing old nurses", []),
    ],
)
def test_a_description_is_found_by_its_head(target: str, mentions: list[str]) -> None:
    assert found(NURSES, target) == mentions


def test_the_head_of_another_name_is_no_mention() -> None:
    text = "Ukrainian troops met Russian troops. Then troops left, and the troops slept."
    assert found(text, "Ukrainian troops") == ["Ukrainian troops", "troops", "troops"]


@pytest.mark.models
def test_each_mention_tells_its_form(reader: RealReader) -> None:
    text = (
        "Mayor Ana Duarte of the Green Party met the Russians. She left. The mayor slept. "
        "Then Duarte saw Russian boats. Moscow denied it, and Russia paid. They tax sugar."
    )
    document = build_document(text, language="en")
    finder = reader.names(document).mentions
    forms = {
        target: [(document.read(m.span), m.how) for m in finder.find(target)]
        for target in ("Ana Duarte", "Russia", "sugar taxes")
    }
    assert forms == {
        "Ana Duarte": [
            ("Ana Duarte", MentionForm.NAME),
            ("She", MentionForm.PRONOUN),
            ("The mayor", MentionForm.ROLE),
            ("Duarte", MentionForm.SHORT_FORM),
        ],
        "Russia": [
            ("Russians", MentionForm.DEMONYM),
            ("Russian", MentionForm.ADJECTIVE),
            ("Moscow", MentionForm.METONYM),
            ("Russia", MentionForm.NAME),
        ],
        "sugar taxes": [("tax sugar", MentionForm.REWORDING)],
    }


def test_members_and_short_names_of_a_party_tell_theirs() -> None:
    document = build_document("Then Republicans left, and the GOP paid.", language="en")
    mentions = read_names(document).mentions.find("Republican Party")
    assert [m.how for m in mentions] == [MentionForm.MEMBERS, MentionForm.SHORT_FORM]
