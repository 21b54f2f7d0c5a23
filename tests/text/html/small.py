"""Small pages, each about one thing that pages do, with what a reader sees of it.

A case is (name, page, texts that must be there, texts that must not). `amid` sets a piece of
markup between two paragraphs of an article; a name that ends in "alone" has no article around.
"""

from __future__ import annotations

A = (
    "The council voted on Monday to close the harbour road to private cars after a dispute of "
    "three years that had divided the old town."
)
B = (
    "The ferry company said on Friday that it would run two more boats each hour until the new "
    "bridge at Portvale is open to all."
)

# Further paragraphs of the same article: a short page is taken whole, a long one is chosen from.
BEFORE = (
    "The vote came after a night of speeches in the old customs house, where more than two "
    "hundred people stood in the rain to listen.",
    "Shop owners on the quay have fought the plan since it was first drawn, and say that two of "
    "them in every seven will not see another winter.",
    "Doctors at the clinic have asked for it for as long, after a year in which eleven children "
    "were hurt by cars on the way to school.",
    "The road was built for carts in 1874, and has been widened twice since then, each time "
    "against the will of those who live on it.",
)
AFTER = (
    "A study by the county found that nine in ten of the cars only pass through, on their way to "
    "the motorway and the ring.",
    "Nobody knows yet what the change will cost, but the treasurer put it at some four million "
    "over the next three years.",
    "The opposition has asked the county court to stop it, and a first hearing is to be held "
    "before the end of the month.",
)
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
IMPRINT = "<footer><p>Portvale Gazette belongs to the press council.</p></footer>"

Case = tuple[str, str, list[str], list[str]]


def amid(markup: str) -> str:
    """An article with the markup between its two paragraphs."""
    return f"<article><h1>Harbour road</h1><p>{A}</p>{markup}<p>{B}</p></article>"


def styled(css: str, markup: str) -> str:
    """The same with a style sheet."""
    return f"<html><head><style>{css}</style></head><body>{amid(markup)}</body></html>"


def long_forms(page: str) -> list[str]:
    """A page of ours with a long article: in an element of its own, in divs, in the body."""
    first, last = f"<p>{A}</p>", f"<p>{B}</p>"
    if page.count(first) != 1 or page.count(last) != 1:
        return []
    before, after = ("".join(f"<p>{text}</p>" for text in texts) for texts in (BEFORE, AFTER))
    long = page.replace(first, first + before).replace(last, after + last)
    if "<body" not in page:
        long = f"<html><body>{MENU}{long}{IMPRINT}</body></html>"
    divs = long.replace("<article>", '<div class="content"><div class="x1">')
    return [
        long,
        divs.replace("</article>", "</div></div>"),
        long.replace("<article>", "").replace("</article>", ""),
    ]


SECRET = "SECRET words that nobody sees."
OPEN = "The ferry men call it a disgrace to all."


def _hidden(name: str, markup: str) -> Case:
    return name, amid(markup.replace("*", SECRET)), [A, B], ["SECRET"]


def _shown(name: str, markup: str) -> Case:
    return name, amid(markup.replace("*", OPEN)), [A, OPEN, B], []


def _inline(name: str, markup: str, expected: str, *lacks: str) -> Case:
    return name, amid(f"<p>{markup}</p>"), [A, expected, B], list(lacks)


