"""Whose words a sentence is: the author's, or those of a speaker who is quoted or reported.

In this order: whom the layout tells (labels of a transcript, block quotations, signatures), who is
the source of an attribution that holds most of the sentence, and who is quoted in it by its marks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from service.text.attribution.grounds import with_grounds
from service.text.attribution.layout.block_quotes import introduced_by
from service.text.attribution.layout.people import People
from service.text.attribution.layout.structures import find_structures
from service.text.attribution.majority import MOSTLY, is_attributed, leads, quotation_leads
from service.text.attribution.quotations import is_quoted, quoted_share, quotes_over, speeches
from service.text.attribution.shares import Share, attributed_shares, touched
from service.text.attribution.sources import SourceReader
from service.text.attribution.speakers import Names, OwnAttribution, Speaker
from service.text.document import BlockKind, Document, Sentence
from service.text.reading import Attribution
from service.text.span import Span

_NEIGHBOURS = 8  # sentences before and after a quoted one that may name its speaker
_READ_KINDS = frozenset({BlockKind.BODY, BlockKind.QUOTE, BlockKind.HEADING})


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a sentence is: the author's, or where `quoted` those of `speaker`.

    `speaker` is None for the author, and for somebody quoted whom the text does not name nearby.
    `cue` is what attributes the words: "said", "according to".
    """

    quoted: bool
    speaker: Speaker | None = None
    cue: Span | None = None


AUTHOR = Voice(quoted=False)


def find_voices(
    document: Document,
    quotes: Sequence[Span],
    names: Names,
    attributions: Sequence[Attribution],
    sources: SourceReader,
) -> dict[int, Voice]:
    """A voice for every sentence, by the sentence's index."""
    return _Voices(document, quotes, names, attributions, sources).find()


