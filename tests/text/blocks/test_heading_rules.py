"""Each rule about headings: a line on which it decides, and one that it leaves to the others."""

from __future__ import annotations

import pytest

from service.text.blocks import heading_rules
from service.text.blocks.heading_rules import HeadingLine, HeadingRule, is_heading

LIMIT = 8
# (rule, line, whether it is a heading, line that the rule says nothing about)
CASES: list[tuple[HeadingRule, str, bool, str]] = [
    (heading_rules.too_long, "one two three four five six seven eight nine", False, "one two"),
    (heading_rules.no_letters, "12.30 - 14.00", False, "12.30 - 14.00 h"),
    (heading_rules.markdown, "## What it costs.", True, "What it costs"),
    (heading_rules.all_capitals, "COUNCIL CLOSES ROAD.", True, "U.S."),
    (heading_rules.titled_question, "Who Owns the Harbour Road?", True, "Who owns the road?"),
    (
        heading_rules.title_case,
        "Council Closes the Harbour Road to Cars.",
        True,
        "Ana Duarte Left Portvale when Night Fell.",
    ),
    (heading_rules.closed, "It rained.", False, "The rain"),
    (heading_rules.mid_sentence, "and then home", False, "Then home"),
    (heading_rules.mid_sentence, "“Half of my customers", False, "Half of my customers"),
]


def _line(text: str) -> HeadingLine:
    return HeadingLine(text, text.split(), LIMIT)


@pytest.mark.parametrize(("rule", "text", "heading", "other"), CASES)
def test_a_rule_decides_on_its_case_alone(
    rule: HeadingRule, text: str, heading: bool, other: str
) -> None:
    assert rule(_line(text)) is heading
    assert rule(_line(other)) is None
    assert is_heading(text, LIMIT) is heading


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, *_ in CASES} == set(heading_rules.RULES)


def test_a_short_line_without_a_stop_is_a_heading() -> None:
    assert is_heading("What the road costs", LIMIT)
    assert not is_heading("What the road costs", 3)
