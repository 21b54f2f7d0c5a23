"""How much of each sentence is attributed, and by which attribution."""

from __future__ import annotations

import pytest

from service.text.attribution.shares import attributed_shares
from service.text.document import Document
from service.text.reading import Attribution
from service.text.segmentation.builder import build_document
from service.text.span import Span
from tests.linear.growth import too_steep

TEXT = "Reyes said no. All is lost. Duarte wept."
DOCUMENT = build_document(TEXT, language="en")


def at(words: str, text: str = TEXT) -> Span:
    begin = text.index(words)
    return Span(begin, begin + len(words))


def test_letters_are_counted_without_blanks() -> None:
    reading = Attribution((at("Reyes"),), (at("said"),), (at("no."),))
    share = attributed_shares(DOCUMENT, [reading])[0]
    assert share.letters == {0: 3}
    assert (share.rest, share.untold) == (9, 0)
    assert share.total == pytest.approx(3 / 12)


def test_a_content_may_go_over_several_sentences() -> None:
    content = Span(at("no.").begin, at("lost.").end)
    shares = attributed_shares(DOCUMENT, [Attribution((at("Reyes"),), (), (content,))])
    assert shares.keys() == {0, 1}
    assert shares[1].total == 1.0


def test_the_largest_attribution_comes_first() -> None:
    readings = [
        Attribution((), (), (at("All"),)),
        Attribution((), (), (at("is lost."),)),
    ]
    assert attributed_shares(DOCUMENT, readings)[1].by_size() == [1, 0]


def test_who_speaks_in_a_headline_does_not_speak_below_it() -> None:
    text = "Old quay is a shame, Holm says\n\nIt rained in the town on Monday and the boats sank."
    document = build_document(text, language="en")
    contents = (at("Old quay is a shame", text), at("It rained", text))
    reading = Attribution((at("Holm", text),), (at("says", text),), contents)
    assert attributed_shares(document, [reading]).keys() == {0}


def test_linear_in_the_attributions() -> None:
    line = "Reyes said it broke. "

    def given(size: int) -> tuple[Document, list[Attribution]]:
        readings = []
        for begin in range(0, size * len(line), len(line)):
            source, content = Span(begin, begin + 5), Span(begin + 11, begin + 20)
            readings.append(Attribution((source,), (), (content,)))
        return build_document(line * size, language="en"), readings

    def run(given: tuple[Document, list[Attribution]]) -> None:
        assert len(attributed_shares(*given)) == len(given[1])

    assert too_steep(given, run, 16_000) is None
