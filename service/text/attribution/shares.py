"""How much of each sentence is attributed to somebody, and by which attribution."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from service.text.document import BlockKind, Document, Sentence
from service.text.reading import Attribution
from service.text.span import Span


@dataclass(slots=True)
class Share:
    """What of a sentence is attributed.

    `total` is the attributed part of it (0..1), `rest` counts the letters that are not, `untold`
    those of them that are neither of a source nor of a cue. `letters` are those that each
    attribution has in it.
    """

    total: float = 0.0
    rest: int = 0
    untold: int = 0
    letters: dict[int, int] = field(default_factory=dict)

    def by_size(self) -> list[int]:
        """The numbers of the attributions, the one with the most letters first."""
        return sorted(self.letters, key=lambda number: (-self.letters[number], number))


def attributed_shares(document: Document, attributions: Sequence[Attribution]) -> dict[int, Share]:
    """The shares of sentences that have an attributed part, by the sentence's index."""
    found: dict[int, Share] = {}
    for number, attribution in enumerate(attributions):
        heading = _is_in_heading(document, attribution)
        for content in attribution.content:
            for index, letters in _letters_by_sentence(document, content):
                if heading and document.sentences[index].kind is not BlockKind.HEADING:
                    continue  # who speaks in a headline does not speak below it
                share = found.setdefault(index, Share())
                share.letters[number] = share.letters.get(number, 0) + letters
    for index, share in found.items():
        span = document.sentences[index].span
        whole = max(1, _letters(document.text, span.begin, span.end))
        content_letters = sum(share.letters.values())
        share.total = min(1.0, content_letters / whole)
        share.rest = max(0, whole - content_letters)
        telling = _telling(document, span, [attributions[n] for n in share.letters])
        share.untold = max(0, share.rest - telling)
    return found


def _is_in_heading(document: Document, attribution: Attribution) -> bool:
    """Whether its source stands in a heading."""
    return any(
        sentence.kind is BlockKind.HEADING
        for source in attribution.source
        for sentence in touched(document.sentences, source)
    )


def _letters_by_sentence(document: Document, part: Span) -> Iterator[tuple[int, int]]:
    """The sentences that a part reaches into, with the letters that it has in each."""
    for sentence in touched(document.sentences, part):
        begin, end = max(part.begin, sentence.span.begin), min(part.end, sentence.span.end)
        yield sentence.index, _letters(document.text, begin, end)


def touched(sentences: Sequence[Sentence], span: Span) -> Iterator[Sentence]:
    """The sentences, which are in text order, that share a code point with `span`."""
    first = bisect_right(sentences, span.begin, key=lambda s: s.span.end)
    last = bisect_left(sentences, span.end, lo=first, key=lambda s: s.span.begin)
    yield from sentences[first:last]


def _telling(document: Document, sentence: Span, attributions: Sequence[Attribution]) -> int:
    """The letters of a sentence that only tell whose words it holds: those of sources and cues."""
    return sum(
        _letters(document.text, max(part.begin, sentence.begin), min(part.end, sentence.end))
        for attribution in attributions
        for part in (*attribution.source, *attribution.cue)
        if part.overlaps(sentence)
    )


def _letters(text: str, begin: int, end: int) -> int:
    """How many characters from `begin` to `end` are no blanks."""
    return len("".join(text[begin:end].split()))
