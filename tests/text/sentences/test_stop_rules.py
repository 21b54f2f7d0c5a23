"""Each rule about a stop: a text where it decides, and one that it leaves to the others."""

from __future__ import annotations

import re

import pytest

from service.text.sentences import abbreviation_rules, end_rules, initials_rules, lower_case_rules
from service.text.sentences.stop import Rule, Stop

_STOP = re.compile(r"([.!?…]+)([”)\]]*)(?= )")

# (rule, text, whether its last stop ends a sentence, text that the rule says nothing about)
CASES: list[tuple[Rule, str, bool, str]] = [
    (end_rules.goes_on_with_a_mark, "“Why?” , he asked", False, "“Why?” He asked"),
    (end_rules.mark_in_brackets, "He won (!) again", False, "He won! Again"),
    (end_rules.list_mark, "1. The road", False, "It cost 1. The road"),
    (end_rules.ellipsis, "We will… leave it", False, "We will. Leave it"),
    (end_rules.ellipsis, "We will… They left it", True, "What?.. They left it"),
    (end_rules.question_of_a_speaker, "“Where is he?” Smith asked", False, "“He is.” Smith asked"),
    (end_rules.name_with_a_mark, "She joined Yahoo! Finance", False, "She joined! Finance"),
    (end_rules.signature, "“It is long.” - Ana Duarte", False, "“It is long.” Ana Duarte"),
    (end_rules.title_with_an_aside, "for Viva Maria! (1965), and", False, "for Maria! Viva"),
    (end_rules.address, "It is here. https://example.org", False, "It is here. Example"),
    (end_rules.lower_case, "it rained. then it snowed", True, "it rained. Then it snowed"),
    (abbreviation_rules.answer_no, "The mayor said no. 20 people left", True, "ranked no. 20"),
    (abbreviation_rules.date_of_numbers, "on 12. 5. 2020", False, "on 12. 5. The end"),
    (abbreviation_rules.street_or_saint, "in St. Louis", False, "in St. The road"),
    (abbreviation_rules.street_or_saint, "on Main St. Boats left", True, "on Main Rd. Boats"),
    (initials_rules.single_letter, "as J. Smith said", False, "at A&T. Critics say"),
    (initials_rules.single_letter, "in Group A. Critics say", True, "in Group Ab. Critics say"),
    (initials_rules.unknown_initials, "as J.K. Rowling said", False, "as Jk. Rowling said"),
    (abbreviation_rules.known_abbreviation, "as Mr. Reyes said", False, "as mist. Reyes said"),
    (abbreviation_rules.known_abbreviation, "in Co. Kerry", False, "in cow. Kerry"),
    (abbreviation_rules.known_abbreviation, "left Apple Inc. The board", True, "left ink. The"),
    (lower_case_rules.item_in_brackets, "Pay it. (b) walk", True, "Pay it. walk"),
    (lower_case_rules.item_in_brackets, "Pay it. (or so they say)", False, "Pay it. walk"),
    (lower_case_rules.bracket_or_dash, "the U.N. – and", False, "the U.N. and"),
    (lower_case_rules.end_of_a_quotation, "“Why?” he asked", False, "Why? he asked"),
    (lower_case_rules.end_of_a_quotation, "“no way.” then i left", True, "no way. then i left"),
    (lower_case_rules.no_plain_word, "It was in 2019. then", True, "It was a year. then"),
    (lower_case_rules.no_plain_word, "It was v1.2. then", False, "It was a year. then"),
    (lower_case_rules.exclamation_or_question, "what a day! then it rained", True, "a day. then"),
    (lower_case_rules.exclamation_or_question, "What a day! he thought.", False, "a day. then"),
    (lower_case_rules.domain, "at example. com", False, "at example. there"),
]


def last_stop(text: str) -> Stop:
    """The last stop of `text` that a blank follows, as the splitter sees it."""
    *_, match = _STOP.finditer(text)
    return Stop(text, 0, match.start(), match[1], match[2], match.end(), True, 0)


@pytest.mark.parametrize(("rule", "text", "ends", "other"), CASES)
def test_a_rule_decides_on_its_case_alone(rule: Rule, text: str, ends: bool, other: str) -> None:
    assert rule(last_stop(text)) is ends
    assert rule(last_stop(other)) is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [("It rained. then", True), ("it rained. then", True), ("As Pres. of", True),
     ("As Fla. of", False), ("As Mgmt. of", False), ("so mgmt. of", True)],
)  # fmt: skip
def test_a_word_in_lower_case_after_a_word(text: str, ends: bool) -> None:
    assert lower_case_rules.word_before(last_stop(text)) is ends


def test_every_rule_has_a_case() -> None:
    shown = {rule for rule, *_ in CASES}
    assert shown >= set(end_rules.RULES)
    assert shown | {lower_case_rules.word_before} >= set(lower_case_rules.RULES)
