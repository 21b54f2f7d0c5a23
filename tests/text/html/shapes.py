"""Whole articles in the shapes that sites give them, with what is around their paragraphs.

Each expectation lists the blocks in order, the article's own paragraphs by their numbers.
"""

from __future__ import annotations

from tests.text.html.small import AFTER, BEFORE, A

P = (A, *BEFORE, *AFTER)
ALL = "0|1|2|3|4|5|6|7"
FERRY = "The ferry men call it a disgrace to all."
LATE = '<a href="/x">Bridge opens two years late and nobody cares</a>'
TEASER = (
    '<h3><a href="/x">Bridge late</a></h3>'
    "<p>The bridge at Portvale opened two years late on Friday, to nobody.</p>"
)


def _p(begin: int = 0, end: int = 8) -> str:
    return "".join(f"<p>{text}</p>" for text in P[begin:end])


def _amid(markup: str) -> str:
    return f"<article>{_p(0, 3)}{markup}{_p(3, 8)}</article>"


def _each(form: str) -> str:
    return "".join(form.replace("#", str(i)).replace("*", text) for i, text in enumerate(P))


SHAPES: dict[str, tuple[str, str]] = {
    "related amid": (_amid(f"<div class='inline-related'><h4>RELATED</h4>{LATE}</div>"), ALL),
    "related amid without a class": (_amid(f"<div class='b7'><p>RELATED: {LATE}</p></div>"), ALL),
    "a paragraph of a link alone": (_amid(f"<p>{LATE}</p>"), ALL),
    "sign-up amid": (_amid("<div class=b7><p>Sign up for news.</p><input type=email></div>"), ALL),
    "comments in a list": (
        f"<article>{_p()}</article><div class=b><h3>Comments</h3><ul><li><b>Bo</b>"
        "<p>I hate this mayor so very much, and her dog too.</p></li></ul></div>",
        ALL,
    ),
    "comments under a heading": (
        f"<h1>Road</h1>{_p()}<h3>3 Comments</h3>"
        "<p>I hate this mayor so very much, and her dog too.</p><p>Me too, and so does Bo.</p>",
        "Road|" + ALL,
    ),
    "more articles under a heading": (
        f"<main>{_p()}<section><h2>More from Politics</h2><article>{TEASER}</article></section>"
        "</main>",
        ALL,
    ),
    "more articles without a heading": (
        f"<div id=main>{_p()}</div><div id=side><div class=c>{TEASER}</div></div>",
        ALL,
    ),
    "copyright": (f"<div>{_p()}</div><div>© 2026 Gazette. All rights reserved.</div>", ALL),
    "table of contents": (
        "<article><div class=toc><p>Contents</p><ul><li><a href='#a'>Start</a><li>"
        f"<a href='#b'>End</a></ul></div>{_p()}</article>",
        ALL,
    ),
    "cookies without a name": (
        "<div class=x9><p>We use cookies to make this site work. <button>Accept</button></p></div>"
        f"<article>{_p()}</article>",
        ALL,
    ),
    "parts that are articles": (
        f"<main><article><h2>One</h2>{_p(0, 4)}</article>"
        f"<article><h2>Two</h2>{_p(4, 8)}</article></main>",
        "One|0|1|2|3|Two|4|5|6|7",
    ),
    "spans for paragraphs": (_each("<span style='display:block'>*</span>"), ALL),
    "line breaks for paragraphs": (
        f"<div class=post>{'<br><br>'.join(P)}</div><div class=sidebar>Adverts and links</div>",
        ALL,
    ),
    "a table for the layout": (
        "<table><tr><td><a href=x>Nav</a><br><a href=y>More</a></td>"
        f"<td>{'<br><br>'.join(P)}</td></tr></table>",
        ALL,
    ),
    "a table of figures": (
        _amid("<table><tr><th>Town</th><th>Cars</th></tr><tr><td>Portvale</td><td>12</table>"),
        ALL,
    ),
    "a box of facts": (
        _amid("<aside class=factbox><h3>Facts</h3><ul><li>It was built in 1874.</ul></aside>"),
        "0|1|2|Facts|- It was built in 1874.|3|4|5|6|7",
    ),
    "short paragraphs": (
        _amid("<p>He lied.</p><p>No.</p><p>“Never”</p>"),
        "0|1|2|He lied.|No.|“Never”|3|4|5|6|7",
    ),
    "sections with headings": (
        f"<article>{_each('<section><h2>Head #</h2><div><p>*</p></div></section>')}</article>",
        "|".join(f"Head {i}|{i}" for i in range(8)),
    ),
    "a list of points": (
        f"<ol>{_each('<li><h3>Point #</h3><p>*</p></li>')}</ol>",
        "|".join(f"Point {i}|{i}" for i in range(8)),
    ),
    "questions": (
        _each("<p><strong>Question #?</strong></p><p>*</p>"),
        "|".join(f"Question {i}?|{i}" for i in range(8)),
    ),
    "times and texts": (
        f"<div class=lb>{_each('<div><span>12:0#</span><div>*</div></div>')}</div>",
        "|".join(f"12:0{i}|{i}" for i in range(8)),
    ),
    "summary in the header": (
        "<article><header><h1>Road</h1><p>Seven votes to two: it is done.</p>"
        f"<div><span>By Bo Li</span><time>3 March 2026</time></div></header>{_p()}</article>",
        "Road|Seven votes to two: it is done.|By Bo Li 3 March 2026|" + ALL,
    ),
    "summary outside of the text": (
        f"<div><h1>Road</h1><p>Seven votes to two: it is done.</p></div><div class=b>{_p()}</div>",
        "Road|Seven votes to two: it is done.|" + ALL,
    ),
    "bare text at the end": (f"<article>{_p()}{FERRY}</article>", f"{ALL}|{FERRY}"),
    "a section at the end": (f"<body>{_p()}<section>{FERRY}</section></body>", f"{ALL}|{FERRY}"),
    "hidden paragraphs": (
        f"<article>{_p(0, 4)}<div style='display:none'>{_p(4, 6)}</div>{_p(6, 8)}</article>",
        "0|1|2|3|6|7",
    ),
    "two headlines": (
        f"<header><h1><a href=/>Gazette</a></h1></header><article><h1>Road</h1>{_p()}</article>",
        "Road|" + ALL,
    ),
    "the site's name as the only h1": (
        f"<header><h1><a href=/>Gazette</a></h1></header><article><h2>Road</h2>{_p()}</article>",
        "Road|" + ALL,
    ),
    "captions by class": (
        _amid("<div class=image><img src=x><div class=image-caption>The quay.</div></div>"),
        "0|1|2|The quay.|3|4|5|6|7",
    ),
}
