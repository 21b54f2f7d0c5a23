"""What a page's own CSS hides, as far as that can be told without laying it out.

Read are declarations of `style` attributes and the rules of `<style>` elements whose selectors
name one element: `p`, `.note`, `#ad`, `p.note`, `.note.closed`, or one within another: `.note p`,
`.note > p`. Pseudo-classes, the rules within `@media` and its like and what depends on the root
of the page (`.no-js p`) are passed over: what they hide depends on the device or on what a
script does. External style sheets are never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

_TELLING = re.compile(
    r"display|visib|hidden|opacity|font-size|indent|margin-left|clip|position|transform|transparent|"
    r"background|rgba|hsla",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"\b(?:display|visibility)\s*+:", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6}+)\s?|([^\n;]))")  # "d\69 splay"
_SELECTOR = re.compile(
    r"([a-z][a-z0-9-]*+)?(#-?[_a-z][\w-]*+|(?:\.-?[_a-z][\w-]*+){1,3}+)?", re.IGNORECASE
)
_NONE = re.compile(r"-?0*+(?:\.0*+)?(?:px|r?em|pt|%|vw|vh)?")
_ABSOLUTE = re.compile(r"\d(?:px|pt|rem|vw|vh)$|^(?:xx?-)?(?:small|medium|large)$")
_CLEAR = re.compile(r"(?:rgba|hsla)\([^()]*,\s*0(?:\.0*)?\)")
_TINY = re.compile(r"[01]?(?:\.\d*+)?(?:px|pt)?")
_MOVED_FAR = re.compile(r"translate[xy3d]{0,2}\(\s*+-\d{3,}")
_FAR = re.compile(r"-\d{3,}+(?:\.\d*)?(?:px|r?em|pt|%|vw|vh)?")
_CLIPPED = re.compile(
    r"rect\(\s*+(?:0|1px)\w*+[\s,]++(?:0|1px)\w*+[\s,]++(?:0|1px)\w*+[\s,]++(?:0|1px)\w*+\s*+\)"
)
_INSET = re.compile(r"(?:inset\((?:50|100)%.*|circle\(0.*)\)", re.DOTALL)
_BLOCK_DISPLAYS = frozenset("block flex grid list-item table flow-root table-row".split())
_MOST_RULES = 20_000
_MOST_CLASSES = 40
_MOST_COMPOUNDS = 20

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


@dataclass(slots=True)
class StyleSheet:
    """The rules of a page, by what their selectors name: `p`, `.note`, `#ad`, `p.note`."""

    rules: dict[str, Effect] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    compounds: dict[str, list[tuple[frozenset[str], Effect]]] = field(default_factory=dict)

    def add(self, name: str, effect: Effect) -> None:
        """Note what a selector's rule does; of equal selectors the later one wins."""
        first, *more = name.partition(".")[2].split(".")
        if first:
            self.classes.add(first)
        if more:  # ".note.closed"
            found = self.compounds.setdefault(first, [])
            if len(found) < _MOST_COMPOUNDS:
                found.append((frozenset((first, *more)), effect))
        else:
            self.rules[name] = effect.over(self.rules.get(name, NOTHING))

    def effect(self, tag: str, classes: list[str], id_: str) -> Effect:
        """That on an element; of several rules the most specific wins."""
        effect = self.rules.get(tag, NOTHING)
        if not self.classes.isdisjoint(classes):
            named = classes[:_MOST_CLASSES]
            for name in (*(f".{c}" for c in named), *(f"{tag}.{c}" for c in named)):
                if found := self.rules.get(name):
                    effect = found.over(effect)
            for every, compound in (c for n in named for c in self.compounds.get(n, ())):
                effect = compound.over(effect) if every.issubset(named) else effect
        if id_:
            for name in (f"#{id_}", f"{tag}#{id_}"):
                if found := self.rules.get(name):
                    effect = found.over(effect)
        return effect


def style_sheet(css: str, other: Callable[[str, Effect], None]) -> StyleSheet:
    """The rules of `css` that hide or show; linear in its length.

    `other` is called with each selector that names more than one element, and its effect.
    """
    sheet = StyleSheet()
    css = css.replace("<!--", " ").replace("-->", " ")
    for count, (selectors, body) in enumerate(_rules(_COMMENT.sub(" ", css))):
        if count >= _MOST_RULES:
            break
        if not _TELLING.search(body):
            continue
        effect = effect_of(declarations(body))
        if effect is NOTHING:
            continue
        for selector in map(str.strip, selectors.split(",")):
            if (name := _named(selector)) is not None:
                sheet.add(name, effect)
            elif _SHOWS.search(body):  # ".reveal p { opacity: 0 }" is where an animation begins
                other(selector, effect)
    return sheet


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that stand in no other."""
    depth = begin = 0
    selectors = ""
    for match in _BRACE.finditer(css):
        at = match.start()
        if css[at] == "{":
            if depth == 0:
                # Before a rule there may be "@import …;".
                selectors, begin = css[begin:at].rpartition(";")[2].strip(), at + 1
            depth += 1
            continue
        depth = max(0, depth - 1)
        if depth == 0:
            if not selectors.startswith("@"):
                yield selectors, css[begin:at]
            begin = at + 1


def _named(selector: str) -> str | None:
    """The one element that a selector names; None when it is of another kind."""
    match = _SELECTOR.fullmatch(selector)
    if match is None or not selector:
        return None
    tag, name = (match[1] or "").lower(), match[2] or ""
    # A rule for several classes is looked for by the classes alone.
    tag = "" if name.count(".") > 1 else tag
    return None if tag in ("html", "body") and not name else f"{tag}{name}"


def declarations(css: str) -> Declarations:
    """Values by property, in small letters; of several the last that is `!important`, or the
    last."""
    if "/*" in css:
        css = _COMMENT.sub("", css)
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
    if colour and colour == ground:
        return False
    clear = colour == "transparent" or _CLEAR.fullmatch(colour) is not None
    if clear and not any("background-clip" in name for name in found):  # else it shows through
        return False
    return True if _ABSOLUTE.search(size) else None


def _unseen(found: Declarations) -> bool:
    """Whether what is displayed lies outside of what is shown, or lets all light through."""
    if found.get("content-visibility") == "hidden" or _is_none(found, "opacity"):
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
    if _INSET.fullmatch(found.get("clip-path", "")) or moved == "scale(0)":
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
