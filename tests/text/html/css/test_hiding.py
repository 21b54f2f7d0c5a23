"""Each way in which declarations hide: a style that does, and one that only looks so."""

from __future__ import annotations

import pytest

from service.text.html.css import hiding
from service.text.html.css.declarations import declarations
from service.text.html.css.hiding import HidingRule

CASES: list[tuple[HidingRule, str, str]] = [
    (hiding.is_content_hidden, "content-visibility: hidden", "content-visibility: auto"),
    (hiding.is_clear, "opacity: 0.0", "opacity: 0.1"),
    (hiding.is_filtered_clear, "filter: opacity(0%)", "filter: opacity(50%)"),
    (hiding.is_indented_away, "text-indent: -9999px", "text-indent: -20px"),
    (hiding.is_placed_away, "position: absolute; left: -9999px", "left: -9999px"),
    (hiding.is_clipped, "position: absolute; clip: rect(0 0 0 0)", "clip: rect(0 0 0 0)"),
    (hiding.is_clipped_by_a_path, "clip-path: inset(50%)", "clip-path: inset(5px)"),
    (hiding.is_scaled_away, "transform: scale(0)", "transform: scale(0.5)"),
    (hiding.is_moved_away, "transform: translateX(-9999px)", "transform: translateX(-9px)"),
    (hiding.has_no_room, "overflow: hidden; height: 0", "height: 0"),
    (hiding.has_no_size, "font-size: 1px", "font-size: 9px"),
    (hiding.has_no_font_size, "font: 0/0 a", "font: 10px a"),
    (
        hiding.has_the_background_colour,
        "color: white; background: #fff",
        "color: white; background: #000",
    ),
    (
        hiding.has_a_clear_colour,
        "color: transparent",
        "color: transparent; -webkit-background-clip: text",
    ),
]


@pytest.mark.parametrize(("rule", "hides", "shows"), CASES)
def test_a_way_to_hide(rule: HidingRule, hides: str, shows: str) -> None:
    assert rule(declarations(hides))
    assert not rule(declarations(shows))


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, *_ in CASES} == {*hiding.UNSEEN, *hiding.ILLEGIBLE}
