"""A page's text, title, kinds of blocks, and pages without any."""

from __future__ import annotations

import httpx
import pytest

from service.text.blocks.markup_kinds import mark
from service.text.document import BlockKind, Document
from service.text.headlines import LONGEST_HEADLINE
from service.text.html.extract import NoArticleText, extract
from service.text.segmentation.builder import build_document
from tests.text.html.small import A, B, amid


def read(page: str) -> Document:
    """The document of a page, as the web layer makes it."""
    found = extract(page)
    return mark(build_document(found.text, title=found.title), found.marked)


def kinds(page: str) -> list[tuple[BlockKind, str]]:
    """Each block's kind and its first three words."""
    document = read(page)
    return [(b.kind, " ".join(document.read(b.span).split()[:3])) for b in document.blocks]


def test_an_article_page() -> None:
    body = "".join(f"<p>Paragraph {i} says that the harbour road is closed.</p>" for i in range(6))
    page = (
        "<html><head><title>Road closed</title></head><body><nav>Home News</nav>"
        f"<article><h1>Road closed</h1>{body}</article><footer>Imprint</footer></body></html>"
    )
    found = extract(page)
    assert found.title == "Road closed"
    assert "Paragraph 5 says" in found.text
    assert "Imprint" not in found.text


def test_a_fragment_keeps_its_text() -> None:
    assert extract("<p>It rained &amp; poured</p>").text == "It rained & poured"


@pytest.mark.parametrize(
    "page", ["<script>alert('x')</script>", "<style>p{}</style>", "<p></p>", "<!-- x -->", "   "]
)
def test_nothing_to_read(page: str) -> None:
    with pytest.raises(NoArticleText):
        extract(page)


TITLES = {
    "<title>Road closed</title>": "Road closed",
    "<title>\n Road  closed\n</title>": "Road closed",
    "<title>Council shuts the road | River Gazette</title>": "Council shuts the road",
    "<title>River Gazette | Council shuts the old harbour road</title>": (
        "Council shuts the old harbour road"
    ),
    "<title>Council shuts the road » Gazette</title>": "Council shuts the road",
    "<title>Road - rail plan is dead</title>": "Road - rail plan is dead",
    "<title>Duarte: it was a mistake</title>": "Duarte: it was a mistake",
    "<title>Road shut - Gazette</title><h1>Road shut</h1>": "Road shut",
    "<title>Road shut - Gazette</title><meta property='og:title' content='Road shut'>": "Road shut",
    "<title>Road shut - Gazette</title><meta property='og:site_name' content='Gazette'>": (
        "Road shut"
    ),
    "<title>A | B | C</title>": "A | B",
    "<meta property='og:title' content='Road &amp; rail'>": "Road & rail",
    "<h1>Road <b>shut</b></h1>": "Road shut",
    "<h1>One</h1><h1>Two</h1>": None,
    "<svg><title>Icon</title></svg>": None,
    "<title></title>": None,
    "<title> | </title>": "|",
}


@pytest.mark.parametrize("head", TITLES)
def test_the_title_is_the_headline(head: str) -> None:
    assert extract(f"<html>{head}<p>{A}</p></html>").title == TITLES[head]


@pytest.mark.parametrize("word", ["wonder ", "x"])
def test_a_title_has_an_end(word: str) -> None:
    page = f"<title>{word * 50_000}</title><p>{A}</p>"
    title = extract(page).title
    assert title is not None
    assert LONGEST_HEADLINE - len(word) <= len(title) <= LONGEST_HEADLINE
    assert not title.endswith(" ")


def test_markup_tells_the_kinds_of_blocks() -> None:
    page = amid(
        "<h2>They were warned, twice, in writing.</h2><p>Nobody listened to them at all.</p>"
        "<figure><figcaption>The quay at dawn, before the storm came.</figcaption></figure>"
        "<blockquote>It is a disgrace to us all.</blockquote>"
    )
    assert kinds(page) == [
        (BlockKind.HEADING, "Harbour road"),
        (BlockKind.BODY, "The council voted"),
        (BlockKind.HEADING, "They were warned,"),
        (BlockKind.BODY, "Nobody listened to"),
        (BlockKind.CAPTION, "The quay at"),
        (BlockKind.QUOTE, "It is a"),
        (BlockKind.BODY, "The ferry company"),
    ]


def test_sentences_are_of_their_block_s_kind() -> None:
    document = read(amid("<h2>They were warned. Twice.</h2><p>Nobody listened.</p>"))
    for sentence in document.sentences:
        assert sentence.kind is document.blocks[sentence.block].kind
    assert [s.clean for s in document.sentences if s.kind is BlockKind.HEADING][1:] == [
        "They were warned.",
        "Twice.",
    ]


def test_a_block_quotation_is_one_whatever_it_looks_like() -> None:
    page = amid(
        "<blockquote><p>A Disgrace To Us All</p><p>It must go.</p><ul><li>Now</li></ul>"
        "<footer>— Ana Duarte, mayor, March 3, 2026</footer></blockquote>"
    )
    document = read(page)
    quoted = [document.read(b.span) for b in document.blocks if b.kind is BlockKind.QUOTE]
    assert quoted == [
        "A Disgrace To Us All",
        "It must go.",
        "Now",
        "Ana Duarte, mayor, March 3, 2026",
    ]


async def test_the_kinds_come_with_the_layout(client: httpx.AsyncClient) -> None:
    page = amid("<blockquote>It must go.</blockquote><figcaption>The quay at dawn.</figcaption>")
    body = {"html": page, "include": ["layout", "text"]}
    answer = (await client.post("/v1/sentiment", json=body)).json()
    assert [(b["kind"], b["span"]["text"]) for b in answer["layout"]] == [
        ("heading", "Harbour road"),
        ("body", A),
        ("quote", "It must go."),
        ("caption", "The quay at dawn."),
        ("body", B),
    ]
    for block in answer["layout"]:
        span = block["span"]
        assert answer["text"][span["begin"] : span["end"]] == span["text"]
    assert "The quay at dawn." not in [s["span"]["text"] for s in answer["sentiment"]["sentences"]]


def test_a_page_of_headings_only_keeps_its_content() -> None:
    document = read("<h1>The president lied about the deal, and they know it.</h1>")
    assert [b.kind for b in document.blocks] == [BlockKind.BODY]


def test_a_page_that_only_indents_by_block_quotations_quotes_nobody() -> None:
    found = extract(f"<blockquote><p>{A}</p><p>{B}</p><p>{A[:-1]} and {B}</p></blockquote>")
    assert BlockKind.QUOTE not in [kind for _, kind in found.marked]


def test_a_page_of_hidden_text_only_has_none() -> None:
    with pytest.raises(NoArticleText):
        extract("<body><p hidden>SECRET</p><template>SECRET</template></body>")


def test_a_short_page_keeps_what_might_be_an_article_of_links() -> None:
    assert extract('<ul><li><a href="/x">Road shut</a></li></ul>').text == "- Road shut"
