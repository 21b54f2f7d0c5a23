"""Every pattern of the service takes time in proportion to the text, whatever the text."""

from __future__ import annotations

import re

import pytest

from tests.linear.found import Found, patterns
from tests.linear.growth import suspect, too_steep
from tests.linear.hostile import filled, known, made_from

_LARGEST = 16 * 1024
_SMALL = 2 * 1024
_ALL = patterns()


def faults(found: Found, most: int = 3) -> list[str]:
    """Inputs for which a pattern takes more than its share, with the times."""
    pattern = found.pattern

    def run(text: str) -> None:
        if found.anchored:
            pattern.match(text)
        else:
            pattern.subn("", text)  # every match, in one call

    wrong = []
    for before, unit, after in [*made_from(pattern), *known()]:

        def make(size: int, parts: tuple[str, str, str] = (before, unit, after)) -> str:
            return filled(*parts, size)

        if not suspect(run, make(_SMALL), _SMALL):
            continue
        steep = too_steep(make, run, _LARGEST)
        if steep is not None:
            wrong.append(f"{before!r} + {unit!r} * n + {after!r}: {steep}")
            if len(wrong) == most:
                break
    return wrong


@pytest.mark.parametrize("found", _ALL, ids=lambda found: found.where)
def test_a_pattern_is_linear(found: Found) -> None:
    assert not faults(found)


def test_all_patterns_are_found() -> None:
    held = {found.where for found in _ALL}
    assert {"service.api.analysis.build_document._ENDS", "service.text.html.tags._TAG"} <= held
    assert any("problems.py:" in where for where in held)  # written where it is used
    assert len(_ALL) > 80


@pytest.mark.parametrize(
    "slow",
    [
        r"\s+$",
        r"[.!?…][^\w\s]*\s",
        r"(?:a|b)*c",
        r"(?:[\w.]+)+!",
        r"\bsaid.*?”",
        r"(?:\s+(?:has|\w+ly))*\s*$",
        r"<[^>]*>",
    ],
)
def test_a_pattern_that_is_not_is_told(slow: str) -> None:
    assert faults(Found("here", re.compile(slow), anchored=False), most=1)


def test_two_repetitions_of_the_same_are_told_where_a_pattern_is_anchored() -> None:
    assert faults(Found("here", re.compile(r"\s*\s*x"), anchored=True), most=1)
    assert not faults(Found("here", re.compile(r"\s*+x"), anchored=True))
