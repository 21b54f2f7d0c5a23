"""Headlines of bounded length, as the models read them."""

from __future__ import annotations

# The `title` of a request may be as long. No headline is longer, and a model reads it whole.
LONGEST_HEADLINE = 500


def bounded(headline: str) -> str:
    """At most `LONGEST_HEADLINE` code points, cut at a blank where there is one near the end."""
    if len(headline) <= LONGEST_HEADLINE:
        return headline
    cut = headline.rfind(" ", LONGEST_HEADLINE // 2, LONGEST_HEADLINE + 1)
    return headline[: cut if cut > 0 else LONGEST_HEADLINE]
