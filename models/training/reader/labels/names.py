"""Names and their kinds, from the entities of a parser and from annotated phrases.

A parser errs on the kind of a name more often than on its extent, so a name has the kind that most
texts give it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from models.training.reader.data.analyses import Analysis
from models.training.reader.labels.phrases import Phrase, is_pronoun
from service.inference.reader.mentions import LABELS
from service.text.reading import NameKind

_PEOPLES = "NORP"  # nationalities, religions and parties as adjectives: no names here
KINDS: Mapping[str, NameKind] = {
    "PERSON": NameKind.PERSON,
    "ORG": NameKind.ORGANIZATION,
    "GPE": NameKind.PLACE,
    "LOC": NameKind.PLACE,
    "FAC": NameKind.PLACE,
    "EVENT": NameKind.OTHER,
    "PRODUCT": NameKind.OTHER,
    "WORK_OF_ART": NameKind.OTHER,
    "LAW": NameKind.OTHER,
}
_PHRASE_KINDS = {kind.value: kind for kind in NameKind} | {"event": NameKind.OTHER}
_LEAST = 3  # texts' mentions before a majority counts
_AROUND = re.compile(r"^(the|The) |[’']s$")
_ARTICLE = re.compile(r"(the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s$")
_CAPITALISED = r"[\"“‘]?[A-ZÀ-Þ][\w.’'-]*[\"”’]?"
_WHOLE_NAME = re.compile(
    rf"{_CAPITALISED}(?:\s(?:{_CAPITALISED},?|&|de|la|von|van|der|den|bin|ibn|al|del|di|da|of|for|"
    r"and|the|du|le|y|dos|das))*"
)


def bare(name: str) -> str:
    """A name without its article and without a possessive."""
    return _AROUND.sub("", name).strip()


def is_whole_name(words: str) -> bool:
    """Whether these words have the form of a name from their first to their last."""
    return _WHOLE_NAME.fullmatch(bare(words)) is not None


class NameKinds:
    """The kinds of names in all texts, and the words for peoples."""

    def __init__(self, texts: Iterable[tuple[str, Analysis]]) -> None:
        self.peoples: set[str] = set()
        counts: dict[str, Counter[NameKind | None]] = defaultdict(Counter)
        for text, analysis in texts:
            for begin, end, label in analysis.entities:
                name = bare(text[begin:end])
                if label == _PEOPLES:
                    self.peoples.add(name)
                if label == _PEOPLES or label in KINDS:
                    counts[name][KINDS.get(label)] += 1
        self._usual = {
            name: own.most_common(1)[0][0] for name, own in counts.items() if own.total() >= _LEAST
        }

    def of(self, name: str, label: str) -> NameKind | None:
        """The kind of a name that a parser labels so; None if it is none."""
        if label != _PEOPLES and label not in KINDS:
            return None
        return self._usual.get(bare(name), KINDS.get(label))


class NameMap:
    """The names of a text by character.

    `column` is that of "B-" of the name's kind in `LABELS`, 0 outside of names; `begins` marks
    first characters.
    """

    def __init__(self, length: int) -> None:
        self.column: NDArray[np.int8] = np.zeros(length + 1, dtype=np.int8)
        self.begins: NDArray[np.bool_] = np.zeros(length + 1, dtype=np.bool_)

    def put(self, begin: int, end: int, kind: NameKind) -> None:
        """Make this span a name, in the place of any that begins in it."""
        self.column[begin:end] = LABELS.index(f"B-{kind}")
        self.begins[begin:end] = False
        self.begins[begin] = True

    def around(self, at: int) -> tuple[int, int] | None:
        """The name that contains a character; None if none does."""
        if not self.column[at]:
            return None
        begin, end = at, at + 1
        while not self.begins[begin]:
            begin -= 1
        while self.column[end] and not self.begins[end]:
            end += 1
        return begin, end


def from_entities(text: str, analysis: Analysis, kinds: NameKinds) -> NameMap:
    """The names that a parser finds, without articles and possessives."""
    found = NameMap(len(text))
    for begin, end, label in analysis.entities:
        if article := _ARTICLE.match(text, begin, end):
            begin = article.end()
        if possessive := _POSSESSIVE.search(text[begin:end]):
            end = begin + possessive.start()
        name = text[begin:end]
        kind = kinds.of(name, label)
        if kind is not None and "\n" not in name and any(c.isupper() for c in name):
            found.put(begin, end, kind)
    return found


def refine(
    names: NameMap,
    text: str,
    phrases: Iterable[Phrase],
    analysis: Analysis,
    peoples: set[str],
    *,
    exact: bool,
) -> None:
    """Give names the kind of the phrases that annotators marked, and add names that were missed.

    With `exact` phrases, one that has the form of a name is one as a whole.
    """
    runs = _ProperNouns(text, analysis)
    for begin, head_begin, head_end, _, kind in phrases:
        if kind not in _PHRASE_KINDS:
            continue
        meant = _PHRASE_KINDS[kind]
        words = text[begin:head_end]
        if exact and is_whole_name(words) and not is_pronoun(words):
            names.put(begin + 4 * words.lower().startswith("the "), head_end, meant)
        elif (around := names.around(head_begin)) is not None:
            if around[1] == head_end:
                names.put(*around, meant)
        elif text[head_begin].isupper() and bare(text[head_begin:head_end]) not in peoples:
            first = runs.first(begin, head_begin, names)
            if first is not None:
                names.put(first, head_end, meant)


class _ProperNouns:
    """The words that a parser takes for proper nouns."""

    def __init__(self, text: str, analysis: Analysis) -> None:
        self._text = text
        self._words = analysis.words
        self._at = {word.begin: i for i, word in enumerate(analysis.words)}

    def first(self, begin: int, head: int, names: NameMap) -> int | None:
        """Where the row of proper nouns begins that ends with the head; not before `begin`.

        None if the head is no proper noun.
        """
        at = self._at.get(head)
        if at is None or self._words[at].part_of_speech != "PROPN":
            return None
        while at > 0 and self._continues(at, begin, names):
            at -= 1
        return self._words[at].begin

    def _continues(self, at: int, begin: int, names: NameMap) -> bool:
        before = self._words[at - 1]
        between = self._text[before.end : self._words[at].begin]
        return (
            before.begin >= begin
            and before.part_of_speech == "PROPN"
            and not names.column[before.begin]
            and not between.strip()
        )