HIDDEN: list[Case] = [
    _hidden("hidden attribute", "<p hidden>*</p>"),
    _hidden("hidden attribute with a value", '<div hidden="hidden"><p>*</p></div>'),
    _hidden("hidden until found", '<div hidden="until-found">*</div>'),
    _hidden("display none", '<p style="display:none">*</p>'),
    _hidden("display none, spaced", '<p style="color : red; display : none ;">*</p>'),
    _hidden("display none, important", '<p style="DISPLAY:NONE !important">*</p>'),
    _hidden("display none around", '<div style="display:none"><div><p>*</p></div></div>'),
    _hidden("display none in a span", '<p><span style="display:none">*</span></p>'),
    (
        "display none with a comment",
        amid(f'<p style="display:/* */none">{SECRET}</p>'),
        [A, B],
        ["SECRET"],
    ),
    _hidden("display none by a reference", "<p style='display&#58;none'>*</p>"),
    _hidden("visibility hidden", '<p style="visibility:hidden">*</p>'),
    _hidden("visibility collapse", '<p style="visibility: collapse">*</p>'),
    _hidden("aria-hidden and hidden", '<p aria-hidden="true" style="visibility:hidden">*</p>'),
    _hidden("opacity", '<p style="opacity:0">*</p>'),
    _hidden("opacity with digits", '<p style="opacity: 0.0">*</p>'),
    _hidden("font size", '<p style="font-size:0">*</p>'),
    _hidden("font size in pixels", '<p style="font-size: 0px">*</p>'),
    _hidden("clear letters", '<p style="color:transparent">*</p>'),
    _hidden("clear letters, rgba", '<p style="color:rgba(0, 0, 0, 0)">*</p>'),
    _hidden("letters of a pixel", '<p style="font-size:1px">*</p>'),
    _hidden("white on white", '<p style="color:#fff;background:#fff">*</p>'),
    _hidden("pushed away", '<p style="margin-left:-9999px">*</p>'),
    _hidden("moved away", '<p style="transform:translateX(-9999px)">*</p>'),
    _hidden("one pixel", '<p style="position:absolute;width:1px;height:1px;overflow:hidden">*</p>'),
    _hidden("label of a field", '<label for="x">*</label><input id="x">'),
    _hidden("indented away", '<p style="text-indent:-9999px">*</p>'),
    _hidden("placed away", '<p style="position:absolute; left:-10000px">*</p>'),
    _hidden("placed above", '<p style="position:fixed; top:-999em">*</p>'),
    _hidden("clipped", '<p style="position:absolute;clip:rect(0 0 0 0)">*</p>'),
    _hidden("clipped, commas", '<p style="position:absolute;clip:rect(1px, 1px, 1px, 1px)">*</p>'),
    _hidden("clip path", '<p style="clip-path: inset(50%)">*</p>'),
    _hidden("no height", '<div style="height:0;overflow:hidden"><p>*</p></div>'),
    _hidden("no greatest height", '<div style="max-height:0px;overflow:hidden">*</div>'),
    _hidden("scaled away", '<p style="transform:scale(0)">*</p>'),
    _hidden("content visibility", '<p style="content-visibility:hidden">*</p>'),
    _hidden("class sr-only", '<span class="sr-only">*</span>'),
    _hidden("class visually-hidden", '<p class="note visually-hidden">*</p>'),
    _hidden("class screen-reader-text", '<p class="screen-reader-text">*</p>'),
    _hidden("class d-none", '<p class="d-none">*</p>'),
    _hidden("template", "<template><p>*</p></template>"),
    _hidden("noscript", "<noscript><p>*</p></noscript>"),
    _hidden("noscript image", '<noscript><img src="a.jpg" alt="*"></noscript>'),
    _hidden("closed dialog", "<dialog><p>*</p></dialog>"),
    _hidden("popover", '<div popover id="tip"><p>*</p></div>'),
    _hidden("script", "<script>document.write('*')</script>"),
    _hidden("JSON in a script", '<script type="application/json">{"t": "*"}</script>'),
    _hidden("style", "<style>p::before { content: '*' }</style>"),
    _hidden("comment", "<!-- <p>*</p> -->"),
    _hidden("conditional comment", "<!--[if lt IE 9]><p>*</p><![endif]-->"),
    _hidden("alternative text", '<p><img src="a.jpg" alt="*"></p>'),
    _hidden("title attribute", f'<p title="*">{OPEN}</p>'),
    _hidden("iframe", "<iframe src='x'><p>*</p></iframe>"),
    _hidden("object", "<object data='x'><p>*</p></object>"),
    _hidden("video", "<video controls><p>*</p></video>"),
    _hidden("audio", "<audio src='x'>*</audio>"),
    _hidden("canvas", "<canvas>*</canvas>"),
    _hidden("svg", "<svg><title>*</title><text>*</text></svg>"),
    _hidden("hidden input", '<input type="hidden" value="*">'),
    _hidden("select", "<select><option>*</option></select>"),
    _hidden("datalist", "<datalist><option>*</option></datalist>"),
    _hidden("textarea", "<textarea>*</textarea>"),
    _hidden("deleted", "<p>The road is <del>*</del> closed.</p>"),
    _hidden("struck out", "<p>The road is <s>*</s> closed.</p>"),
    _hidden("noframes", "<noframes>*</noframes>"),
    _hidden("formula's source", "<p><math><mi>x</mi><annotation>*</annotation></math></p>"),
    _hidden("reading aid", "<p><ruby>Portvale<rt>*</rt></ruby> is old.</p>"),
    ("rule by class", styled(".x{display:none}", f'<p class="x">{SECRET}</p>'), [A, B], ["SECRET"]),
    ("rule by id", styled("#x { display: none; }", f'<p id="x">{SECRET}</p>'), [A, B], ["SECRET"]),
    (
        "rule by element",
        styled("x-note,\n.y { visibility:hidden }", f"<x-note>{SECRET}</x-note>"),
        [A, B],
        ["SECRET"],
    ),
    (
        "rule by element and class",
        styled("/* a */ p.x{display:none}", f'<p class="a x">{SECRET}</p>'),
        [A, B],
        ["SECRET"],
    ),
    (
        "rule after @media",
        styled(
            "@import 'a.css'; @media print { p { color: red } } .x{display:none}",
            f'<p class="x">{SECRET}</p>',
        ),
        [A, B],
        ["SECRET"],
    ),
    (
        "rule that moves away",
        styled(
            ".x{margin-left:-9999px}.y{color:#fff;background:#fff}",
            f'<p class="x">{SECRET}</p><p class="y">{SECRET}</p>',
        ),
        [A, B],
        ["SECRET"],
    ),
    (
        "rule of two classes",
        styled(".x.y{display:none}", f'<p class="y a x">{SECRET}</p><p class="x">{OPEN}</p>'),
        [A, OPEN, B],
        ["SECRET"],
    ),
    (
        "rule in a comment of old",
        styled("<!-- .x{display:none} -->", f'<p class="x">{SECRET}</p>'),
        [A, B],
        ["SECRET"],
    ),
    ("hidden alone", f"<p>The mayor praised it.</p><p hidden>{SECRET}</p>", ["mayor"], ["SECRET"]),
    (
        "display none alone",
        f'<p>The mayor praised it.</p><p style="display:none">{SECRET}</p>',
        ["mayor"],
        ["SECRET"],
    ),
]

