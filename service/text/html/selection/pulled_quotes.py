"""Pull quotes: sentences of the article that the page repeats in large letters."""

from __future__ import annotations

import re

from service.text.html.page import HtmlContainer, HtmlPage

_WORDS = re.compile(r"[a-z]+")
_TAGS = frozenset({"aside", "div", "blockquote", "figure", "p", "section"})
_LONGEST_NAMES = 400
_MOST_PULLED = 20
_QUOTATION_MARKS = "“”\"'‘’«»„ "


def drop_pulled_quotes(page: HtmlPage) -> None:
    """Drops the second copy of a sentence that stands in the article anyway."""
    pulled = [p for p in page.containers if not p.dropped and p.texts <= 2 and _is_pulled(p)]
    for container in pulled[:_MOST_PULLED]:
        own = page.blocks_in(container)
        others = (b.text for b in page.blocks if not b.dropped and b not in own)
        text = "\n".join(others)
        for block in own:
            block.dropped = block.dropped or block.text.strip(_QUOTATION_MARKS) in text


def _is_pulled(container: HtmlContainer) -> bool:
    """`<aside>`, or an element with a class such as "pull-quote"."""
    if container.tag not in _TAGS:
        return False
    words = _WORDS.findall(str(container.element.get("class", ""))[:_LONGEST_NAMES].lower())
    return container.tag == "aside" or "pullquote" in words or {"pull", "quote"} <= set(words)
