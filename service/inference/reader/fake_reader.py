"""A reader without a network, for the fake engine: capitals, a few verbs, the nearest name.

Its outputs have the form of the model's, so that tests take the same way through the decoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from service.inference.reader import attributions, mentions
from service.inference.token_outputs import Head, Segment, TokenOutputs, columns_of, width_of
from service.text.gazetteers.countries import country
from service.text.gazetteers.first_names import is_forename, is_woman
from service.text.gazetteers.word_lists import CALENDAR, ORGANISATION, STOPWORDS, TITLES, stem

_SIZE = 32
HEADS = (
    Head("attribution", len(attributions.LABELS), attributions.LABELS),
    Head("source_query", _SIZE),
    Head("source_key", _SIZE),
    Head("mention", len(mentions.LABELS), mentions.LABELS),
    Head("antecedent_query", _SIZE),
    Head("antecedent_key", _SIZE),
)
SAYING = frozenset(
    """said says say told wrote writes added adds argued argues warned warns claimed claims
    announced believes believe called""".split()
)
_TOKEN = re.compile(r"\w+(?:[’'-]\w+)*|[^\w\s]")
_SURE = 8.0
_OPENS, _CLOSES = frozenset('“"‘'), frozenset('”"’')
_SUBJECTS = frozenset({"he", "she", "they", "it", "i", "we"})
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their"})
_WOMEN, _MEN = frozenset({"she", "her", "hers"}), frozenset({"he", "him", "his"})


@dataclass(slots=True)
class _Sentence:
    """The tokens of a segment with the labels that they get."""

    words: list[str]
    spans: list[tuple[int, int]]
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def read(segments: Sequence[Segment], heads: Sequence[Head] = HEADS) -> list[TokenOutputs]:
    """The outputs of each segment, as `Engine.read` gives them."""
    people = _People()
    found = []
    for segment in segments:
        matches = list(_TOKEN.finditer(segment.text))
        sentence = _Sentence([m[0] for m in matches], [m.span() for m in matches])
        sentence.names = list(_names(sentence.words))
        sentence.tags = _attribution(sentence)
        values = np.zeros((len(matches), width_of(heads)), dtype=np.float32)
        _mark(values, heads, "attribution", attributions.LABELS, sentence.tags)
        _mark(values, heads, "mention", mentions.LABELS, sentence.names)
        people.link(values, heads, sentence)
        spans = np.array(sentence.spans, dtype=np.int32).reshape(-1, 2)
        found.append(TokenOutputs(spans, values))
    return found


def _mark(
    values: np.ndarray, heads: Sequence[Head], name: str, labels: Sequence[str], tags: Sequence[str]
) -> None:
    begin = columns_of(heads, name).start
    for row, tag in enumerate(tags):
        values[row, begin + labels.index(tag)] = _SURE


def _names(words: Sequence[str]) -> Iterator[str]:
    """A tag for each word: a run of capitals is a name."""
    before = "O"
    for at, word in enumerate(words):
        capital = word[0].isupper() and word.lower() not in STOPWORDS | CALENDAR | TITLES
        if at == 0 and capital:
            following = words[1] if len(words) > 1 else ""
            capital = following[:1].isupper() or following.lower() in SAYING or is_forename(word)
        if not capital:
            before = "O"
        elif before == "O":
            before = f"B-{_kind(words, at)}"
        else:
            before = f"I-{before[2:]}"
        yield before


def _kind(words: Sequence[str], at: int) -> str:
    """What the name that begins at a word is."""
    end = _end_of_capitals(words, at)
    own = words[at:end]
    if any(stem(word) in ORGANISATION or (word.isupper() and len(word) > 1) for word in own):
        return "organization"
    if country(" ".join(own)):
        return "place"
    beside = {words[i].lower() for i in (at - 1, end) if 0 <= i < len(words)}
    person = is_forename(own[0]) or beside & (SAYING | TITLES) or len(own) == 2
    return "person" if person else "other"


def _end_of_capitals(words: Sequence[str], at: int) -> int:
    while at < len(words) and words[at][0].isupper():
        at += 1
    return at


def _attribution(sentence: _Sentence) -> list[str]:
    """A tag for each word, by the first verb of saying outside quotation marks."""
    words, quoted = sentence.words, list(_quoted(sentence.words))
    tags = ["O"] * len(words)
    content = [i for i, inside in enumerate(quoted) if inside]
    at = next((i for i, w in enumerate(words) if w.lower() in SAYING and not quoted[i]), None)
    if at is not None and (source := _subject(sentence, at)) is not None:
        tags[at] = "B-cue"
        tags[source[0] : source[-1] + 1] = ["B-source"] + ["I-source"] * (len(source) - 1)
        content = content or list(range(at + 1, len(words)))
    _mark_content(tags, content)
    return tags


def _mark_content(tags: list[str], content: Sequence[int]) -> None:
    for i in content:
        if tags[i] == "O":
            tags[i] = "I-content" if i and tags[i - 1].endswith("content") else "B-content"


def _quoted(words: Sequence[str]) -> Iterator[bool]:
    inside = False
    for word in words:
        if not inside and word in _OPENS:
            inside = True
            yield True
            continue
        yield inside
        if inside and word in _CLOSES:
            inside = False


def _subject(sentence: _Sentence, verb: int) -> list[int] | None:
    """The words of the verb's subject: right before it, or after it where it is inverted."""
    words, names = sentence.words, sentence.names
    for step, at in ((-1, verb - 1), (1, verb + 1)):
        if not 0 <= at < len(words):
            continue
        if words[at].lower() in _SUBJECTS:
            return [at]
        found = []
        while 0 <= at < len(words) and names[at] != "O":
            found.append(at)
            at += step
        if found:
            return sorted(found)
    at = verb - 1
    while at >= 0 and words[at].isalpha() and verb - at < 4:
        if words[at].lower() in _DETERMINERS:
            return list(range(at, verb))
        at -= 1
    return None


class _People:
    """Links "he" and "she" to the person who was named last."""

    def __init__(self) -> None:
        self._last: tuple[int, bool | None] | None = None
        self._numbers: dict[str, int] = {}

    def link(self, values: np.ndarray, heads: Sequence[Head], sentence: _Sentence) -> None:
        query = columns_of(heads, "antecedent_query").start
        key = columns_of(heads, "antecedent_key").start
        first = ""
        # The last column makes all but a link less likely than none, however near.
        values[:, key + _SIZE - 1], values[:, query + _SIZE - 1] = 1.0, -_SURE
        for row, (word, tag) in enumerate(zip(sentence.words, sentence.names, strict=True)):
            if tag.endswith("person"):
                first = word if tag.startswith("B") else first
                number = self._numbers.setdefault(word, len(self._numbers)) % (_SIZE - 1)
                values[row, key + number] = 1.0
                self._last = (number, is_woman(first) if is_forename(first) else None)
            elif word.lower() in _WOMEN | _MEN and self._last is not None:
                number, woman = self._last
                if woman in (None, word.lower() in _WOMEN):
                    values[row, query + number], values[row, key + number] = 2 * _SURE, 1.0
