"""Names that were read only in part, made whole: "Save Rivers" of "Just Save Rivers".

Words with a capital that the text always has beside a name, and more than once, belong to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from service.text.document import Document
from service.text.gazetteers.countries import is_demonym
from service.text.gazetteers.first_names import is_forename
from service.text.gazetteers.parties import party_word
from service.text.gazetteers.word_lists import CALENDAR, TITLES
from service.text.reading import NameKind, NameSpan
from service.text.span import Span
from service.text.tokens import Token, Words

_MOST_WORDS = 6
_LEAST_TIMES = 2
_NEVER_PART = CALENDAR | TITLES | {"the", "a", "an"}
Phrase = tuple[str, ...]
Run = Sequence[Token]


def join_recurring(document: Document, words: Words, read: Sequence[NameSpan]) -> list[NameSpan]:
    """The names in text order, each with the capitals that always stand beside it.

    A name of a person that has a forename is whole. What is joined is of the kind that the longest
    part of it was read as.
    """
    runs = {at: list(_runs(document, own)) for at, own in words.items()}
    capitals = _Capitals(words, runs)
    joined: list[NameSpan] = []
    parts: dict[Phrase, tuple[int, NameKind]] = {}  # words and kind of the longest part
    for name in read:
        found = capitals.around(name, runs.get(name.sentence, ()))
        if found is None:
            whole = name
        else:
            phrase, span = found
            size = len(document.read(name.span).split())
            parts[phrase] = max(parts.get(phrase, (0, name.kind)), (size, name.kind), key=_size)
            whole = replace(name, span=span)
        if joined and joined[-1].span.end > whole.span.begin:
            joined[-1] = _union(joined[-1], whole)  # another part of the same name
        else:
            joined.append(whole)
    return [_of_kind(document, name, parts) for name in joined] if parts else joined


def _size(part: tuple[int, NameKind]) -> int:
    return part[0]


def _union(name: NameSpan, other: NameSpan) -> NameSpan:
    """ "Presidential Medal" and "Medal of Freedom", of the kind of the part that ends last."""
    if other.span.end <= name.span.end:
        return name
    return replace(name, span=Span(name.span.begin, other.span.end), kind=other.kind)


def _of_kind(
    document: Document, name: NameSpan, parts: dict[Phrase, tuple[int, NameKind]]
) -> NameSpan:
    found = parts.get(tuple(document.read(name.span).split()))
    return name if found is None else replace(name, kind=found[1])


class _Capitals:
    """How often the text has each sequence of words with capitals, and how often in mid-sentence.

    A word that begins a sentence has a capital anyhow.
    """

    def __init__(self, words: Words, runs: dict[int, list[Run]]) -> None:
        self._times: Counter[Phrase] = Counter()
        self._within: set[Phrase] = set()
        for sentence, own in runs.items():
            first = words[sentence][0].begin if words[sentence] else 0
            for run in own:
                for begin, end in _parts(range(len(run))):
                    phrase = tuple(token.word for token in run[begin:end])
                    self._times[phrase] += 1
                    if run[begin].begin != first:
                        self._within.add(phrase)

    def around(self, name: NameSpan, runs: Sequence[Run]) -> tuple[Phrase, Span] | None:
        """The longest sequence that always stands where the name does, if it is longer."""
        at = bisect_left(runs, name.span.end, key=lambda run: run[0].begin) - 1
        if at < 0:
            return None
        run = runs[at]
        begin = bisect_left(run, name.span.begin, key=lambda token: token.begin)
        end = bisect_left(run, name.span.end, key=lambda token: token.begin)
        own = tuple(token.word for token in run[begin:end])
        if not own or _is_whole(name, own) or not _may_join(run[begin:end]):
            return None
        best: tuple[Phrase, Span] | None = None
        for first, last in _longer(len(run), begin, end):
            phrase = tuple(token.word for token in run[first:last])
            if len(phrase) <= len(best[0] if best else own):
                continue
            if self._always(own, phrase) and _may_join((*run[first:begin], *run[end:last])):
                best = (phrase, Span(run[first].begin, run[last - 1].end))
        return best

    def _always(self, name: Phrase, phrase: Phrase) -> bool:
        """Whether a name stands only in a sequence, which recurs."""
        times = self._times[phrase]
        return times == self._times[name] and times >= _LEAST_TIMES and phrase in self._within


def _longer(size: int, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Begin and end of all sequences of so many words that include those from begin to end."""
    for first in range(max(0, end - _MOST_WORDS), begin + 1):
        for last in range(end, min(size, first + _MOST_WORDS) + 1):
            yield first, last


def _is_whole(name: NameSpan, words: Phrase) -> bool:
    """Whether it has a forename: "Ana Duarte"."""
    return name.kind is NameKind.PERSON and len(words) > 1 and is_forename(words[0])


def _may_join(words: Iterable[Token]) -> bool:
    """Not "The", "President", "Monday", "Ukrainian" or "Republican"."""
    return not any(
        token.word.lower() in _NEVER_PART or is_demonym(token.word) or party_word(token.word)
        for token in words
    )


def _parts(positions: range) -> Iterator[tuple[int, int]]:
    """Begin and end of all sequences of so many words."""
    for begin in positions:
        for end in range(begin + 1, min(len(positions), begin + _MOST_WORDS) + 1):
            yield begin, end


def _runs(document: Document, words: Sequence[Token]) -> Iterator[Run]:
    """The runs of words with capitals in a sentence; none where all words have them."""
    if not any(token.word[:1].islower() for token in words):
        return
    run: list[Token] = []
    for token in words:
        if not token.word[:1].isupper():
            if run:
                yield run
            run = []
            continue
        if run and document.text[run[-1].end : token.begin] != " ":
            yield run
            run = []
        run.append(token)
    if run:
        yield run
