"""What a text is about, found in it: its subjects and issues, not what it passes."""

from __future__ import annotations

import pytest

from service.tasks.target import Reasons, Target, TargetKind, TargetType
from service.tasks.targeted.discovery.discover import least_salience, targets_of
from service.text.segmentation.builder import build_document
from tests.reading import read_names

_LONG = (
    "The harbour board closed the quay on Monday. The Harbour Board says it is unsafe. "
    "Boats lie at anchor in the bay. Nobody was hurt. The Quay Union is angry. "
    "The Quay Union wants work. {} It rained all day. Gulls cried. The Quay Union met again."
)


def discovered(text: str) -> list[Target]:
    """The targets of a text."""
    document = build_document(text, language="en")
    return targets_of(document, read_names(document))


def texts_of(text: str) -> list[str]:
    """The wordings of the targets of a text."""
    return [target.text for target in discovered(text)]


def test_who_recurs_is_the_first() -> None:
    first = discovered(_LONG.format("The Quay Union struck."))[0]
    assert (first.text, first.kind, first.type) == (
        "Quay Union",
        TargetKind.ENTITY,
        TargetType.ORGANISATION,
    )


def test_a_target_says_why_it_was_chosen() -> None:
    text = "Ana Duarte fights on\n\nAna Duarte left the race. She wept. “I am done,” said Duarte."
    reasons = discovered(text)[0].reasons
    assert reasons is not None
    assert (reasons.mentions, reasons.pronouns, reasons.sentences) == (3, 2, 4)
    assert (reasons.heading, reasons.lead, reasons.speaks) == (True, True, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "He told Channel Nine so.",
        "They met near Porto Alegre.",
        "According to Reuters it was cold.",
        "The Portvale Gazette reported that.",
    ],
    ids=["addressee", "place", "agency", "outlet"],
)
def test_what_the_text_passes_is_no_target(sentence: str) -> None:
    found = texts_of(_LONG.format(sentence))
    assert not {"Channel Nine", "Porto Alegre", "Reuters", "Portvale Gazette"} & set(found)


def test_neither_is_a_common_word_with_a_capital() -> None:
    text = "He read the Freight and Quays Act. The Freight Act is on freight and freight."
    assert "Freight" not in texts_of(_LONG.format(text))


def test_an_issue_is_a_whole_phrase_without_a_verb() -> None:
    text = (
        "Seasonal water metering provides relief for gardens, and water metering is fair. "
        "In Portvale water metering provides savings. Think of water metering again."
    )
    assert any(t.text == "water metering" for t in discovered(text))
    assert not any("provides" in t.text for t in discovered(text))


def test_an_editorial_is_on_its_issue() -> None:
    text = (
        "Subsidies are no cure\n\nThe Senate did well to refuse the mayor's subsidy scheme. "
        "Subsidies make for idle yards. These subsidies take money from harbour towns. "
        "Members should end the other subsidies next spring. Subsidies do not pay."
    )
    issues = [t for t in discovered(text) if t.kind is TargetKind.TOPIC]
    assert issues[0].text.lower() == "subsidies"
    assert issues[0].type is TargetType.ISSUE


def test_one_issue_is_said_once() -> None:
    found = texts_of("The dock strike goes on. The strike hurts. A dock strike is long. " * 2)
    assert sum("strike" in text for text in found) == 1


def test_a_body_and_its_initials_are_one() -> None:
    text = (
        "Some sixty Just Save Otters members sat on the weir on Friday. JSO asks for a stop to "
        "the dam. Later Just Save Otters members came again, JSO said."
    )
    found = texts_of(text)
    assert found.count("Just Save Otters") == 1
    assert not {"JSO", "Save Otters"} & set(found)


def test_a_body_and_a_part_of_its_name_are_one() -> None:
    found = discovered(
        "Portvale Otters win again\n\nThe Portvale Otters won the cup. The Otters have never lost "
        "at home. Fans of the Otters danced. The Portvale Otters play again on Sunday."
    )
    names = [t for t in found if "Otters" in t.text]
    assert [t.text for t in names] == ["Portvale Otters"]
    assert names[0].reasons is not None
    assert names[0].reasons.mentions == 5


def test_who_stands_at_the_top_needs_less() -> None:
    def least(*, heading: bool, lead: bool, type_: TargetType = TargetType.PERSON) -> float:
        reasons = Reasons(1, 0, 1, heading=heading, lead=lead, speaks=0)
        return least_salience(TargetKind.ENTITY, type_, reasons)

    below = least(heading=False, lead=False)
    assert least(heading=True, lead=True) < least(heading=False, lead=True) < below
    assert least(heading=False, lead=True, type_=TargetType.PLACE) == below
    top = Reasons(1, 0, 1, heading=True, lead=True, speaks=0)
    issue = least_salience(TargetKind.TOPIC, TargetType.ISSUE, None)
    assert least_salience(TargetKind.TOPIC, TargetType.ISSUE, top) == issue


def test_a_quoted_title_is_one_work() -> None:
    text = (
        "“Night-Owl and the Weasel” is a slow but warm play. In it, Night-Owl and the Weasel "
        "look for a ring in Oslo. We had to see “Night-Owl and the Weasel” twice."
    )
    (found,) = [t for t in discovered(text) if t.kind is TargetKind.ENTITY]
    assert (found.text, found.type) == ("Night-Owl and the Weasel", TargetType.WORK)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "THE QUAY UNION STRIKES AGAIN\n\nTHE QUAY UNION WANTS WORK. THE QUAY UNION IS ANGRY.",
        "the quay union wants work and the quay union is angry about the ferry plan",
        "Ana Duarte, Tom Reyes, Bert Lund, Farid Haddad, Ruslan Mykula, Olive Carr",
        "“““ ‘ ” Duarte “ said “Reyes",
    ],
    ids=["empty", "capitals", "small", "names", "marks"],
)
def test_any_text_has_a_bounded_list_of_targets(text: str) -> None:
    found = discovered(text)
    assert all(0 <= target.salience <= 1 for target in found)
    assert [t.salience for t in found] == sorted((t.salience for t in found), reverse=True)
    assert sum(t.kind is TargetKind.TOPIC for t in found) <= 3