class _Voices:
    def __init__(
        self,
        document: Document,
        quotes: Sequence[Span],
        names: Names,
        attributions: Sequence[Attribution],
        sources: SourceReader,
    ) -> None:
        self.document = document
        self.quotes = quotes
        self.people = People(names)
        self.attributions = with_grounds(attributions, quotes)
        self.sources = sources
        self.speakers = [
            sources.speaker(a.source[0]) if a.source else None for a in self.attributions
        ]
        self.shares = attributed_shares(document, self.attributions)
        self.own = self._own_attributions()
        self.given = find_structures(document, quotes, names, self.own)
        self.begins = [s.span.begin for s in document.sentences]
        self.speeches = speeches(document, quotes)
        self.speech_of = {
            quote.begin: number for number, speech in enumerate(self.speeches) for quote in speech
        }
        self.heard = self._heard()

    def _heard(self) -> list[list[int]]:
        """For each speech the sentences over it that show a speaker by themselves."""
        heard: list[list[int]] = [[] for _ in self.speeches]
        for position, sentence in enumerate(self.document.sentences):
            if self._names(position):
                for quote in quotes_over(self.quotes, sentence.span):
                    heard[self.speech_of[quote.begin]].append(position)
        return heard

    def find(self) -> dict[int, Voice]:
        voices: dict[int, Voice] = {}
        previous: Speaker | None = None
        for position, sentence in enumerate(self.document.sentences):
            if sentence.kind not in _READ_KINDS:
                voices[sentence.index] = AUTHOR
                continue
            voice = self._voice(position, sentence, previous)
            voices[sentence.index] = voice
            if sentence.is_content:
                previous = voice.speaker
        return voices

    def _voice(self, position: int, sentence: Sentence, previous: Speaker | None) -> Voice:
        if sentence.index in self.given:
            return Voice(quoted=True, speaker=self.given[sentence.index])
        quoted = quoted_share(self.quotes, sentence.span) >= MOSTLY
        share = self.shares.get(sentence.index)
        if share is not None and self._is_attributed(share, sentence):
            voice = self._attributed(share, sentence, quoted=quoted)
            if voice is None:
                return self._continued(position, previous)
            if quoted and not self._is_within(voice, sentence):
                # Of sentences of one speech a single one names the speaker.
                near = self._neighbour(position)
                return Voice(quoted=True, speaker=near) if near else voice
            return voice
        if quoted:
            return self._continued(position, previous)
        if quotation_leads(self.document, self.quotes, sentence):
            own = self.own.get(sentence.index)
            return Voice(quoted=True, speaker=own.speaker if own is not None else None)
        return AUTHOR

    def _continued(self, position: int, previous: Speaker | None) -> Voice:
        """The voice of words without a source of their own."""
        return Voice(quoted=True, speaker=self._neighbour(position) or previous)

    def _is_attributed(self, share: Share, sentence: Sentence) -> bool:
        largest = self.attributions[share.by_size()[0]]
        return is_attributed(self.document, self.quotes, sentence, share, largest)

    def _is_within(self, voice: Voice, sentence: Sentence) -> bool:
        return voice.speaker is not None and voice.speaker.span in sentence.span

    def _attributed(self, share: Share, sentence: Sentence, *, quoted: bool) -> Voice | None:
        """The voice of the attribution that counts for the sentence; None where none does."""
        for number in self._by_weight(share, sentence):
            attribution, speaker = self.attributions[number], self.speakers[number]
            # Whom a quotation itself quotes is not its speaker.
            if speaker is None or is_quoted(self.quotes, attribution.source[0].begin):
                continue
            if not quoted and self._is_uncued(attribution, sentence):
                return AUTHOR
            if not quoted and self.sources.is_author(attribution.source[0]):
                return AUTHOR  # "I think that …"
            if sentence.kind is BlockKind.HEADING and self.people.known(speaker.name or ""):
                speaker = self.people.speaker(speaker.span)
            return Voice(quoted=True, speaker=speaker, cue=_nearest_cue(attribution))
        return None

    def _is_uncued(self, attribution: Attribution, sentence: Sentence) -> bool:
        """Whether its source is only meant to do something: "He asked the board to pay"."""
        if attribution.cue or attribution.source[0] not in sentence.span:
            return False
        return self.document.read(attribution.content[0]).startswith("to ")

    def _by_weight(self, share: Share, sentence: Sentence) -> list[int]:
        """The attributions of a sentence: first whose source is its subject, then the largest.

        "Reyes said he left when the firm announced its end" holds words of Reyes.
        """
        return sorted(share.by_size(), key=lambda n: not leads(self.attributions[n], sentence))

    def _own_attributions(self) -> dict[int, OwnAttribution]:
        """The sentences in which a source or a cue stands, with the speaker."""
        own: dict[int, OwnAttribution] = {}
        for attribution, speaker in zip(self.attributions, self.speakers, strict=True):
            if attribution.source and is_quoted(self.quotes, attribution.source[0].begin):
                continue
            for part in (*attribution.source, *attribution.cue):
                for sentence in touched(self.document.sentences, part):
                    own.setdefault(sentence.index, OwnAttribution(speaker))
        return own

    def _neighbour(self, position: int) -> Speaker | None:
        """The speaker of a sentence that is quoted but names none: nearest in its paragraph.

        Sentences of the same speech come first, then those before, then those after.
        """
        here = self.document.sentences[position]
        numbers = [self.speech_of[q.begin] for q in quotes_over(self.quotes, here.span)]
        for number in numbers:
            speaker = self._nearest(position, self.heard[number])
            if speaker is not None:
                return speaker
        first = max(0, position - _NEIGHBOURS)
        near = self.document.sentences[first : position + _NEIGHBOURS + 1]
        beside = [i for i, s in enumerate(near, first) if s.block == here.block and self._names(i)]
        return self._introduced(position, numbers) or self._nearest(position, beside)

    def _names(self, position: int) -> bool:
        """Whether a sentence shows a speaker by itself."""
        own = self.own.get(position)
        return own is not None and own.speaker is not None

    def _nearest(self, position: int, among: Sequence[int]) -> Speaker | None:
        """The speaker of the nearest of some sentences, in order: of those before it first."""
        following = bisect_right(among, position)
        chosen = among[following - 1 : following] if following else among[:1]
        own = self.own.get(chosen[0]) if chosen else None
        return own.speaker if own is not None else None

    def _introduced(self, position: int, numbers: Sequence[int]) -> Speaker | None:
        """The speaker of a line that ends in a colon before the speech: "And from Odell:"."""
        begin = self.speeches[numbers[0]][0].begin if numbers else 0
        before = bisect_left(self.begins, begin) - 1
        if not 0 <= before < position:
            return None
        line = self.document.sentences[before]
        if not line.clean.endswith(":"):
            return None
        return introduced_by(self.people, self.own, line)


def _nearest_cue(attribution: Attribution) -> Span | None:
    """The cue next to the source."""
    source = attribution.source[0]
    return min(
        attribution.cue,
        key=lambda cue: max(cue.begin - source.end, source.begin - cue.end),
        default=None,
    )