SHOWN: list[Case] = [
    _shown("details", "<details><summary>More</summary><p>*</p></details>"),
    _shown("open dialog", "<dialog open><p>*</p></dialog>"),
    _shown("aria-hidden only", '<p aria-hidden="true">*</p>'),
    _shown("hidden on phones", '<p class="d-none d-md-block">*</p>'),
    _shown("hidden on phones, tailwind", '<p class="hidden md:block">*</p>'),
    _shown(
        "visible within hidden",
        '<p style="visibility:hidden"><b style="visibility:visible">*</b></p>',
    ),
    _shown(
        "sized within nothing", '<div style="font-size:0"><p style="font-size:16px">*</p></div>'
    ),
    _shown("half clear", '<p style="opacity:0.5">*</p>'),
    _shown("small", '<p style="font-size:0.8em">*</p>'),
    _shown("gradient letters", '<p style="color:transparent;background-clip:text">*</p>'),
    _shown("indented a little", '<p style="text-indent:-1em">*</p>'),
    _shown(
        "declarative shadow root",
        '<x-box><template shadowrootmode="open"><p>*</p></template></x-box>',
    ),
    _shown("embedded post", '<div class="social-embed"><blockquote>*</blockquote></div>'),
    _shown("heading that only looks so", "<h2>Popular mayor quits</h2><p>*</p>"),
    _shown("part with a telling heading", "<section><h2>More on the vote</h2><p>*</p></section>"),
    _shown("words on copyright", "<p>*</p><p>Copyright holders fear a collapse.</p>"),
    _shown("section", "<section>*</section>"),
    _shown("header", "<header>*</header>"),
    _shown("footer amid", "<footer>*</footer>"),
    _shown("aside with prose", "<aside>*</aside>"),
    _shown("custom element", "<x-para>*</x-para>"),
    _shown("unknown element", "<para>*</para>"),
    _shown("div", "<div>*</div>"),
    _shown("font", "<font size=2>*</font>"),
    _shown("center", "<center>*</center>"),
    _shown("main", "<main>*</main>"),
    _shown("span", "<span>*</span>"),
    _shown("bare text", "*"),
    _shown("label without a field", "<label>*</label>"),
    _shown("legend", "<fieldset><legend>*</legend></fieldset>"),
    _shown("output", "<output>*</output>"),
    _shown("menu", "<menu><li>*</li></menu>"),
    _shown("bare text in a figure", "<figure>*</figure>"),
    _shown("a paragraph that is a link", "<p><a href='/x'>*</a></p>"),
    _shown("marquee", "<marquee>*</marquee>"),
    _shown("white on black", '<p style="color:#fff;background:#000">*</p>'),
    _shown("clipped to an ellipsis", '<p style="overflow:hidden;height:40px">*</p>'),
    _shown("bold alone", "<b>*</b>"),
    _shown("address", "<address>*</address>"),
    _shown("fieldset", "<fieldset>*</fieldset>"),
    _shown("form without fields", "<form><p>*</p></form>"),
    _shown("figure around a quotation", "<figure><blockquote>*</blockquote></figure>"),
    _shown("table for layout", "<table><tr><td>*</td></tr></table>"),
    _shown("preformatted", "<pre>*</pre>"),
    _shown("list item", "<ul><li>*</li></ul>"),
    _shown("description", "<dl><dt>The road</dt><dd>*</dd></dl>"),
    _shown("heading group", "<hgroup><h2>Ferries</h2><p>*</p></hgroup>"),
    _shown("after a rule", "<hr>*<hr>"),
    _shown("CDATA", "<p><![CDATA[*]]></p>"),
    _shown("inserted", "<p><ins>*</ins></p>"),
    _shown("marked", "<p><mark>*</mark></p>"),
    _shown("caption", "<figure><img src=a.jpg><figcaption>*</figcaption></figure>"),
    _shown(
        "accordion of AMP",
        "<amp-accordion><section><h4>Ferries</h4><p>*</p></section></amp-accordion>",
    ),
    (
        "media rules hide nothing here",
        styled("@media print { .x { display: none } }", f'<p class="x">{OPEN}</p>'),
        [A, OPEN, B],
        [],
    ),
    (
        "a later rule shows again",
        styled(".x{display:none} .x{display:block}", f'<p class="x">{OPEN}</p>'),
        [A, OPEN, B],
        [],
    ),
    (
        "the more specific rule wins",
        styled("#x{display:block} .x{display:none}", f'<p class="x" id="x">{OPEN}</p>'),
        [A, OPEN, B],
        [],
    ),
    (
        "style against rule",
        styled(".x{display:none}", f'<p class="x" style="display:block">{OPEN}</p>'),
        [A, OPEN, B],
        [],
    ),
    (
        "a rule that hides the body",
        styled("body{display:none !important} html{visibility:hidden}", ""),
        [A, B],
        [],
    ),
    (
        "frames of an animation",
        styled("@keyframes s{from{visibility:hidden}to{visibility:visible}} p{color:red}", ""),
        [A, B],
        [],
    ),
    (
        "rules of descendants",
        styled(".a .x{display:none}", f'<p class="x">{OPEN}</p>'),
        [A, OPEN, B],
        [],
    ),
]

