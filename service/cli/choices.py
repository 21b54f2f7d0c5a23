"""Values that options of several commands take."""

from __future__ import annotations

from enum import StrEnum


class Task(StrEnum):
    """What is analysed."""

    STANCE = "stance"
    SENTIMENT = "sentiment"
    SUMMARY = "summary"


class Profile(StrEnum):
    """Which models answer."""

    FAST = "fast"
    ACCURATE = "accurate"
