"""What a model wrote up to a limit, without the sentence that the limit cut off."""

from __future__ import annotations

import re

_MARKS = r"[”\"’')\]»]"
_AFTER = r"(?=\s|$)"
# A stop after a short word may belong to an abbreviation: "Dr.", "U.S.", "No.".
_END = re.compile(
    rf"(?:[a-z]{{4}}|\d|%|{_MARKS})\.{_AFTER}|\.{_MARKS}++{_AFTER}|(?<![!?…])[!?…]++{_MARKS}*+{_AFTER}"
)


def whole_sentences(text: str) -> str:
    """The text up to the end of its last whole sentence, empty where it has none.

    For a text that was cut off at some token. When in doubt whether a stop ends a sentence,
    it does not: a sentence less is better than half a one.
    """
    end = 0
    for found in _END.finditer(text):
        end = found.end()
    return text[:end]