INLINE: list[Case] = [
    _inline(
        "time",
        'He came on <time datetime="2026-03-03">March 3, 2026</time>, the worst day.',
        "He came on March 3, 2026, the worst day.",
    ),
    _inline(
        "quotation",
        "Ana Duarte said <q>the road is a disgrace</q> and left the hall.",
        "Ana Duarte said “the road is a disgrace” and left the hall.",
        "disgrace\n",
    ),
    _inline(
        "quotation in a quotation",
        "<q>They said <q>never</q> to us</q>, she said.",
        "“They said ‘never’ to us”, she said.",
    ),
    _inline(
        "three deep",
        "<q>a <q>b <q>c</q> d</q> e</q>, she said.",
        "“a ‘b “c” d’ e”, she said.",
    ),
    _inline("marks of its own", "She said “<q>never</q>” to us.", "She said “never” to us."),
    _inline("marks within", "She said <q>“never”</q> to us.", "She said “never” to us."),
    _inline(
        "in typed marks",
        "“They said <q>never</q> to us,” she said.",
        "“They said ‘never’ to us,” she said.",
    ),
    _inline("emphasis", "It was <em>very</em> bad.", "It was very bad."),
    _inline("word in parts", "A won<b>der</b>ful day.", "A wonderful day."),
    _inline("first letter", "<span class=dropcap>T</span>he road is shut.", "The road is shut."),
    _inline("link before a comma", 'The <a href="/x">mayor</a>, she said.', "The mayor, she said."),
    _inline(
        "links in a row", '<a href="/a">Ana</a> <a href="/b">Duarte</a> won.', "Ana Duarte won."
    ),
    _inline("a line end in a word's place", "one\n  two\tthree.", "one two three."),
    _inline("non-breaking blank", "at 5&nbsp;pm she left.", "at 5 pm she left."),
    _inline("soft hyphen", "The har&shy;bour is shut.", "The harbour is shut."),
    _inline("zero-width blank", "The har&#8203;bour is shut.", "The harbour is shut."),
    _inline("word break", "The har<wbr>bour is shut.", "The harbour is shut."),
    _inline(
        "entities",
        "Fish &amp; chips &mdash; &ldquo;good&rdquo; &#8364;5.",
        "Fish & chips — “good” €5.",
    ),
    _inline("half an entity", "AT&T & R&D paid.", "AT&T & R&D paid."),
    _inline("abbreviation", 'The <abbr title="United Nations">UN</abbr> met.', "The UN met."),
    _inline("raised ending", "the 5<sup>th</sup> day.", "the 5th day."),
    _inline("square", "12 km<sup>2</sup> burnt.", "12 km2 burnt."),
    _inline("power", "10<sup>6</sup> people.", "106 people."),
    _inline("lowered", "CO<sub>2</sub> rose.", "CO2 rose."),
    _inline("note", "The dam broke.<sup>3</sup> She left.", "The dam broke. She left."),
    _inline("note as a link", 'The dam<sup><a href="#n1">[1]</a></sup> broke.', "The dam broke."),
    _inline("source asked for", "The dam<sup>[citation needed]</sup> broke.", "The dam broke."),
    _inline(
        "changed",
        "She paid <del>nine</del> <ins>six</ins> euros.",
        "She paid six euros.",
        "nine six",
    ),
    _inline("ruby", "<ruby>Port<rp>(</rp><rt>pot</rt><rp>)</rp></ruby> won.", "Port won.", "pot"),
    _inline(
        "cited work", "In <cite>The Valley</cite> she wrote it.", "In The Valley she wrote it."
    ),
    _inline("code", "Run <code>make all</code> now.", "Run make all now."),
    _inline("script amid a word", "won<script>x()</script>der", "wonder"),
    _inline("picture amid", "before<img src=x>after", "before after"),
    _inline("emoji as a picture", 'so good <img class="emoji" alt="😀" src=x>!', "so good 😀!"),
    _inline("comment amid a word", "won<!-- x -->der", "wonder"),
    _inline("line break", "first line<br>second line", "first line\nsecond line"),
    _inline("two line breaks", "First part.<br><br/>Second part.", "First part.\n\nSecond part."),
    _inline(
        "sentences in spans",
        "<span>It is shut.</span><span>She left.</span>",
        "It is shut. She left.",
    ),
    _inline("labels in a row", "<span>By Bo Li</span><time>3 March</time>", "By Bo Li 3 March"),
    _inline("a word in spans", "<span>har</span><span>bour</span>", "harbour"),
    _inline("initials in spans", "<span>U</span><span>N</span> met", "UN met"),
    _inline(
        "spans as blocks",
        '<span style="display:block">It is shut</span><span style="display:block">She left</span>',
        "It is shut\n\nShe left",
    ),
    _inline("formula", "<math><mi>E</mi><mo>=</mo><mn>1</mn></math> holds.", "E=1 holds."),
    _inline("button in a sentence", "The <button>quorum</button> was met.", "The quorum was met."),
    _inline("button at an end", "The quorum was met. <button>Copy</button>", "was met.", "Copy"),
    _inline("nested bold", "<b><i><u>Stop</u></i></b>ped there.", "Stopped there."),
    _inline("upper-case tags", "<B>bad</B><BR>good", "bad\ngood"),
    _inline("less than", "if 3 < 5 then", "if 3 < 5 then"),
    _inline("emoji", "so good 👩‍👧 😀!", "so good 👩‍👧 😀!"),
]

