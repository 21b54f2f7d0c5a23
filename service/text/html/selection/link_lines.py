"""Blocks that only lead elsewhere."""

from __future__ import annotations

import re

from service.text.html.page import HtmlBlock

MOSTLY_LINKS = 0.6  # share of a block's characters
_BYLINE = re.compile(r"by .{3,80}", re.IGNORECASE)


def is_link_line(block: HtmlBlock) -> bool:
    """A line that leads elsewhere; not "By Ana Duarte", whose name may be a link."""
    if block.links <= MOSTLY_LINKS * len(block.text) or block.ends:
        return False
    return not _BYLINE.fullmatch(block.text)
