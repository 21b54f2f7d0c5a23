"""What a text must show for words without a source to be somebody's: anything of a speaker."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.reading import Attribution
from service.text.span import Span


def with_grounds(
    attributions: Sequence[Attribution], quotes: Sequence[Span]
) -> Sequence[Attribution]:
    """The attributions that count in a text with these quotations.

    Words without a source go on with what somebody says elsewhere in the text. Where there are
    neither sources nor quotation marks, as in "Excellent product.", nobody says anything.
    """
    if quotes or any(attribution.source for attribution in attributions):
        return attributions
    return ()
