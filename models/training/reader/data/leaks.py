"""Recognises texts that recur in a dev or test part, whole or cut."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_PROBE = 60  # letters and digits
_NO_LETTER = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """The letters and digits of a text in small letters."""
    return _NO_LETTER.sub("", text.lower())


def digest(text: str) -> str:
    """The sha256 of a text's letters and digits in UTF-8, hex."""
    return hashlib.sha256(letters(text).encode()).hexdigest()


class HeldOut:
    """The held-out texts by all their sequences of so many letters."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._pieces: set[int] = set()
        for text in texts:
            own = letters(text)
            self._whole.add(own)
            self._pieces.update(hash(own[i : i + _PROBE]) for i in range(len(own) - _PROBE + 1))

    def contains(self, text: str) -> bool:
        """Whether a text is held out, or one of three places of it is in a held-out text.

        The places are at its quarters, so that a headline or a notice that many texts share does
        not count.
        """
        own = letters(text)
        if own in self._whole:
            return True
        starts = (len(own) * quarter // 4 for quarter in (1, 2, 3))
        probes = (own[start : start + _PROBE] for start in starts)
        return any(len(probe) == _PROBE and hash(probe) in self._pieces for probe in probes)
