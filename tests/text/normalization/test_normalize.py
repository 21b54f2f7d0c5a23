"""What is read does not depend on how letters are encoded; spans lead back to what was posted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.text.normalization.normalize import normalize, normalized
from service.text.segmentation.builder import build_document
from service.text.span import Span
from tests.linear.growth import too_steep
from tests.reading import read_names
from tests.tasks.calls import sentiment_of, stance_of
from tests.text.messy import TEXTS

ARTICLE = (
    "The office of José Peña in Québec called the fine plan a disgrace.\n"
    "“We can't afford the first floor,” said Ana Duarte, who flew to Malmö. Officials of the "
    "U.S. disagreed! The naïve café owners lost.\n\n"
    "O'Neill told reporters that traffic on the harbour road is awful, terrific or wonderful.\n"
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The road is won\u00adder\u00adful.", "The road is wonderful."),
        ("The road is w\u2060onder\u2060ful.", "The road is wonderful."),
        ("The road is terri\ufb01c and \ufb01ne.", "The road is terrific and fine."),
        ("It is won\u200bder\u200cf\u200dul.\ufeff", "It is wonderful."),
        ("\u202eIt\u202c is \u2066bad\u2069.", "It is bad."),
        ("ｈｅｌｌｏ，Ｗｏｒｌｄ！", "hello,World!"),
        ("𝓯𝓪𝓷𝓬𝔂 𝟙𝟚 Ⓗⓘ 🄷🄸 🅷🅸 ᴛᴏᴅᴀᴍ", "fancy 12 Hi HI HI todam"),
        ("cafe\u0301 e\u00ad\u0301", "café é"),
        ("\u212bngstr\u00f6m", "Ångström"),
        ("\u1112\u1161\u11ab", "한"),
        ("O`Neill Oʼneill O′Neill ʻaʻa", "O’Neill O’neill O’Neill ’a’a"),
        ("anti‑tax a\u00a0b", "anti-tax a b"),
        ("Henry Ⅷ ran 5㎞ to the ⅽity", "Henry VIII ran 5km to the city"),
        ("the won\u00ad\nderful road\nis", "the wonderful\nroad\nis"),
        ("won\u00ad\r\n  derful", "wonderful"),
        ("O&#39;Neill &amp; co. &ldquo;won&rdquo;", "O'Neill & co. “won”"),
        ("donâ€™t â€œstopâ€\x9d", "don’t “stop”"),
        ("Ben & Jerry; R&D; &bogus; &#0; &#10; &#xd800;",) * 2,
        # Nothing of this is another way to write something.
        ("x² ½ 10⁶ H₂O № ™ … — ‘a’ “b” 5′ 6″ ①", "x² ½ 10⁶ H₂O № ™ … — ‘a’ “b” 5′ 6″ ①"),
        ("👩‍👩‍👧 ❤️ 1️⃣ 👍🏽 🇫🇷", "👩‍👩‍👧 ❤️ 1️⃣ 👍🏽 🇫🇷"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",) * 2,
        ("你好！好，吗？", "你好！好，吗？"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("İstanbul straße", "İstanbul straße"),
        ("a ` b ‘c", "a ` b ‘c"),
    ],
)
def test_one_form_for_what_looks_the_same(text: str, plain: str) -> None:
    assert normalized(text) == plain


_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u202a\u202c\u034f\ufe0f\U000e0041"
_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """The article as other programs might write it."""
    text = ARTICLE
    if draw(st.booleans()):
        for plain, ligature in _LIGATURES.items():
            text = text.replace(plain, ligature)
    if draw(st.booleans()):
        text = unicodedata.normalize("NFD", text)
    letters = list(text)
    places = st.integers(0, len(letters) - 1)
    for at in draw(st.lists(places, max_size=12)):
        if len(letters[at]) == 1 and letters[at].isascii() and letters[at].isalnum():
            letters[at] = chr(ord(letters[at]) + 0xFEE0)
    for at in draw(st.lists(places, max_size=25)):
        letters[at] += draw(st.sampled_from(_INVISIBLE))
    return "".join(letters)


@given(disguised())
@settings(max_examples=40, deadline=None)
def test_models_and_names_read_the_plain_text(text: str) -> None:
    plain, found = build_document(ARTICLE, language="en"), build_document(text, language="en")
    assert [s.clean for s in found.sentences] == [s.clean for s in plain.sentences]
    assert [b.kind for b in found.blocks] == [b.kind for b in plain.blocks]
    ours, theirs = read_names(plain), read_names(found)
    assert [(e.name, len(e.mentions)) for e in theirs.entities] == [
        (e.name, len(e.mentions)) for e in ours.entities
    ]
    assert theirs.quotes == ours.quotes
    assert theirs.voices == ours.voices
    for target in ("José Peña", "the office", "O'Neill", "US", "harbour road"):
        spans = [found.posted_span(m.span) for m in theirs.mentions.find(target)]
        quoted = [normalized(text[s.begin : s.end]) for s in spans]
        assert quoted == [plain.read(m.span) for m in ours.mentions.find(target)]


@given(disguised())
@settings(max_examples=8, deadline=None)
async def test_so_the_scores_are_the_same(text: str) -> None:
    engine = FakeEngine()

    async def scores(posted: str, target: str) -> object:
        document = build_document(posted, language="en")
        sentiment, _ = await sentiment_of(document, engine, Call())
        stance, _ = await stance_of(document, engine, Call(), targets=(target,))
        rows = [s.distribution for s in sentiment.sentences]
        verdicts = [(t.label, t.score, t.distribution) for t in stance.targets]
        return sentiment.label, sentiment.distribution, rows, verdicts

    disguise = "Jose\u0301 Pe\u00adña"
    assert await scores(text, disguise) == await scores(ARTICLE, "José Peña")


@given(TEXTS | st.text(max_size=60) | disguised())
@settings(max_examples=100, deadline=None)
def test_spans_lead_back(text: str) -> None:
    found = normalize(text)
    if "&" not in text:  # "&amp;amp;" is unescaped once
        assert normalized(found.text) == found.text
    end = 0
    for at in range(len(found.text)):
        span = found.alignment.source(Span(at, at + 1))
        assert 0 <= span.begin < span.end <= len(text)
        assert span.end >= end
        end = span.end
    for begin in range(0, len(found.text), 7):
        for stop in range(begin + 1, len(found.text) + 1, 11):
            span = found.alignment.source(Span(begin, stop))
            assert span.begin == found.alignment.source(Span(begin, begin + 1)).begin
            assert span.end >= found.alignment.source(Span(stop - 1, stop)).end


def test_a_span_takes_in_whole_letters_and_no_marks_at_its_edges() -> None:
    text = "\u00adof\ufb01\u00adce\u0301\u00ad."
    found = normalize(text)
    assert found.text == "officé."

    def source(begin: int, end: int) -> str:
        span = found.alignment.source(Span(begin, end))
        return text[span.begin : span.end]

    assert source(0, 6) == "of\ufb01\u00adce\u0301"
    assert source(0, 3) == "of\ufb01"
    assert source(3, 4) == "\ufb01"
    assert source(4, 5) == "c"
    assert source(5, 6) == "e\u0301"
    assert source(6, 7) == "."


def test_plain_text_is_not_copied() -> None:
    text = "The road – “so” they’d say – is closed."
    found = normalize(text)
    assert found.text is text or found.text == text
    assert len(found.alignment) == 0


HOSTILE = {
    "soft hyphens": "a\u00ad",
    "soft hyphens at line ends": "a\u00ad\n",
    "marks": "a\u0301\u0316",
    "marks without a letter": "\u0301\u0316",
    "ligatures": "ﬁ ",
    "full width": "ｆ",
    "spaces": "a\u00a0",
    "apostrophes": "a`",
    "tags": "\U000e0061",
    "flags": "\U0001f3f4\U000e0061",
    "joiners": "\u200d",
    "selectors": "❤\ufe0f",
    "escapes": "&amp;a",
    "half escapes": "&a&#1&#x",
    "look-alikes": "hаt ",
    "Korean letters": "\u1112\u1161",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_takes_as_long_as_the_text(kind: str) -> None:
    def run(text: str) -> None:
        found = normalize(text)
        found.alignment.source(Span(len(found.text) // 2, len(found.text)))

    assert too_steep(lambda size: HOSTILE[kind] * size, run, 40_000) is None
