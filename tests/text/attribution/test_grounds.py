"""Words without a source count only where somebody says something."""

from __future__ import annotations

from service.text.attribution.grounds import with_grounds
from service.text.reading import Attribution
from service.text.span import Span

LOOSE = Attribution((), (), (Span(20, 30),))
TOLD = Attribution((Span(0, 4),), (Span(5, 9),), (Span(10, 18),))


def test_words_without_a_source_go_on_with_a_speaker() -> None:
    assert list(with_grounds([TOLD, LOOSE], [])) == [TOLD, LOOSE]
    assert list(with_grounds([LOOSE], [Span(40, 50)])) == [LOOSE]


def test_nobody_speaks_in_a_text_without_sources_and_quotations() -> None:
    assert list(with_grounds([LOOSE], [])) == []
    assert list(with_grounds([], [])) == []
