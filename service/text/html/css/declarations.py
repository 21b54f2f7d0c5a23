"""What the declarations of a rule or a `style` attribute hide: sizes, places, colours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NONE = re.compile(r"-?0*+(?:\.0*+)?(?:px|r?em|pt|%|vw|vh)?")
_ABSOLUTE = re.compile(r"\d(?:px|pt|rem|vw|vh)$|^(?:xx?-)?(?:small|medium|large)$")
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
_BLOCK_DISPLAYS = frozenset("block flex grid list-item table flow-root table-row".split())
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6}+)\s?|([^\n;]))")  # "d\69 splay"

Declarations = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Effect:
    """What declarations do to an element: None where they say nothing.

    `displayed` False hides it and all within. The others are inherited, and what lies within
    may be shown again: `visible` is of visibility, `inked` of the size and colour of letters.
    `block` True sets the element apart from the text around it.
    """

    displayed: bool | None = None
    visible: bool | None = None
    inked: bool | None = None
    block: bool | None = None

    def over(self, other: Effect) -> Effect:
        """This effect where it says something, else the other one."""
        return Effect(
            other.displayed if self.displayed is None else self.displayed,
            other.visible if self.visible is None else self.visible,
            other.inked if self.inked is None else self.inked,
            other.block if self.block is None else self.block,
        )


NOTHING = Effect()


def declarations(css: str) -> Declarations:
    """Values by property, in small letters; of several the last that is `!important`, or the
    last."""
    if "/*" in css:
        css = COMMENT.sub("", css)
    if "\\" in css:
        css = _ESCAPED.sub(_character, css)
    found: dict[str, str] = {}
    important: set[str] = set()
    for part in css.split(";"):
        name, colon, value = part.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        if not colon:
            continue
        value, mark, _ = value.partition("!important")
        if mark:
            important.add(name)
        elif name in important:
            continue
        found[name] = value.strip()
    return found


def _character(escaped: re.Match[str]) -> str:
    if escaped[1] is None:
        return escaped[2]
    code = int(escaped[1], 16)
    return chr(code) if 0x20 <= code < 0xD800 and code != 0x3B else ""


def effect_of(found: Declarations) -> Effect:
    """What declarations hide or show, or `NOTHING`."""
    display, visibility = found.get("display"), found.get("visibility")
    displayed = None if display is None else display != "none"
    if _unseen(found):
        displayed = False
    visible = None if visibility is None else visibility not in ("hidden", "collapse")
    block = None if display is None else display in _BLOCK_DISPLAYS
    effect = Effect(displayed, visible, _inked(found), block)
    return NOTHING if effect == NOTHING else effect


def _inked(found: Declarations) -> bool | None:
    """Whether letters have a size and a colour, where the declarations say so."""
    size, colour = found.get("font-size", ""), found.get("color", "")
    if size and (_NONE.fullmatch(size) or _TINY.fullmatch(size)):
        return False
    ground = found.get("background-color") or found.get("background")
    if colour and ground and _plain_colour(colour) == _plain_colour(ground):
        return False
    if _FONT_NONE.match(found.get("font", "")):
        return False
    clear = colour == "transparent" or _CLEAR.fullmatch(colour) is not None
    if clear and not any("background-clip" in name for name in found):  # else it shows through
        return False
    return True if _ABSOLUTE.search(size) else None


def _plain_colour(colour: str) -> str:
    """One way to write a colour: white is "#ffffff"."""
    if (short := _HEX.fullmatch(colour)) is not None:
        return "#" + "".join(2 * digit for digit in short.groups())
    if (parts := _RGB.fullmatch(colour)) is not None:
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in parts.groups())
    return {"white": "#ffffff", "black": "#000000"}.get(colour, colour)


def _unseen(found: Declarations) -> bool:
    """Whether what is displayed lies outside of what is shown, or lets all light through."""
    if found.get("content-visibility") == "hidden" or _is_none(found, "opacity"):
        return True
    if _FILTERED.match(found.get("filter", "")):
        return True
    if any(_FAR.fullmatch(found.get(name, "")) for name in ("text-indent", "margin-left")):
        return True
    placed = found.get("position") in ("absolute", "fixed", "relative")
    if placed and (
        any(_FAR.fullmatch(found.get(name, "")) for name in ("left", "top", "right", "bottom"))
        or _CLIPPED.fullmatch(found.get("clip", ""))
    ):
        return True
    moved = found.get("transform", "")
    if _INSET.fullmatch(found.get("clip-path", "")) or _SHRUNK.match(moved):
        return True
    if _MOVED_FAR.match(moved):
        return True
    clips = found.get("overflow", found.get("overflow-y", "")) in ("hidden", "clip")
    return clips and any(
        _is_none(found, name) or found.get(name) == "1px"
        for name in ("height", "max-height", "width", "max-width")
    )


def _is_none(found: Declarations, name: str) -> bool:
    value = found.get(name)
    return bool(value) and _NONE.fullmatch(value or "") is not None
