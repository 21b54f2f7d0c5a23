"""Mentions of people, organisations, places and other things, with their heads."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from models.training.reader.data.analyses import Analysis, Word
from models.training.reader.labels.marks import MarkedMention, Pair

NO_REFERENT = -1
PRONOUNS = frozenset(
    "he she they him her them his hers their theirs it its who whose himself herself themselves "
    "itself i me my we us our you your".split()
)
_NOMINAL_WORDS = ("PROPN", "NOUN", "PRON")
_REFERENTS = ("person", "organization", "place")  # of GUM's kinds, those that are learnt
_NOT_FOLLOWED = ("event", "other")


class Phrase(NamedTuple):
    """A mention that begins at `begin`, with its head word, in code points.

    `referent` numbers whom it means within the text, `NO_REFERENT` if that is not told. `kind` is
    empty if it is not known.
    """

    begin: int
    head_begin: int
    head_end: int
    referent: int
    kind: str


def is_pronoun(words: str) -> bool:
    """Whether these words are a single pronoun that may mean somebody."""
    return words.lower() in PRONOUNS


class Heads:
    """Finds the head words of phrases in an analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self._words = analysis.words
        self._begins = [word.begin for word in analysis.words]

    def head_of(self, begin: int, end: int) -> Word | None:
        """The word of a phrase that depends on none in it; the last one of a row of proper nouns.

        None if no word begins in the phrase.
        """
        first, last = (bisect.bisect_left(self._begins, place) for place in (begin, end))
        inside = range(first, last)
        if not inside:
            return None
        at = self._root(inside)
        while at + 1 < last and self._is_proper(at) and self._is_proper(at + 1):
            at += 1
        return self._words[at]

    def _root(self, inside: range) -> int:
        """The first noun that depends on none of these words, or the first word, or the last."""
        roots = [i for i in inside if self._words[i].head == i or self._words[i].head not in inside]
        nouns = [i for i in roots if self._words[i].part_of_speech in _NOMINAL_WORDS]
        return (nouns or roots or [inside[-1]])[0]

    def _is_proper(self, index: int) -> bool:
        return self._words[index].part_of_speech == "PROPN"


def from_gum(text: str, mentions: Sequence[Mapping[str, Any]], heads: Heads) -> Iterator[Phrase]:
    """The mentions of people, organisations and places, and other pronouns without a referent."""
    for mention in mentions:
        begin, end, kind = mention["begin"], mention["end"], mention["type"]
        head = heads.head_of(begin, end)
        if head is None:
            continue
        if kind in _REFERENTS:
            yield Phrase(begin, head.begin, head.end, mention["cluster"], kind)
        elif is_pronoun(text[begin:end]):
            yield Phrase(begin, head.begin, head.end, NO_REFERENT, kind)


def from_clusters(
    clusters: Sequence[tuple[str, Sequence[Pair]]],
    others: Sequence[Pair],
    analysis: Analysis,
) -> list[Phrase]:
    """The mentions of labelled clusters, (kind, spans) each, and other noun phrases.

    Predicate nouns and appositions join the cluster of what they are said of.
    """
    heads = Heads(analysis)
    spans = [
        (begin, end, NO_REFERENT if kind in _NOT_FOLLOWED else number, kind)
        for number, (kind, own) in enumerate(clusters)
        for begin, end in own
    ]
    spans += [(begin, end, NO_REFERENT, "") for begin, end in others]
    found = []
    for begin, end, referent, kind in sorted(spans, key=lambda s: (s[0], -s[1])):
        head = heads.head_of(begin, end)
        if head is not None:
            found.append(Phrase(begin, head.begin, head.end, referent, kind))
    joined = _complements(found, analysis)
    kept = [p for p in found if p.referent != NO_REFERENT or p.head_begin not in joined]
    return kept + list(joined.values())


def _complements(found: Sequence[Phrase], analysis: Analysis) -> dict[int, Phrase]:
    """The predicate nouns and appositions that mean one of these, by their heads' begin."""
    meant = {p.head_begin: p.referent for p in found if p.referent != NO_REFERENT}
    joined: dict[int, Phrase] = {}
    for of, begin, head_begin, head_end in analysis.complements:
        if of in meant and head_begin not in meant and head_begin not in joined:
            joined[head_begin] = Phrase(begin, head_begin, head_end, meant[of], "")
    return joined


def from_marks(text: str, mentions: Sequence[MarkedMention], heads: Heads) -> Iterator[Phrase]:
    """The mentions of a written text; of other things, names and pronouns without a referent."""
    for begin, end, referent, kind in mentions:
        head = heads.head_of(begin, end)
        if head is None:
            continue
        if kind == "other":
            if not is_pronoun(text[begin:end]) and head.part_of_speech != "PROPN":
                continue
            referent = NO_REFERENT
        yield Phrase(begin, head.begin, head.end, referent, kind)
