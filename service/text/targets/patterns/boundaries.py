"""What may not stand before and after a target, as patterns over folded text.

"Ana" is not in "Banana", "C" is not in "C++", "5" is not in "1.5".
"""

from __future__ import annotations

import re

from service.text.targets.patterns.words import CURRENCIES

_SHORT = 3  # letters up to which a word that is the whole target is not part of a compound
# Scripts without blanks between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")


def left_boundary(text: str, *, alone: bool = False) -> str:
    """What may not stand before `text`; `alone` where it is the whole target."""
    first = text[0]
    if first in CURRENCIES or _UNSPACED.match(first):
        return ""
    if not _is_word_character(first):
        return rf"(?<![\w{re.escape(first)}])"
    bounds = r"(?<!\w)(?<!\bo')"
    if first.isdigit():
        bounds += r"(?<!\d[.,/])"
    if alone and len(text) <= _SHORT:
        bounds += r"(?<![-&/.'+#])" if len(text) == 1 else r"(?<!\w&)"
    return bounds


def right_boundary(text: str, *, alone: bool = False) -> str:
    """What may not stand after `text`; `alone` where it is the whole target."""
    last = text[-1]
    if _UNSPACED.match(last):
        return ""
    if not _is_word_character(last):
        return r"(?![^\W\d])" if last in "+#" else ""
    bounds = r"(?!\w)" + (r"(?![.,/]\d)" if last.isdigit() else r"(?![+#]++(?!\w))")
    if alone and len(text) <= _SHORT:
        bounds += r"(?!'(?!s\b)|[&/-]\w|\.\w)" if len(text) == 1 else r"(?!&\w)"
    return bounds


def _is_word_character(char: str) -> bool:
    return char.isalnum() or char == "_"
