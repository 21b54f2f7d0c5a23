"""Pages made to cost more than their size: each takes a number of characters."""

from __future__ import annotations

from collections.abc import Callable

_END = "<p>Good.</p>"
_PROSE = "A word is here now, and then it is gone."

HOSTILE: dict[str, Callable[[int], str]] = {
    "style rules": lambda n: (
        "<style>" + "".join(f".c{i}{{display:none}}" for i in range(n // 22)) + "</style>" + _END
    ),
    "braces": lambda n: "<style>" + "{" * n + "</style>" + _END,
    "selectors": lambda n: "<style>" + ".a," * (n // 3) + "{display:none}</style>" + _END,
    "style comments": lambda n: "<style>" + "/*" * (n // 2) + "</style>" + _END,
    "declarations": lambda n: "<style>.a{" + "display:none;" * (n // 13) + "}</style>" + _END,
    "blanks in a value": lambda n: "<style>.a{clip:rect(" + " " * n + "}</style>" + _END,
    "inline styles": lambda n: "<p style='display:none;color:red'>x</p>" * (n // 40) + _END,
    "one inline style": lambda n: "<p style='" + "a:b;" * (n // 4) + "'>x</p>" + _END,
    "classes": lambda n: "<p class='" + "".join(f"c{i} " for i in range(n // 7)) + "'>Good.</p>",
    "marks in classes": lambda n: "<p class='caption ______________'>a b</p>" * (n // 40),
    "a class of marks": lambda n: f"<p class='caption {'_' * n}'>Good.</p>",
    "a long class": lambda n: f"<div class='{'a' * n}'>Good.</div>",
    "paragraphs with classes": lambda n: (
        "<style>.a{display:block}</style>" + "<p class='a b c d e f'>a b</p>" * (n // 30)
    ),
    "quotations in quotations": lambda n: "<p>" + "<q>x" * (n // 4),
    "quotations": lambda n: "<p>" + "<q>x</q>" * (n // 8),
    "marks of notes": lambda n: "<p>" + "<sup>1</sup>" * (n // 12),
    "a large mark": lambda n: "<p>word<sup>" + "<a>1</a>" * (n // 8) + "</sup>",
    "marks in marks": lambda n: "<p>word" + "<sup>1" * (n // 6),
    "anchors": lambda n: "<p>" + "word<a href='#x'>1</a>" * (n // 22),
    "unknown elements": lambda n: "<x-a>b</x-a>" * (n // 12),
    "unknown in unknown": lambda n: "<x-a>b" * (n // 6),
    "asides": lambda n: "<article>" + f"<aside>{_PROSE}</aside>" * (n // 55),
    "pulled quotations": lambda n: (
        "<article>" + f"<aside class=pullquote>{_PROSE}</aside>" * (n // 75) + _END
    ),
    "footers": lambda n: "<article>" + f"<footer>{_PROSE}</footer>" * (n // 57) + _END,
    "headings that lead away": lambda n: (
        f"<article><p>{_PROSE}" + "<h2>Related</h2><p>x</p>" * (n // 24)
    ),
    "such headings nested": lambda n: "<article>" + "<div><h2>Related</h2>" * (n // 21),
    "headlines": lambda n: "<h1>Title</h1>" * (n // 14),
    "items": lambda n: "<ul>" + "<li>item words here.</li>" * (n // 25),
    "cells": lambda n: "<table>" + "<tr><td>a b c d.</td></tr>" * (n // 26),
    "tables": lambda n: "<table><tr><td>a</td></tr></table>" * (n // 33),
    "block quotations": lambda n: "<blockquote>a</blockquote>" * (n // 26),
    "parts of a title": lambda n: "<title>" + " | a" * (n // 4) + "</title>" + _END,
    "titles": lambda n: "<title>a - b</title>" * (n // 20) + _END,
    "properties": lambda n: "<meta property=x content=y>" * (n // 27) + "<title>a - b</title>a",
    "linked data": lambda n: (
        "<script type='application/ld+json'>" + '[{"articleBody":' * (n // 16) + "</script>" + _END
    ),
    "CDATA": lambda n: "<![CDATA[" * (n // 9) + _END,
    "prologues": lambda n: "<?xml " * (n // 6) + _END,
    "blanks": lambda n: " " * n + _END,
    "empty lines": lambda n: "<b>good</b>" + "\n " * (n // 2) + "good",
    "soft hyphens": lambda n: "<p>good" + "\u00ad" * n,
    "characters that mark blocks": lambda n: "<article><p>" + "\U00020000 " * (n // 2) + _END,
    "dashes in a comment": lambda n: _END + "<!--" + "-" * n,
    "signs in a script": lambda n: "<script>" + "<" * n + "</script>" + _END,
    "buttons": lambda n: "<p>x" + "<button>a</button>b" * (n // 19),
    "buttons in buttons": lambda n: "<p>x" + "<button>a" * (n // 9) + "b",
    "bold": lambda n: "<p>" + "<b>a</b>" * (n // 8),
    "tags that never end": lambda n: _END + "<a b='" * (n // 6),
    "scripts that look like tags": lambda n: "<script>x='<a b=\"'</script>" * (n // 28) + _END,
    "hidden elements": lambda n: "<div hidden>x</div>" * (n // 19) + _END,
    "hidden in hidden": lambda n: "<div hidden>x" * (n // 13) + "<p>Good.",
}
