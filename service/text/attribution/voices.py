"""Whose words a sentence is: the author's, or those of a speaker who is quoted or reported.

A sentence is a speaker's when a reporting verb with a subject stands in it outside the
quotation marks ("…,” said Ruslan Mykula", "Analysts said that …", "according to …"), or
when most of it is quoted; then the speaker is looked for next to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from service.text.attribution.clauses import subject_pronoun
from service.text.attribution.quotations import is_quoted, quoted_share, quotes_over
from service.text.attribution.reporting_verbs import ReportingVerb, find_reporting_verbs
from service.text.attribution.speakers import Speaker, SpeakerFinder
from service.text.document import Document, Sentence
from service.text.span import Span

_MOSTLY = 0.5
# Reporting verbs that are looked at in a sentence: prose has a few, and each costs a look back.
_MOST_VERBS = 32
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)
_THIRD_PERSON = frozenset({"he", "she", "they"})
_NEIGHBOURS = 8  # sentences before and after a quoted one that may name its speaker


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a sentence is: the author's, or where `quoted` those of `speaker`.

    `speaker` is None for the author, and for somebody quoted whom the text does not name
    nearby.
    """

    quoted: bool
    speaker: Speaker | None = None


AUTHOR = Voice(quoted=False)


def find_voices(
    document: Document, quotes: Sequence[Span], finder: SpeakerFinder
) -> dict[int, Voice]:
    """A voice for every sentence, by the sentence's index."""
    own = {s.index: _own_voice(document, s, quotes, finder) for s in document.sentences}
    direct = {index: voice.speaker for index, voice in own.items()}
    voices: dict[int, Voice] = {}
    previous: Speaker | None = None
    for position, sentence in enumerate(document.sentences):
        voice = own[sentence.index]
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


def _own_voice(
    document: Document, sentence: Sentence, quotes: Sequence[Span], finder: SpeakerFinder
) -> Voice:
    """The voice that the sentence itself shows.

    Its speaker is None where the subject is a pronoun for a person who is not known.
    """
    if not sentence.is_content:
        return AUTHOR
    pronoun = False
    for verb in _unquoted_verbs(document.text, sentence.span, quotes):
        speaker = finder.subject(sentence, verb.span)
        if speaker is not None and (speaker.named or verb.can_have(document.text, speaker.span)):
            return Voice(quoted=True, speaker=speaker)
        pronoun = pronoun or subject_pronoun(document.text, sentence, verb.span) in _THIRD_PERSON
    for match in _ACCORDING.finditer(document.text, sentence.span.begin, sentence.span.end):
        if not is_quoted(quotes, match.start()):
            speaker = finder.after(sentence, match.end())
            return Voice(quoted=True, speaker=speaker) if speaker else AUTHOR
    return Voice(quoted=True) if pronoun else AUTHOR


def _unquoted_verbs(text: str, span: Span, quotes: Sequence[Span]) -> Iterator[ReportingVerb]:
    """The first reporting verbs of a sentence, those within a quotation left out."""
    for verb in islice(find_reporting_verbs(text, span), _MOST_VERBS):
        if not is_quoted(quotes, verb.span.begin):
            yield verb


def _neighbour(
    document: Document, position: int, direct: dict[int, Speaker | None], quotes: Sequence[Span]
) -> Speaker | None:
    """The speaker of a sentence that is quoted but names none: nearest in its paragraph.

    Sentences of the same quotation come first, then those before, then those after.
    """
    here = document.sentences[position]
    near = document.sentences[max(0, position - _NEIGHBOURS) : position + _NEIGHBOURS + 1]
    shared = quotes_over(quotes, here.span)
    order = sorted(
        (s for s in near if s.block == here.block),
        key=lambda s: (
            not any(q.overlaps(s.span) for q in shared),
            s.index > here.index,
            abs(s.index - here.index),
        ),
    )
    return next((sp for s in order if (sp := direct[s.index]) is not None), None)
