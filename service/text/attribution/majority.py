"""Whether a sentence counts as somebody's words: most of it is, or it only says whose it holds."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.attribution.quotations import is_quoted, quotes_over
from service.text.attribution.shares import Share
from service.text.document import BlockKind, Document, Sentence
from service.text.reading import Attribution
from service.text.span import Span

MOSTLY = 0.5
# Letters before reported words, and after a quotation, that do not make a sentence the author's.
_LITTLE_BEFORE, _LITTLE_AFTER = 36, 72
# Those of which all but a few are the speaker's name, an aside about the speaker and the cue.
_DESCRIPTION_BEFORE, _UNTOLD = 40, 9
_SHORT_OF_HEADLINE = 16  # letters of a headline that may be missing in what was read
_OPENING = 14  # code points within which a sentence's first subject begins


def is_attributed(
    document: Document,
    quotes: Sequence[Span],
    sentence: Sentence,
    share: Share,
    largest: Attribution,
) -> bool:
    """Whether most of the sentence is somebody's words, or it only says whose words it holds.

    As in "Reyes, 54, who runs the shop, said it was bad" and "“No,” said Reyes, a baker".

    Args:
        share: what of the sentence is attributed.
        largest: the attribution with the most letters in it.
    """
    if share.total >= MOSTLY:
        return True
    if not largest.source or largest.source[0] not in sentence.span:
        return False
    if sentence.kind is BlockKind.HEADING and share.untold <= _SHORT_OF_HEADLINE:
        return True
    contents = [content for content in largest.content if content.overlaps(sentence.span)]
    if contents[0].begin <= sentence.span.begin + 1:
        return _little_follows(quotes, sentence, share)
    if contents[-1].end < sentence.span.end - 2 or not leads(largest, sentence):
        return False
    return _little_precedes(document, share, largest.source[0])


def leads(attribution: Attribution, sentence: Sentence) -> bool:
    """Whether the source is the subject with which the sentence begins."""
    if not attribution.source or attribution.source[0] not in sentence.span:
        return False
    return attribution.source[0].begin - sentence.span.begin <= _OPENING


def quotation_leads(document: Document, quotes: Sequence[Span], sentence: Sentence) -> bool:
    """Whether its quotation ends in a comma and little follows: "“No,” reads a sign"."""
    over = quotes_over(quotes, sentence.span)
    if not over or over[0].begin > sentence.span.begin + 1:
        return False
    rest = sentence.span.end - over[0].end
    ends = document.read(over[0]).rstrip("”\"’'»").endswith(",")
    return ends and 0 < rest <= _LITTLE_AFTER


def _little_follows(quotes: Sequence[Span], sentence: Sentence, share: Share) -> bool:
    """Whether what stands after the words says only whose they are."""
    quoted = is_quoted(quotes, sentence.span.begin + 1)
    return share.rest <= _LITTLE_AFTER or (quoted and share.untold <= _UNTOLD)


def _little_precedes(document: Document, share: Share, source: Span) -> bool:
    """Whether what stands before the words says only whose they are."""
    return share.rest <= _LITTLE_BEFORE or _is_described(document, share, source)


def _is_described(document: Document, share: Share, source: Span) -> bool:
    """Whether an aside about the speaker makes up most of what is not reported."""
    few = share.rest <= _DESCRIPTION_BEFORE and share.untold <= _UNTOLD
    return few and "," in document.read(source)
