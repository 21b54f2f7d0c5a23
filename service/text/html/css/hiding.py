"""Declarations that hide what they style: each way is a small named rule.

To add one, write a function of the declarations. Put it into `UNSEEN` if it hides the element and
all in it, or into `ILLEGIBLE` if it only hides letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_NONE = re.compile(r"-?0*+(?:\.0*+)?(?:px|r?em|pt|%|vw|vh)?")
_CLEAR = re.compile(
    r"(?:rgb|hsl)a?\([^()]*[,/]\s*0(?:\.0*)?%?\s*\)|#[0-9a-f]{3}0|#[0-9a-f]{6}00", re.IGNORECASE
)
_FONT_NONE = re.compile(r"(?:[a-z]+ )*0(?:px|pt|em|rem|%)?[ /]")
_SHRUNK = re.compile(r"scale[xy3d]{0,2}\(\s*0(?:\.0*)?\s*[,)]")
_FILTERED = re.compile(r"opacity\(\s*+0%?\s*+\)")
_HEX = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])")
_RGB = re.compile(r"rgba?\(\s*+(\d{1,3})[\s,]++(\d{1,3})[\s,]++(\d{1,3})(?:[\s,/]++1)?+\s*+\)")
_TINY = re.compile(r"[01]?(?:\.\d*+)?(?:px|pt)?")
_MOVED_FAR = re.compile(r"translate[xy3d]{0,2}\(\s*+-\d{3,}")
_FAR = re.compile(r"-\d{3,}+(?:\.\d*)?(?:px|r?em|pt|%|vw|vh)?")
_CLIPPED = re.compile(
    r"rect\(\s*+(?:0|1px)\w*+[\s,]++(?:0|1px)\w*+[\s,]++(?:0|1px)\w*+[\s,]++(?:0|1px)\w*+\s*+\)"
)
_INSET = re.compile(r"(?:inset\((?:50|100)%.*|circle\(0.*)\)", re.DOTALL)
_PLACED = ("absolute", "fixed", "relative")
_SIDES = ("left", "top", "right", "bottom")
_SIZES = ("height", "max-height", "width", "max-width")

Declarations = Mapping[str, str]
HidingRule = Callable[[Declarations], bool]


def is_content_hidden(found: Declarations) -> bool:
    """`content-visibility: hidden`."""
    return found.get("content-visibility") == "hidden"


def is_clear(found: Declarations) -> bool:
    """`opacity: 0`."""
    return _is_none(found, "opacity")


def is_filtered_clear(found: Declarations) -> bool:
    """`filter: opacity(0%)`."""
    return _FILTERED.match(found.get("filter", "")) is not None


def is_indented_away(found: Declarations) -> bool:
    """`text-indent: -9999px`."""
    return _is_far(found, "text-indent") or _is_far(found, "margin-left")


def is_placed_away(found: Declarations) -> bool:
    """`position: absolute; left: -9999px`."""
    return _is_placed(found) and any(_is_far(found, side) for side in _SIDES)


def is_clipped(found: Declarations) -> bool:
    """`position: absolute; clip: rect(0 0 0 0)`."""
    return _is_placed(found) and _CLIPPED.fullmatch(found.get("clip", "")) is not None


def is_clipped_by_a_path(found: Declarations) -> bool:
    """`clip-path: inset(50%)`."""
    return _INSET.fullmatch(found.get("clip-path", "")) is not None


def is_scaled_away(found: Declarations) -> bool:
    """`transform: scale(0)`."""
    return _SHRUNK.match(found.get("transform", "")) is not None


def is_moved_away(found: Declarations) -> bool:
    """`transform: translateX(-9999px)`."""
    return _MOVED_FAR.match(found.get("transform", "")) is not None


def has_no_room(found: Declarations) -> bool:
    """`overflow: hidden; height: 0`."""
    clips = found.get("overflow", found.get("overflow-y", "")) in ("hidden", "clip")
    return clips and any(_is_none(found, size) or found.get(size) == "1px" for size in _SIZES)


UNSEEN: tuple[HidingRule, ...] = (
    is_content_hidden,
    is_clear,
    is_filtered_clear,
    is_indented_away,
    is_placed_away,
    is_clipped,
    is_clipped_by_a_path,
    is_scaled_away,
    is_moved_away,
    has_no_room,
)


def has_no_size(found: Declarations) -> bool:
    """`font-size: 0`, `font-size: 1px`."""
    size = found.get("font-size", "")
    return bool(size) and bool(_NONE.fullmatch(size) or _TINY.fullmatch(size))


def has_no_font_size(found: Declarations) -> bool:
    """`font: 0/0 a`."""
    return _FONT_NONE.match(found.get("font", "")) is not None


def has_the_background_colour(found: Declarations) -> bool:
    """`color: white; background: #fff`."""
    colour = found.get("color", "")
    background = found.get("background-color") or found.get("background")
    return bool(colour and background) and _plain_colour(colour) == _plain_colour(background or "")


def has_a_clear_colour(found: Declarations) -> bool:
    """`color: transparent`, but not where the background shows through the letters."""
    colour = found.get("color", "")
    if colour != "transparent" and not _CLEAR.fullmatch(colour):
        return False
    return not any("background-clip" in name for name in found)


ILLEGIBLE: tuple[HidingRule, ...] = (
    has_no_size,
    has_no_font_size,
    has_the_background_colour,
    has_a_clear_colour,
)


def _is_none(found: Declarations, name: str) -> bool:
    value = found.get(name)
    return bool(value) and _NONE.fullmatch(value or "") is not None


def _is_far(found: Declarations, name: str) -> bool:
    """Whether a length is so far below zero that it leads outside of any screen."""
    return _FAR.fullmatch(found.get(name, "")) is not None


def _is_placed(found: Declarations) -> bool:
    return found.get("position") in _PLACED


def _plain_colour(colour: str) -> str:
    """A colour in one notation: white is "#ffffff"."""
    if (short := _HEX.fullmatch(colour)) is not None:
        return "#" + "".join(2 * digit for digit in short.groups())
    if (parts := _RGB.fullmatch(colour)) is not None:
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in parts.groups())
    return {"white": "#ffffff", "black": "#000000"}.get(colour, colour)
