"""A labelled text."""

from __future__ import annotations

from typing import Any

TEXT = "The plan was shown on Monday. “The plan is a terrible failure,” said Tom Reyes."


def row(**changes: Any) -> dict[str, Any]:
    """A row as the sets have it."""
    begin = TEXT.index("“")
    return {
        "id": "a",
        "source": "wikinews",
        "text": TEXT,
        "sentences": [[0, begin - 1], [begin, len(TEXT)]],
        "sentiment": "negative",
        "sentence_sentiment": ["neutral", "negative"],
        "boilerplate": [],
        "summary": [1],
        "targets": [
            {
                "text": "the plan",
                "kind": "topic",
                "overall": "against",
                "author": "neutral",
                "voices": "against",
                "passages": [
                    {"sentence": 0, "label": "neutral"},
                    {"sentence": 1, "label": "against"},
                ],
            }
        ],
    } | changes
