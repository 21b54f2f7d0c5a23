"""Each rule about what belongs to the chosen text: a block of it, and one that it leaves."""

from __future__ import annotations

import pytest
from lxml import etree

from service.text.html.page import HtmlBlock, HtmlContainer, Markup
from service.text.html.selection import restoration
from service.text.html.selection.restoration import Chosen, Rule

PROSE = "The council closed the harbour road."
_ARTICLE = HtmlContainer(None, "article", etree.Element("article"))
CHOSEN = Chosen(first=5, last=9, headline=1, around={_ARTICLE})


def block(
    text: str = "So it goes", *, links: int = 0, kept: bool = False, **of: object
) -> HtmlBlock:
    """A block in a container of its own, outside of the article unless `inside` is given."""
    inside = of.pop("inside", False)
    container = _ARTICLE if inside else HtmlContainer(None, "p", etree.Element("p"))
    for name, value in of.items():
        setattr(container, name, value)
    return HtmlBlock(text, container, links, kept=kept)


# (rule, block, its index, whether it belongs, block and index that the rule says nothing about)
CASES: list[tuple[Rule, HtmlBlock, int, bool, HtmlBlock, int]] = [
    (restoration.headline, block(), 1, True, block(), 2),
    (restoration.leads_away, block(links=10), 6, False, block(links=1), 6),
    (restoration.leads_away, block(links=10, kept=True), 6, False,
     block(links=10, kept=True, level=2), 6),
    (restoration.kept, block(kept=True), 0, True, block(), 0),
    (restoration.outside, block(), 3, False, block(inside=True), 3),
    (restoration.outside, block(), 10, False, block(), 6),
    (restoration.prose_or_marked, block(PROSE), 6, True, block(), 6),
    (restoration.prose_or_marked, block(markup=Markup.ITEM), 6, True, block(), 6),
    (restoration.short_line_between, block(), 6, True, block(), 10),
    (restoration.quotation, block(quoted=True), 10, True, block(), 10),
    (restoration.line_under_the_headline, block("By Ana"), 2, True, block("By Ana"), 0),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "one", "index", "belongs", "other", "there"), CASES)
def test_a_rule_decides_on_its_case_alone(
    rule: Rule, one: HtmlBlock, index: int, belongs: bool, other: HtmlBlock, there: int
) -> None:
    assert rule(one, index, CHOSEN) is belongs
    assert rule(other, there, CHOSEN) is None


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, *_ in CASES} == set(restoration.RULES)


def test_what_no_rule_knows_does_not_belong() -> None:
    assert not restoration.belongs(block(inside=True), 10, CHOSEN)
