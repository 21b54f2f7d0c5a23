"""Rules of a style sheet for one element within another: `.note p`, `#ad > .text`.

Only rules with `display` or `visibility` count. Rules whose outer element is the root of the page
are ignored, because scripts set and remove its classes: `.no-js .gallery`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element

from service.text.html.css.declarations import NOTHING, Effect

_COMPOUND = r"(?:[a-z][\w-]{0,40}+)?(?:[.#]-?[_a-z][\w-]{0,80}+){0,3}+"
_NESTED = re.compile(rf"({_COMPOUND})(\s*+>\s*+|\s++)({_COMPOUND})", re.IGNORECASE)
_NAME = re.compile(r"[.#]?[\w-]++")
_ROOTS = frozenset({"html", "body"})
_MOST_RULES = 2_000
_MOST_ALIKE = 20  # rules whose inner element has the same name
_MOST_CLASSES = 40
_DEPTH = 30  # ancestors that are tried
_STEPS = 100_000  # ancestors tried for a whole page: a hostile one would need billions

Names = frozenset[str]  # of an element: `p`, `.note`, `#ad`


@dataclass(frozen=True, slots=True)
class _Rule:
    outer: Names
    child: bool
    inner: Names
    effect: Effect


@dataclass(slots=True)
class NestedRules:
    """The rules of a page, by a name that their inner element must have."""

    rules: dict[str, list[_Rule]] = field(default_factory=dict)
    count: int = 0
    steps: int = _STEPS

    def add(self, selector: str, effect: Effect) -> None:
        """Note a rule if its selector is of this kind."""
        match = _NESTED.fullmatch(selector)
        effect = Effect(displayed=effect.displayed, visible=effect.visible)
        if match is None or effect == NOTHING or self.count >= _MOST_RULES:
            return
        outer, inner = _names(match[1]), _names(match[3])
        if not outer or not inner or outer & _ROOTS:
            return
        # The rarest kind of name finds it: "#" before "." before the tag.
        alike = self.rules.setdefault(min(inner, key=_commonness), [])
        if len(alike) < _MOST_ALIKE:
            alike.append(_Rule(outer, ">" in match[2], inner, effect))
            self.count += 1

    def effect(self, element: _Element, tag: str, classes: Sequence[str], id_: str) -> Effect:
        """The effect on an element; of several rules the later one wins."""
        found = NOTHING
        if not self.rules:
            return found
        own: Names | None = None
        for name in _own_names(tag, classes, id_):
            for rule in self.rules.get(name, ()):
                own = own or frozenset(_own_names(tag, classes, id_))
                if rule.inner <= own and self._is_within(element, rule):
                    found = rule.effect.over(found)
        return found

    def _is_within(self, element: _Element, rule: _Rule) -> bool:
        parent = element.getparent()
        for _ in range(1 if rule.child else _DEPTH):
            if parent is None or not isinstance(parent.tag, str) or self.steps <= 0:
                return False
            self.steps -= 1
            if parent.tag in _ROOTS:
                return False
            classes = parent.get("class", "").split()
            if rule.outer.issubset(_own_names(parent.tag, classes, parent.get("id", ""))):
                return True
            parent = parent.getparent()
        return False


def _names(compound: str) -> Names:
    names = _NAME.findall(compound)
    return frozenset(name if name[0] in ".#" else name.lower() for name in names)


def _commonness(name: str) -> tuple[int, str]:
    return ("#.".index(name[0]) if name[0] in "#." else 2, name)


def _own_names(tag: str, classes: Sequence[str], id_: str) -> Iterator[str]:
    yield tag
    for name in classes[:_MOST_CLASSES]:
        yield f".{name}"
    if id_:
        yield f"#{id_}"
