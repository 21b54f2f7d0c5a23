"""Which elements of a page nobody sees: by tag, attribute, style or the usual class names."""

from __future__ import annotations

import re

from lxml.etree import _Element

from service.text.html.css.declarations import NOTHING, Effect, declarations, effect_of
from service.text.html.css.nested_rules import NestedRules
from service.text.html.css.stylesheet import StyleSheet, style_sheet

# Never rendered (`<head>` is not among them: the parser puts unknown elements into it that stand
# before any text); of media and frames only what stands in for them where they cannot be shown.
NEVER_SEEN = frozenset(
    """script style template noscript title meta link base datalist noframes noembed param
    source track area map audio video canvas object embed iframe applet frameset frame svg
    annotation annotation-xml rt rp rtc del s strike amp-sidebar amp-lightbox amp-analytics amp-ad
    amp-embed amp-consent amp-user-notification amp-state amp-img amp-video amp-iframe amp-audio
    portal fencedframe""".split()
)
# What a form asks with is seen, but is not the page's text.
CONTROLS = frozenset("input select option optgroup textarea button meter progress".split())
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


class Visibility:
    """Tells for the elements of one page, in document order, which are not seen."""

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
            ruled = self._sheet.rules.get(tag) if self._sheet.rules else None
            ruled = self._nested.effect(element, tag, (), "").over(ruled or NOTHING)
            return Effect(displayed=False) if tag in _UNTIL_OPENED else ruled
        if "hidden" in attributes or "popover" in attributes:
            return Effect(displayed=False)
        if tag in _UNTIL_OPENED and "open" not in attributes:
            return Effect(displayed=False)
        classes = attributes.get("class", "").split()
        if classes and _hides(classes):
            return Effect(displayed=False)
        ruled = NOTHING
        if self._sheet.rules or self._sheet.compounds:
            ruled = self._sheet.effect(tag, classes, attributes.get("id", ""))
        if self._nested.rules:
            ruled = self._nested.effect(element, tag, classes, attributes.get("id", "")).over(ruled)
        style = attributes.get("style")
        own = effect_of(declarations(style)) if style else NOTHING
        return ruled if own is NOTHING else own.over(ruled)


def _is_for_screens(style: _Element) -> bool:
    return style.get("media", "").strip().lower() in ("", "all", "screen")


def _is_shadow_root(element: _Element) -> bool:
    return "shadowrootmode" in element.attrib or "shadowroot" in element.attrib


def _hides(classes: list[str]) -> bool:
    if not any(c.lower() in _HIDDEN_CLASSES for c in classes):
        return False
    return not any(_SHOWN_CLASS.fullmatch(c.lower()) for c in classes)
