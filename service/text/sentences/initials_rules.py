"""Rules for a full stop after a single letter or after initials."""

from __future__ import annotations

import re

from service.text.sentences.abbreviations import LABELLED, LOWER, NUMBERED, OPENER
from service.text.sentences.starts import is_named
from service.text.sentences.stop import Stop

_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_DETERMINERS = frozenset("the The a an An this that our their its".split())


def single_letter(stop: Stop) -> bool | None:
    """ "J. Smith" goes on; "in Group A. Critics", "and I. Critics" do not."""
    if len(stop.left) != 1 or not stop.left.isupper() or _joins_letters(stop):
        return None
    if OPENER in stop.found:
        return True
    if not _is_labelled(stop):
        return False
    return None if LOWER in stop.found else True


def unknown_initials(stop: Stop) -> bool | None:
    """ "J.K. Rowling" goes on, "the C.B.A. Players" does not."""
    if not _INITIALS.match(stop.left):
        return None
    if LOWER in stop.found:
        return False
    if OPENER in stop.found:
        return True
    return stop.left.islower() or stop.previous() in _DETERMINERS


def _joins_letters(stop: Stop) -> bool:
    """ "at AT&T. Critics": the letter is the end of a name."""
    return stop.at > 1 and stop.text[stop.at - 2] in "&+"


def _is_labelled(stop: Stop) -> bool:
    """Whether a letter is not an initial: "Group A.", "and I.", "Elizabeth I.", "an A."."""
    before = stop.previous()
    return (
        before.lower() in LABELLED
        or (stop.left == "I" and before[:1].islower())
        or (stop.left in "IVX" and before in NUMBERED)
        or (before in _DETERMINERS and not is_named(stop.text, stop.where))
    )
