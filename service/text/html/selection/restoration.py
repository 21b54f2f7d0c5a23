"""Which blocks belong to the article, given the ones that were chosen: rules in order.

The first rule with a verdict decides; without one the block does not belong. To add a case,
write a function of a block, its index and what was chosen, and put it into `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from service.text.html.page import HtmlBlock, HtmlContainer, Markup
from service.text.html.selection.link_lines import is_link_line


@dataclass(frozen=True, slots=True)
class Chosen:
    """Indices of the first and last chosen block and of the headline, if there is one.

    `around` are the containers of the article.
    """

    first: int
    last: int
    headline: int | None
    around: set[HtmlContainer]

    def has_between(self, index: int) -> bool:
        """Whether a block stands between two chosen ones."""
        return self.first < index < self.last


# Whether a block belongs to the article; None where the rule does not apply.
Rule = Callable[[HtmlBlock, int, Chosen], bool | None]


def headline(block: HtmlBlock, index: int, chosen: Chosen) -> bool | None:
    """The headline of the text, wherever it stands."""
    return True if index == chosen.headline else None


def leads_away(block: HtmlBlock, index: int, chosen: Chosen) -> bool | None:
    """A line that is a link; but a chosen heading may be one."""
    return False if is_link_line(block) and not (block.kept and block.container.level) else None


def kept(block: HtmlBlock, index: int, chosen: Chosen) -> bool | None:
    """What was chosen."""
    return True if block.kept else None


def outside(block: HtmlBlock, index: int, chosen: Chosen) -> bool | None:
    """What stands before or after the chosen blocks, and in no container of the article."""
    inside = chosen.has_between(index) or block.container in chosen.around
    return None if inside else False


def prose_or_marked(block: HtmlBlock, index: int, chosen: Chosen) -> bool | None:
    """A sentence, a heading, an item or a caption."""
    return True if block.is_prose or block.container.markup is not Markup.PARAGRAPH else None


def short_line_between(block: HtmlBlock, index: int, chosen: Chosen) -> bool | None:
    """A few words in the middle of the article: "So it goes"."""
    return True if chosen.has_between(index) else None


def quotation(block: HtmlBlock, index: int, chosen: Chosen) -> bool | None:
    """A line of a block quotation."""
    return True if block.container.quoted else None


def line_under_the_headline(block: HtmlBlock, index: int, chosen: Chosen) -> bool | None:
    """A byline or a date between the headline and the first paragraph."""
    return True if chosen.headline is not None and chosen.headline < index < chosen.first else None


RULES: tuple[Rule, ...] = (
    headline,
    leads_away,
    kept,
    outside,
    prose_or_marked,
    short_line_between,
    quotation,
    line_under_the_headline,
)


def belongs(block: HtmlBlock, index: int, chosen: Chosen) -> bool:
    """Whether the block at `index` is part of the article."""
    for rule in RULES:
        verdict = rule(block, index, chosen)
        if verdict is not None:
            return verdict
    return False