BLOCKS: list[Case] = [
    (
        "divs in divs",
        amid("<div>Alpha text is here<div>Beta text begins here.</div>Gamma is here too</div>"),
        ["Alpha text is here\n", "\nBeta text begins here.\n", "\nGamma is here too\n"],
        ["hereBeta"],
    ),
    ("paragraph never closed", f"<p>{A}<p>{B}<p>Third.", [f"{A}\n\n{B}\n\nThird."], []),
    ("divs only", f"<div>{A}</div><div>{B}</div>", [f"{A}\n\n{B}"], []),
    ("text around divs", f"{A}<div>{B}</div>Third text.", [f"{A}\n\n{B}\n\nThird text."], []),
    ("line breaks for paragraphs", f"<div>{A}<br><br>{B}</div>", [f"{A}\n\n{B}"], []),
    (
        "list",
        amid("<ul><li>one road<li>two roads</ul>"),
        ["- one road\n\n- two roads"],
        [],
    ),
    (
        "numbered list with paragraphs",
        amid("<ol><li><p>One road.</p><p>It is shut.</p></li></ol>"),
        ["- One road.\n\nIt is shut."],
        [],
    ),
    (
        "block quotation",
        amid("<blockquote><p>The road is a disgrace.</p><p>It must go.</p></blockquote>"),
        [f"{A}\n\nThe road is a disgrace.\n\nIt must go.\n\n{B}"],
        [],
    ),
    (
        "block quotation with its speaker",
        amid("<blockquote>The road must go.<footer>— Ana Duarte</footer></blockquote>"),
        ["The road must go.\n\n— Ana Duarte"],
        [],
    ),
    (
        "block quotation of lines",
        amid("<blockquote>The road<br>must go.</blockquote>"),
        ["The road\nmust go."],
        [],
    ),
    (
        "figure and quotation",
        amid("<figure><blockquote>It must go.</blockquote><figcaption>Ana</figcaption></figure>"),
        ["It must go.\n\nAna"],
        [],
    ),
    (
        "headings",
        amid("<h2>What they say</h2><p>It is bad.</p>"),
        [f"Harbour road\n\n{A}\n\nWhat they say\n\nIt is bad."],
        [],
    ),
    (
        "headline outside of the text alone",
        f"<body><h1>Harbour road plan is a disaster</h1><p>{A}</p><p>{B}</p></body>",
        ["Harbour road plan is a disaster\n\n"],
        [],
    ),
    (
        "headline in a header",
        f"<header><h1>A disaster</h1></header><main><p>{A}</p><p>{B}</p></main>",
        ["A disaster\n\n"],
        [],
    ),
    (
        "poem",
        amid("<pre>Rose is red\n  Sky is blue\n\nEnd</pre>"),
        ["Rose is red\nSky is blue\n\nEnd"],
        [],
    ),
    (
        "layout tables",
        f"<table><tr><td><a href=/>Home</a></td><td><p>{A}</p><p>{B}</p></td></tr></table>",
        [f"{A}\n\n{B}"],
        [],
    ),
    (
        "cells without paragraphs",
        f"<table><tr><td>{A}</td><td>{B}</td></tr></table>",
        [f"{A}\n\n{B}"],
        [],
    ),
    (
        "table of figures",
        amid("<table><tr><th>Year<th>Cars<tr><td>2024<td>1,204<tr><td>2025<td>1,377</table>"),
        [A, B],
        ["1,204"],
    ),
    (
        "form around all",
        f'<form id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="x"><div>'
        f"<p>{A}</p><p>{B}</p></div></form>",
        [A, B],
        [],
    ),
    (
        "form amid",
        amid(
            '<form><label>Your mail</label><p>Get news.</p><input type="email">'
            "<button>Go</button></form>"
        ),
        [A, B],
        ["Get news", "Your mail", "Go\n"],
    ),
    (
        "headline that is a link",
        f'<h2 class="entry-title"><a href="/x">Harbour road shut</a></h2><p>{A}</p><p>{B}</p>',
        ["Harbour road shut\n\n"],
        [],
    ),
    (
        "byline that is a link",
        f'<h1>Harbour road</h1><p>By <a href="/ana">Ana Duarte</a></p><p>{A}</p><p>{B}</p>',
        ["Harbour road\n\nBy Ana Duarte\n\n"],
        [],
    ),
    (
        "name of the site as a headline",
        f"<header><h1><a href=/>Gazette</a></h1></header><h2>Road shut</h2><p>{A}</p><p>{B}</p>",
        ["Road shut\n\n"],
        [],
    ),
    ("misnested", amid("<b><p>Bold one.</b> Still here.</p>"), ["Bold one. Still here."], []),
    (
        "unclosed quotation",
        amid("<p>She said <q>never again</p><p>He left.</p>"),
        ["never again"],
        [],
    ),
    (
        "quotation over paragraphs",
        amid("<q><p>One day.</p><p>Two days.</p></q>"),
        ["“One day.", "Two days.”"],
        [],
    ),
    (
        "elements in upper case",
        f"<ARTICLE><P>{A}</P><DIV>{OPEN}</DIV><P>{B}</P></ARTICLE>",
        [OPEN],
        [],
    ),
    (
        "neighbours that are custom",
        amid("<x-a>It is shut.</x-a><x-a>She left.</x-a>"),
        ["It is shut.\n\nShe left."],
        [],
    ),
    (
        "custom amid a sentence",
        amid("<p>The <x-name>mayor</x-name>s met.</p>"),
        ["The mayors met."],
        [],
    ),
]

