"""A noun phrase is a name, people or a body, or a topic by its head noun."""

from __future__ import annotations

import pytest

from service.text.targets.wording.wording import Wording, head_of, wording_of


@pytest.mark.parametrize(
    ("target", "wording"),
    [
        ("Ana Duarte", Wording.NAME),
        ("ana duarte", Wording.NAME),
        ("Ursula von der Leyen", Wording.NAME),
        ("Bashar al-Assad", Wording.NAME),
        ("NATO", Wording.NAME),
        ("the FBI", Wording.NAME),
        ("the Bank of England", Wording.NAME),
        ("Boeing", Wording.NAME),
        ("britain", Wording.NAME),
        ("Nathan Law", Wording.NAME),
        ("Extinction Rebellion", Wording.NAME),
        ("the striking nurses", Wording.AGENT),
        ("Minnesota nurses' union", Wording.AGENT),
        ("developing countries", Wording.AGENT),
        ("the girls killed in the fire", Wording.AGENT),
        ("people who pay rent", Wording.AGENT),
        ("firefighters", Wording.AGENT),
        ("Teachers", Wording.AGENT),
        ("the rich", Wording.AGENT),
        ("the Duarte administration", Wording.AGENT),
        ("LGBTQ rights", Wording.TOPIC),
        ("gun control", Wording.TOPIC),
        ("Immigration", Wording.TOPIC),
        ("Affordable Care Act", Wording.TOPIC),
        ("Duarte's call to close the road", Wording.TOPIC),
        ("Reyes skipping the debate", Wording.TOPIC),
        ("sending refugees back", Wording.TOPIC),
        ("to leave the union", Wording.TOPIC),
        ("police reform", Wording.TOPIC),
        ("a Palestinian state", Wording.TOPIC),
        ("computers", Wording.TOPIC),
        ("!", Wording.TOPIC),
        ("Coal kills", Wording.STATEMENT),
    ],
)
def test_what_a_target_names(target: str, wording: Wording) -> None:
    assert wording_of(target) is wording


@pytest.mark.parametrize(
    ("target", "head", "modifiers"),
    [
        ("the Minnesota nurses' union", "union", ["minnesota", "nurses"]),
        ("opponents of the port", "opponents", ["port"]),
        ("nurses", "nurses", []),
    ],
)
def test_the_head_of_a_phrase(target: str, head: str, modifiers: list[str]) -> None:
    assert head_of(target) == (head, modifiers)
