"""The declarations of a rule or a `style` attribute, and what they do to an element."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.text.html.css.hiding import ILLEGIBLE, UNSEEN, Declarations

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ABSOLUTE = re.compile(r"\d(?:px|pt|rem|vw|vh)$|^(?:xx?-)?(?:small|medium|large)$")
_BLOCK_DISPLAYS = frozenset("block flex grid list-item table flow-root table-row".split())
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6}+)\s?|([^\n;]))")  # "d\69 splay"


@dataclass(frozen=True, slots=True)
class Effect:
    """What declarations do to an element; None where they say nothing.

    `displayed` False hides the element and all in it. `visible` (by `visibility`) and `legible`
    (by the size and colour of letters) are inherited, and inner elements may be shown again.
    `block` True separates the element from the text around it.
    """

    displayed: bool | None = None
    visible: bool | None = None
    legible: bool | None = None
    block: bool | None = None

    def over(self, other: Effect) -> Effect:
        """This effect, completed by the other one where it says nothing."""
        return Effect(
            other.displayed if self.displayed is None else self.displayed,
            other.visible if self.visible is None else self.visible,
            other.legible if self.legible is None else self.legible,
            other.block if self.block is None else self.block,
        )


NOTHING = Effect()


def declarations(css: str) -> Declarations:
    """Values by property, in lower case; the last `!important` one wins, otherwise the last."""
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
    if any(rule(found) for rule in UNSEEN):
        displayed = False
    visible = None if visibility is None else visibility not in ("hidden", "collapse")
    block = None if display is None else display in _BLOCK_DISPLAYS
    effect = Effect(displayed, visible, _legible(found), block)
    return NOTHING if effect == NOTHING else effect


def _legible(found: Declarations) -> bool | None:
    """Whether letters have a size and a colour, where the declarations say so."""
    if any(rule(found) for rule in ILLEGIBLE):
        return False
    return True if _ABSOLUTE.search(found.get("font-size", "")) else None
