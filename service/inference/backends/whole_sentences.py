"""Removes the sentence that a token limit cut off from generated text."""

from __future__ import annotations

import re

_MARKS = r"[”\"’')\]»]"
_AFTER = r"(?=\s|$)"
# A stop after a short word may belong to an abbreviation: "Dr.", "U.S.", "No.".
_END = re.compile(
    rf"(?:[a-z]{{4}}|\d|%|{_MARKS})\.{_AFTER}|\.{_MARKS}++{_AFTER}|(?<![!?…])[!?…]++{_MARKS}*+{_AFTER}"
)


def whole_sentences(text: str) -> str:
    """The text up to the end of its last whole sentence; empty if it has none.

    The text was cut off at some token. A stop that may not end a sentence counts as not ending
    one, because losing a sentence is better than returning half of one.
    """
    end = 0
    for found in _END.finditer(text):
        end = found.end()
    return text[:end]
