"""What the CSS of a page hides, as far as that is known without its layout.

Used are the declarations of `style` attributes and the rules of `<style>` elements whose selectors
name one element (`p`, `.note`, `#ad`, `p.note`, `.note.closed`) or one within another (`.note p`,
`.note > p`). Ignored are pseudo-classes, rules within `@media` and the like, and rules that depend
on the root of the page (`.no-js p`): their effect depends on the device or on scripts. External
style sheets are never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from service.text.html.css.declarations import COMMENT, NOTHING, Effect, declarations, effect_of

_TELLING = re.compile(
    r"display|visib|hidden|opacity|font-size|indent|margin-left|clip|position|transform|transparent|"
    r"background|rgb|hsl|font:|font\s|opacity|#[0-9a-f]{3,8}",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"\b(?:display|visibility)\s*+:", re.IGNORECASE)
_ALWAYS_HOLDS = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)|@layer\b[^;{}]*", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_SELECTOR = re.compile(
    r"([a-z][a-z0-9-]*+)?(#-?[_a-z][\w-]*+|(?:\.-?[_a-z][\w-]*+){1,3}+)?", re.IGNORECASE
)
_MOST_RULES = 20_000
_MOST_CLASSES = 40
_MOST_COMPOUNDS = 20


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

    def effect(self, tag: str, classes: Sequence[str], id_: str) -> Effect:
        """The effect on an element; of several rules the most specific wins."""
        effect = self.rules.get(tag, NOTHING)
        if not self.classes.isdisjoint(classes):
            effect = self._by_class(tag, classes[:_MOST_CLASSES], effect)
        return self._by_name((f"#{id_}", f"{tag}#{id_}"), effect) if id_ else effect

    def _by_class(self, tag: str, classes: Sequence[str], effect: Effect) -> Effect:
        """`.note`, `p.note` and `.note.closed` over `effect`."""
        names = (*(f".{c}" for c in classes), *(f"{tag}.{c}" for c in classes))
        effect = self._by_name(names, effect)
        for every, compound in (c for name in classes for c in self.compounds.get(name, ())):
            effect = compound.over(effect) if every.issubset(classes) else effect
        return effect

    def _by_name(self, names: Iterable[str], effect: Effect) -> Effect:
        """The rules of each name over `effect`, the last one on top."""
        for name in names:
            if found := self.rules.get(name):
                effect = found.over(effect)
        return effect


def style_sheet(css: str, other: Callable[[str, Effect], None]) -> StyleSheet:
    """The rules of `css` that hide or show; linear in its length.

    `other` is called with each selector that names more than one element, and its effect.
    """
    sheet = StyleSheet()
    css = css.replace("<!--", " ").replace("-->", " ")
    for count, (selectors, body) in enumerate(_rules(COMMENT.sub(" ", css))):
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
    """Selectors and declarations of the rules that are in no other rule."""
    depth = begin = 0
    selectors = ""
    for match in _BRACE.finditer(css):
        at = match.start()
        if css[at] == "{":
            if depth == 0:
                # Before a rule there may be "@import …;".
                selectors, begin = css[begin:at].rpartition(";")[2].strip(), at + 1
                if _ALWAYS_HOLDS.fullmatch(selectors):
                    continue  # the rules within apply as if they stood outside
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
    # A rule for several classes is found by the classes alone.
    tag = "" if name.count(".") > 1 else tag
    return None if tag in ("html", "body") and not name else f"{tag}{name}"
