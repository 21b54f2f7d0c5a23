"""The article that a page carries for search engines, as JSON-LD.

Pages that are drawn by scripts show no text before those have run; many of them carry it in
`articleBody`, as schema.org defines it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element

_DEEPEST = 8
_MOST_VALUES = 2000


def article_body(tree: _Element) -> str:
    """The longest `articleBody` of the page, paragraphs kept; empty without one."""
    bodies: list[str] = []
    for script in tree.iter("script"):
        if "ld+json" not in str(script.get("type", "")) or "articleBody" not in (script.text or ""):
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        bodies += [v for v in _values(data) if isinstance(v, str)]
    return max(bodies, key=len, default="")


def _values(data: Any) -> Iterator[Any]:
    """Values of `articleBody`, however deep within reason."""
    level = [data]
    for _ in range(_DEEPEST):
        deeper: list[Any] = []
        for value in level[:_MOST_VALUES]:
            if isinstance(value, list):
                deeper += value
            elif isinstance(value, dict):
                if "articleBody" in value:
                    yield value["articleBody"]
                deeper += [v for v in value.values() if isinstance(v, (dict, list))]
        level = deeper
