"""The rules for lines beside an article: found by their cues, and quick whatever they are given."""

from __future__ import annotations

import time

import pytest

from service.text.boilerplate.all_rules import RULES
from service.text.boilerplate.rule import Place, Rule, RuleSet, is_attributed, rule, strip_marks
from service.text.document import BlockKind

HOSTILE = ["a", " ", "A. ", "read more about ", "(A/", "the view of ", "1 view ", "www.a@", "— "]


@pytest.mark.parametrize("one", RULES.rules, ids=lambda one: one.name)
def test_a_pattern_takes_time_as_the_text_does(one: Rule) -> None:
    def seconds(size: int) -> float:
        began = time.process_time()
        for piece in HOSTILE:
            one.pattern.search((piece * size)[:size])
        return time.process_time() - began

    seconds(500)
    # Four times the text: at most eight times as long, with room for the clock.
    assert seconds(8000) <= 8 * seconds(2000) + 0.05


def test_names_are_unique_and_every_cue_is_one_word() -> None:
    names = [one.name for one in RULES.rules]
    assert len(names) == len(set(names))
    assert all(cue.isalpha() or cue == "©" for one in RULES.rules for cue in one.cues)
    assert all(cue == cue.lower() and one.cues for one in RULES.rules for cue in one.cues)


def test_a_text_without_a_cue_is_not_tried_and_the_first_rule_wins() -> None:
    rules = RuleSet(
        [
            rule("one", "ferry", r".*", kind=BlockKind.CAPTION),
            rule("two", "ferry harbour", r".*", place=Place.END),
        ]
    )
    assert rules.find("The bridge") is None
    assert rules.find("The ferry in the harbour") is rules.rules[0]
    assert rules.find("The harbour", frozenset({Place.END})) is rules.rules[1]
    assert rules.find("The harbour", frozenset({Place.ANYWHERE})) is None
    assert rules.find("The ferry " * 100) is None  # too long for a line


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("(Read more.)", "Read more"),
        ("» Read more »", "Read more"),
        ("“Read more.”", "“Read more.”"),
    ],
)
def test_outer_marks_are_taken_off_but_no_quotation_marks(text: str, wanted: str) -> None:
    assert strip_marks(text) == wanted


def test_who_said_it_is_seen_at_the_end() -> None:
    assert is_attributed("Support us or we strike, the crews said.")
    assert is_attributed("Buy now and you will regret it, analysts warn of the shares.")
    assert not is_attributed("The mayor said that the site is closed.")
    assert not is_attributed("Sign up for our newsletter, our podcast and our alerts.")
