"""Names that much news has as a backdrop: they recur, and the text is seldom about them."""

from __future__ import annotations

_NAMES = frozenset(
    """united-states white-house congress senate house house-of-representatives constitution nation
    internet""".split()
)


def is_backdrop(name: str) -> bool:
    """Whether a name is one of those before which much news plays."""
    return "-".join(name.lower().removeprefix("the ").split()) in _NAMES
