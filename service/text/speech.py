"""Whose words a sentence is: the author's, or a speaker's whom it quotes or reports.

A sentence is a speaker's when a verb of saying with a subject stands in it outside the
quotation marks ("…,” said Ruslan Mykula", "Analysts said that …", "according to …"), or
when most of it is quoted; then the speaker is looked for next to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.document import Document, Sentence, Span
from service.text.quotes import is_quoted, quoted_share, quotes_over
from service.text.speaker import Speaker, SpeakerFinder

_SAYING = frozenset(
    "said|says|say|told|tells|added|adds|wrote|writes|argued|argues|claimed|claims|warned|warns|"
    "insisted|insists|admitted|admits|acknowledged|noted|notes|explained|explains|declared|"
    "stated|states|replied|responded|asked|asks|tweeted|posted|recalled|conceded|announced|"
    "believed|believes|predicted|suggested|suggests|described|complained|joked|testified|"
    "vowed|urged|urges|expected|expects".split("|")
)
_WORD = re.compile(r"\w+")
_CALLED_FOR = re.compile(r"called for\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a sentence: `speaker` None for the author, or when `quoted` for
    somebody the text does not name nearby."""

    quoted: bool
    speaker: Speaker | None = None


AUTHOR = Voice(quoted=False)


def find_voices(
    document: Document, quotes: Sequence[Span], finder: SpeakerFinder
) -> dict[int, Voice]:
    """A voice for every sentence, by the sentence's index."""
    direct = {s.index: _attributed(document, s, quotes, finder) for s in document.sentences}
    voices: dict[int, Voice] = {}
    previous: Speaker | None = None
    for position, sentence in enumerate(document.sentences):
        speaker = direct[sentence.index]
        if not sentence.is_content:
            voices[sentence.index] = AUTHOR
            continue
        if speaker is None and quoted_share(quotes, sentence.span) >= _MOSTLY:
            speaker = _neighbour(document, position, direct, quotes) or previous
            voices[sentence.index] = Voice(quoted=True, speaker=speaker)
        else:
            voices[sentence.index] = Voice(quoted=True, speaker=speaker) if speaker else AUTHOR
        previous = speaker
    return voices


def _attributed(
    document: Document, sentence: Sentence, quotes: Sequence[Span], finder: SpeakerFinder
) -> Speaker | None:
    """The speaker whom the sentence itself names with a verb of saying."""
    text, span = document.text, sentence.span
    if not sentence.is_content:
        return None
    for verb in _verbs(text, span):
        if is_quoted(quotes, verb.begin):
            continue
        speaker = finder.subject(sentence, verb)
        if speaker is not None:
            return speaker
    for match in _ACCORDING.finditer(text, span.begin, span.end):
        if not is_quoted(quotes, match.start()):
            return finder.after(sentence, match.end())
    return None


def _verbs(text: str, span: Span) -> Iterator[Span]:
    """Verbs of saying. Looking each word up is several times faster than one long pattern."""
    for match in _WORD.finditer(text, span.begin, span.end):
        low = match[0].lower()
        if low in _SAYING:
            yield Span(match.start(), match.end())
        elif low == "called" and (pair := _CALLED_FOR.match(text, match.start(), span.end)):
            yield Span(pair.start(), pair.end())


def _neighbour(
    document: Document, position: int, direct: dict[int, Speaker | None], quotes: Sequence[Span]
) -> Speaker | None:
    """The speaker of a sentence that is quoted but names none: nearest in its paragraph.

    Sentences of the same quotation come first, then those before, then those after.
    """
    sentences = document.sentences
    here = sentences[position]
    same = [s for s in sentences[max(0, position - 8) : position + 9] if s.block == here.block]
    shared = quotes_over(quotes, here.span)
    order = sorted(
        same,
        key=lambda s: (
            not any(q.overlaps(s.span) for q in shared),
            s.index > here.index,
            abs(s.index - here.index),
        ),
    )
    return next((sp for s in order if (sp := direct[s.index]) is not None), None)
