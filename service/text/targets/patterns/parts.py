"""The words and symbols that a target is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,6}|\w+(?:['’]\w+)*|[+#&%$€£¥@/]+|\.(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Part:
    """A word or symbol of the target, as written; `gap` is what stands before it."""

    text: str
    gap: str

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter, a digit or an underscore."""
        return self.text[0].isalnum() or self.text[0] == "_"


def parts_of(target: str) -> list[Part]:
    """The parts in order, "and" between two of them as "&"; other marks are in the gaps."""
    found: list[Part] = []
    at = 0
    for match in _TOKEN.finditer(target):
        gap = target[at : match.start()]
        leads = not gap.strip() and match[0] == "." and (not found or gap)
        if match[0] != "." or leads:  # of full stops, that of ".NET" alone
            found.append(Part(match[0], gap if found else ""))
            at = match.end()
    for i in range(1, len(found) - 1):
        if found[i].text == "and":
            found[i] = replace(found[i], text="&")
    return found
