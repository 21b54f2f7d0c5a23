"""What models read of texts whose letters are written in odd ways."""

from __future__ import annotations

import pytest

from service.text.segmentation.builder import build_document


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The road is won\xadder\xadful.", "The road is wonderful."),
        ("The road is won\u200bder\u200cful.", "The road is wonderful."),
        ("The road is won\ufeffderful.", "The road is wonderful."),
        ("The road is won\u2060derful.", "The road is wonderful."),
        ("The road is won\u180ederful.", "The road is wonderful."),
        (
            "The road is e\ufb00ective and di\ufb03cult, \ufb02at and \ufb06rong.",
            "The road is effective and difficult, flat and strong.",
        ),
        (
            "\uff34\uff48\uff45 \uff52\uff4f\uff41\uff44 \uff49\uff53 \uff41"
            "\uff57\uff46\uff55\uff4c\uff0e",
            "The road is awful.",
        ),
        ("The road is \U0001d41a\U0001d430\U0001d41f\U0001d42e\U0001d425.", "The road is awful."),
        (
            "The road is \U0001d4cc\U0001d45c\U0001d4c3\U0001d4b9\U0001d452"
            "\U0001d4c7\U0001d4bb\U0001d4ca\U0001d4c1.",
            "The road is wonderful.",
        ),
        ("The road is \u24d0\u24e6\u24d5\u24e4\u24db.", "The road is awful."),
        ("The cafe\u0301 is good.", "The caf\xe9 is good."),
        ("The\xa0road\u2009is\u202fgood.", "The road is good."),
        ("The road is good\u2028and long.", "The road is good and long."),
        ("\u202aThe road is good.\u202c", "The road is good."),
        ("The road is \u202eawful\u202c.", "The road is awful."),
        ("The road is \u0430wful.", "The road is awful."),
        ("The road is w\u034fonderful.", "The road is wonderful."),
        ("The road is gre&shy;at.", "The road is great."),
        ("The road is good &amp; long.", "The road is good & long."),
        ("It&#39;s a good road, isn&rsquo;t it?", "It's a good road, isn\u2019t it?"),
        ("The road is awesome \U0001f44d\U0001f3fd!", "The road is awesome \U0001f44d\U0001f3fd!"),
        (
            "The family \U0001f468\u200d\U0001f469\u200d\U0001f467 is happy.",
            "The family \U0001f468\u200d\U0001f469\u200d\U0001f467 is happy.",
        ),
        ("\ufeffThe road is good.", "The road is good."),
        ("The road is good.\x00", "The road is good."),
        ("The \u0133s is good.", "The ijs is good."),
        (
            "The road is t\u0337e\u0337r\u0337r\u0337i\u0337b\u0337l\u0337e\u0337.",
            "The road is terrible.",
        ),
        ("The road is won\U000e0041derful.", "The road is wonderful."),
        ("The road is won\u2063derful.", "The road is wonderful."),
        ("The road is won\u2064derful \u2061good.", "The road is wonderful good."),
        ("The road is won\ufe0fderful.", "The road is wonderful."),
        ("The road is won\u061cderful.", "The road is wonderful."),
        (
            "The road to the quay is won-\nderful and it will be open to all who live in the town.",
            "The road to the quay is wonderful and it will be open to all who live in the town.",
        ),
        (
            "It was a well-\nknown road in the valley, and everybody who came by liked it.",
            "It was a well-known road in the valley, and everybody who came by liked it.",
        ),
        (
            "A state-of-the-\nart road was built in the valley, and everybody "
            "who came by liked it.",
            "A state-of-the-art road was built in the valley, and everybody who came by liked it.",
        ),
        (
            "They are pre-\nand post-war roads of the valley that everybody who came by liked.",
            "They are pre- and post-war roads of the valley that everybody who came by liked.",
        ),
        (
            "The e-mail and the re-entry. A re-\nentry is bad for all of those "
            "who live in the valley below.",
            "The e-mail and the re-entry. A re-entry is bad for all of those who "
            "live in the valley below.",
        ),
        ("The l\u0332i\u0332n\u0332e\u0332d road is bad.", "The lined road is bad."),
        ("The sum is \u2260 2.", "The sum is \u2260 2."),
    ],
)
def test_models_read_what_people_see(text: str, read: str) -> None:
    document = build_document(text, language="en")
    assert " ".join(sentence.clean for sentence in document.sentences) == read


def test_spans_of_divided_words_lead_back() -> None:
    text = "Nobody on the quay liked the won-\r\n  derful road that the council had built there."
    document = build_document(text, language="en")
    at = document.text.index("wonderful")
    word = type(document.sentences[0].span)(at, at + len("wonderful"))
    posted = document.posted_span(word)
    assert text[posted.begin : posted.end] == "won-\r\n  derful"
