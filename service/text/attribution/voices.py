"""Whose words a sentence is: the author's, or a speaker's whom it quotes or reports.

A sentence is a speaker's when a verb of saying with a subject stands in it outside the
quotation marks ("…,” said Ruslan Mykula", "Analysts said that …", "according to …"), or
when most of it is quoted; then the speaker is looked for next to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from service.text.attribution.quotations import is_quoted, quoted_share, quotes_over
from service.text.attribution.reporting_verbs import find_verbs
from service.text.attribution.speakers import Speaker, SpeakerFinder
from service.text.document import Document, Sentence
from service.text.span import Span

_MOSTLY = 0.5
# Verbs of saying that are looked at in a sentence: prose has a few, and each costs a look back.
_VERBS = 32
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a sentence: `speaker` None for the author, or when `quoted` for
    somebody the text does not name nearby."""

    quoted: bool
    speaker: Speaker | None = None


AUTHOR = Voice(quoted=False)
_THIRD = frozenset({"he", "she", "they"})


def find_voices(
    document: Document, quotes: Sequence[Span], finder: SpeakerFinder
) -> dict[int, Voice]:
    """A voice for every sentence, by the sentence's index."""
    said = {s.index: _attributed(document, s, quotes, finder) for s in document.sentences}
    direct = {index: voice.speaker for index, voice in said.items()}
    voices: dict[int, Voice] = {}
    previous: Speaker | None = None
    for position, sentence in enumerate(document.sentences):
        voice = said[sentence.index]
        if not sentence.is_content:
            voices[sentence.index] = AUTHOR
            continue
        if voice.speaker is None and quoted_share(quotes, sentence.span) >= _MOSTLY:
            speaker = _neighbour(document, position, direct, quotes) or previous
            voice = Voice(quoted=True, speaker=speaker)
        elif voice.speaker is None and voice.quoted and previous and not previous.named:
            voice = Voice(quoted=True, speaker=previous)  # "The report said … It added …"
        voices[sentence.index] = voice
        previous = voice.speaker
    return voices


def _attributed(
    document: Document, sentence: Sentence, quotes: Sequence[Span], finder: SpeakerFinder
) -> Voice:
    """The voice that the sentence itself tells by a verb of saying.

    Where only a pronoun speaks for whom nobody is known, its speaker is None.
    """
    text, span = document.text, sentence.span
    if not sentence.is_content:
        return AUTHOR
    pronoun = False
    for verb in islice(find_verbs(text, span), _VERBS):
        if is_quoted(quotes, verb.span.begin):
            continue
        speaker = finder.subject(sentence, verb.span)
        if speaker is not None and (speaker.named or not verb.loose(text, speaker.span)):
            return Voice(quoted=True, speaker=speaker)
        pronoun = pronoun or finder.pronoun(sentence, verb.span) in _THIRD
    for match in _ACCORDING.finditer(text, span.begin, span.end):
        if not is_quoted(quotes, match.start()):
            found = finder.after(sentence, match.end())
            return Voice(quoted=True, speaker=found) if found else AUTHOR
    return Voice(quoted=True) if pronoun else AUTHOR


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
