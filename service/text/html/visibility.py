"""Which elements of a page are not visible, by tag, attribute, style or usual class names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.etree import _Element

from service.text.html.css.declarations import NOTHING, Effect, declarations, effect_of
from service.text.html.css.nested_rules import NestedRules
from service.text.html.css.stylesheet import StyleSheet, style_sheet
from service.text.html.elements import NEVER_SEEN

_HIDDEN_CLASSES = frozenset(
    """sr-only visually-hidden visuallyhidden visually_hidden screen-reader-text screen-reader
    screenreader screenreader-only sr-text show-for-sr assistive-text a11y-hidden u-hidden
    u-visually-hidden u-hiddenvisually hidden hide d-none is-hidden display-none uk-hidden invisible
    hidden-text element-invisible element-hidden offscreen off-screen usa-sr-only
    govuk-visually-hidden mw-editsection""".split()
)
# "hidden md:block", "d-none d-lg-block": hidden on narrow screens only.
_SHOWN_CLASS = re.compile(
    r"(?:d-(?:sm|md|lg|xl|xxl)-|(?:sm|md|lg|xl|2xl):)(?:not-sr-only|visible|block|inline|flex|grid|"
    r"inline-block|inline-flex|contents|table)"
)
_ROOTS = ("html", "body")
_UNTIL_OPENED = ("dialog", "amp-lightbox")
_HIDDEN = Effect(displayed=False)


class Visibility:
    """The visibility of the elements of one page."""

    def __init__(self, tree: _Element) -> None:
        css = "\n".join(s.text or "" for s in tree.iter("style") if _is_for_screens(s))
        self._nested = NestedRules()
        self._sheet = style_sheet(css, self._nested.add) if "{" in css else StyleSheet()

    def effect(self, element: _Element, tag: str) -> Effect:
        """What tag, attributes and rules do to the element.

        The roots of a page are always displayed: where a style hides them, a script or an
        animation shows them at once.
        """
        if tag in NEVER_SEEN:
            return Effect(displayed=tag == "template" and _is_shadow_root(element))
        if tag in _ROOTS:
            return NOTHING
        attributes = element.attrib
        if not attributes:
            return _HIDDEN if tag in _UNTIL_OPENED else self._ruled(element, tag, [], "")
        classes = attributes.get("class", "").split()
        if _is_hidden(tag, attributes) or (classes and _hides(classes)):
            return _HIDDEN
        ruled = self._ruled(element, tag, classes, attributes.get("id", ""))
        style = attributes.get("style")
        own = effect_of(declarations(style)) if style else NOTHING
        return ruled if own is NOTHING else own.over(ruled)

    def _ruled(self, element: _Element, tag: str, classes: list[str], id_: str) -> Effect:
        """What the rules of the page's style sheets do to the element."""
        ruled = NOTHING
        if self._sheet.rules or self._sheet.compounds:
            ruled = self._sheet.effect(tag, classes, id_)
        if self._nested.rules:
            ruled = self._nested.effect(element, tag, classes, id_).over(ruled)
        return ruled


def _is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an attribute hides the element until a script or the reader opens it."""
    if "hidden" in attributes or "popover" in attributes:
        return True
    return tag in _UNTIL_OPENED and "open" not in attributes


def _is_for_screens(style: _Element) -> bool:
    return style.get("media", "").strip().lower() in ("", "all", "screen")


def _is_shadow_root(element: _Element) -> bool:
    return "shadowrootmode" in element.attrib or "shadowroot" in element.attrib


def _hides(classes: list[str]) -> bool:
    if not any(c.lower() in _HIDDEN_CLASSES for c in classes):
        return False
    return not any(_SHOWN_CLASS.fullmatch(c.lower()) for c in classes)
