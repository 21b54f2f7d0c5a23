"""HTML cut into tags and text: what browsers show, and no more work than there is text."""

from __future__ import annotations

import pytest

from service.text.html.extract import extract
from service.text.html.tags import Tag, tokens, without_oversized_tags


def shown(page: str) -> str:
    return "|".join(f"<{p.name}>" if isinstance(p, Tag) else p for p in tokens(page))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Good &amp; bad</P>", "<p>|Good & bad|<p>|"),
        ("a < b, 1<2", "a |<| b, 1|<|2"),
        ('<a title="x > y">z</a>', "<a>|z|<a>|"),
        ("<p don't>can't</p>", "<p>|can't|<p>|"),
        ("a<!-- <b> -->b", "a|b"),
        ("a<!-- b", "a"),
        ("a<b c='d", "a"),
        ("<!DOCTYPE html><p>a", "<p>|a"),
        ("<script>if (a < b) '</p>'</SCRIPT>b", "<script>|<script>|b"),
        ("<style>a", "<style>"),
        ("&#" + "9" * 5000 + ";&#x" + "f" * 5000, "\ufffd\ufffd"),
        ("&#8212;&nosuch;", "—&nosuch;"),
    ],
)
def test_what_is_told_apart(page: str, expected: str) -> None:
    assert shown(page) == expected


def test_only_tags_of_very_many_attributes_lose_them() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(3000))
    many = f"<p {attributes}>"
    image = f'<img src="data:{"x" * 20_000}" alt="a b c">'
    assert without_oversized_tags(f"{image}{many}text</p>") == f"{image}<p>text</p>"
    assert without_oversized_tags(f"<p>text</p {attributes}>") == "<p>text</p>"


@pytest.mark.parametrize(
    "part",
    ["<!--", "<a", "<a href='", '<a href="', "<a b=", "<", "</", "<?", "<![", "&#", "<script>"],
)
def test_ends_that_are_missing_are_missed_once(part: str) -> None:
    """A parser that looks for each anew would need hours for this."""
    assert len(shown(part * 500_000)) <= 4_000_000
    assert extract("<p>Good news here.</p>" + part * 100_000).text.startswith("Good news")