PAGES: list[Case] = [
    (
        "XHTML",
        f'<?xml version="1.0" encoding="utf-8"?><html><body><p>{A}</p></body></html>',
        [A],
        ["xml"],
    ),
    ("byte order mark", f"\ufeff<p>{A}</p>", [A], ["\ufeff"]),
    (
        "another charset declared",
        f'<meta charset="iso-8859-1"><p>Café “naïve” déjà — {A}</p>',
        ["Café “naïve” déjà —"],
        [],
    ),
    (
        "frames",
        f"<frameset><frame src=a><noframes>{SECRET}</noframes></frameset><p>{A}</p>",
        [A],
        ["SECRET"],
    ),
    ("plain text", f"{A}\n\n{B}\nR&amp;D < 5", [f"{A}\n\n{B}\nR&D < 5"], []),
    (
        "plain text with bold",
        f"{A}\n\n<b>Ferries</b> go.\n\n{B}",
        [f"{A}\n\nFerries go.\n\n{B}"],
        [],
    ),
    (
        "JSON-LD only",
        '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"'
        f'{A}\\n\\n{B}"}}</script><div id="root">Loading…</div>',
        [f"{A}\n\n{B}"],
        ["Loading"],
    ),
    (
        "JSON-LD in a graph",
        '<script type="application/ld+json">{"@graph":[{"a":1},{"articleBody":"'
        f'<p>{A}</p><p>{B}</p>"}}]}}</script>',
        [A, B],
        ["<p>"],
    ),
    (
        "JSON-LD beside the text",
        f'<script type="application/ld+json">{{"articleBody":"{SECRET} {SECRET}"}}</script>'
        + amid(""),
        [A, B],
        ["SECRET"],
    ),
    (
        "navigation",
        f'<nav><a href="/">Home</a> <a href="/n">News</a></nav><p>{A}</p><p>{B}</p>',
        [A, B],
        ["Home"],
    ),
    (
        "cookie bar",
        '<div id="cookie-banner"><p>We use cookies to make this site better for you.</p></div>'
        f"<p>{A}</p><p>{B}</p>",
        [A, B],
        ["cookies"],
    ),
    (
        "related links",
        amid('<h3>Related stories</h3><ul><li><a href="/x">Bridge opens late</a></li></ul>'),
        [A, B],
        ["Related", "Bridge opens"],
    ),
    (
        "read more amid",
        amid('<p><strong>Read more:</strong> <a href="/x">Bridge opens late again</a></p>'),
        [A, B],
        ["Bridge opens"],
    ),
    (
        "share bar",
        amid('<div class="share-tools"><span>Share</span> <a href="/f">Facebook</a></div>'),
        [A, B],
        ["Facebook"],
    ),
    (
        "advertisement",
        amid('<div class="ad-slot"><p>Buy one boat today.</p></div>'),
        [A, B],
        ["Buy"],
    ),
    (
        "an article about cookies",
        f'<div class="cookie-story"><p>{A}</p><p>{B}</p></div>',
        [A, B],
        [],
    ),
    (
        "a class that names a side bar elsewhere",
        f'<div class="content has-sidebar"><p>{A}</p><p>{B}</p></div>',
        [A, B],
        [],
    ),
    (
        "comments",
        f'<article><p>{A}</p><p>{B}</p></article><section id="comments"><h2>2 comments</h2>'
        "<p>I hate this mayor so much.</p></section>",
        [A, B],
        ["hate"],
    ),
    (
        "footer",
        f"<article><p>{A}</p><p>{B}</p></article><footer><p>Portvale Gazette is a member of the "
        "press council.</p></footer>",
        [A, B],
        ["press council"],
    ),
    (
        "copyright",
        amid("") + "<div>Copyright © 2026 Portvale Gazette. All rights reserved.</div>",
        [A, B],
        ["Gazette"],
    ),
    (
        "about the author",
        f'<article><p>{A}</p><p>{B}</p><footer class="author-bio"><p>Ana Duarte writes about '
        "roads.</p></footer></article>",
        [A, B],
        ["writes about"],
    ),
]

CASES: list[Case] = [*HIDDEN, *SHOWN, *INLINE, *BLOCKS, *PAGES]
