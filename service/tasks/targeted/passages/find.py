"""Finds the sentences that are relevant to a target.

Mentions have the most weight. A topic or a claim is often argued without its own words, so
sentences of similar meaning also count, with less weight. A wide search also takes the headline and
sentences that are farther from the target: heads can tell which of them count, a mean would be
diluted by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.inference.protocol import Scores
from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.headline import headline_of
from service.tasks.similarity import cosines
from service.tasks.target import Target, TargetKind
from service.tasks.targeted.passages.thinning import most_relevant
from service.text.document import Sentence
from service.text.entities.model import Mention
from service.text.targets.wording.wording import Wording, wording_of

MAX_PASSAGES = 48
# A topic or a claim is also judged by the text as one window, wholly in one of up to `SHORT_TEXT`
# words, and less in a longer one, up to `LONG_TEXT`.
SHORT_TEXT = 60
LONG_TEXT = 180
_NEAR = {TargetKind.ENTITY: 0.50, TargetKind.TOPIC: 0.42, TargetKind.CLAIM: 0.40}
# On held-out texts a wide search finds 75% of the passages that take a side on a topic or a claim,
# and one of 98% of the targets that have any, in 9 windows; the other finds 60% and 90%, in 5.
_NEAR_WIDE = {TargetKind.ENTITY: 0.50, TargetKind.TOPIC: 0.25, TargetKind.CLAIM: 0.25}
_RELATED = 0.5  # weight of a sentence that is only similar in meaning
_FAR = 0.12  # the minimum cosine of a short text and a target it is about
_UNRELATED = 0.25  # weight of any other sentence of a short text
_SPEAKING = 0.4  # speech is rarely about its speaker
_MAX_RELATED = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its relevance (0..1) to the target, and its strongest mention, if any.

    One that is not `related` is only included because a short text argues as a whole.
    """

    sentence: Sentence
    relevance: float
    mention: Mention | None = None
    related: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """The passages for a target in text order, at most `MAX_PASSAGES`.

    `left_out` counts further passages. `share` (0..1) is how much the text as one window tells of
    the target, which is nothing for a long one. `about` means that the text is about the target by
    its words or its meaning.
    """

    passages: list[Passage]
    mentions: list[Mention]
    left_out: int
    share: float
    about: bool


async def find_passages(annotations: Annotations, target: Target, *, wide: bool = False) -> Found:
    """The passages and mentions of a target.

    A short text in one voice, in a `wide` search any short text, is one argument, because a comment
    on a topic rarely names the topic. So all its sentences are passages, and similar ones have more
    weight. The result is cached for other tasks.
    """
    key = ("passages", target.text, target.kind, wide)
    return await annotations.once(key, lambda: _find(annotations, target, wide))


async def _find(annotations: Annotations, target: Target, wide: bool) -> Found:
    names = await annotations.names()
    name = target.words
    mentions = await annotations.aside(names.mentions.find, name)
    strongest = _strongest(mentions)
    relevance = _relevance_of_mentions(names, strongest)
    argued = target.kind is not TargetKind.ENTITY or not (strongest or _is_name(target))
    if argued:
        relevance = await _related(annotations, target, wide) | relevance
    about = bool(relevance) or _holds_words(annotations, name)
    related = frozenset(relevance)
    missed = _is_name(target) and not about
    share = _share(annotations, names, argued=argued, missed=missed, wide=wide)
    if share and (about or await _nearness(annotations, target) >= _FAR):
        relevance = _everywhere(annotations, _UNRELATED * share, wide) | relevance
    passages = list(_passages(candidates(annotations, wide=wide), strongest, relevance, related))
    kept = _thinned(passages)
    return Found(kept, mentions, len(passages) - len(kept), share if kept else 0.0, about)


def _share(
    annotations: Annotations, names: NameAnnotations, *, argued: bool, missed: bool, wide: bool
) -> float:
    """How much the text as one window tells (0..1).

    A name that no words mean (`missed`) is no meaning that other words could have. Only a comment
    that names nobody at all may speak of it without saying so. Several voices are one argument only
    in a wide search, because a mean cannot tell them apart.
    """
    if missed and names.entities:
        return 0.0
    one_voice = not any(names.voices[s.index].quoted for s in annotations.content)
    several = len(annotations.content) > 1
    if several and not (wide or one_voice):
        return 0.0
    return _share_of_whole(annotations, argued=argued or missed)


def candidates(annotations: Annotations, *, wide: bool) -> Sequence[Sentence]:
    """The sentences that may be passages: the content, in a wide search after the headline."""
    return [*(_headline_sentences(annotations) if wide else ()), *annotations.content]


def _headline_sentences(annotations: Annotations) -> list[Sentence]:
    headline = headline_of(annotations.document)
    if headline is None or headline.block is None or not annotations.content:
        return []
    return [s for s in annotations.document.sentences if s.block == headline.block]


def _is_name(target: Target) -> bool:
    return target.kind is TargetKind.ENTITY and wording_of(target.words) is Wording.NAME


def _passages(
    sentences: Sequence[Sentence],
    strongest: Mapping[int, Mention],
    relevance: Mapping[int, float],
    related: frozenset[int],
) -> Iterator[Passage]:
    """Those of the sentences that have a relevance."""
    for s in sentences:
        if s.index in relevance:
            yield Passage(s, relevance[s.index], strongest.get(s.index), s.index in related)


def _holds_words(annotations: Annotations, name: str) -> bool:
    """Whether the document contains the words of the target, perhaps within other words."""
    words = name.lower()  # of invisible characters there are none left
    return bool(words) and words in annotations.document.text.lower()


def _everywhere(annotations: Annotations, relevance: float, wide: bool) -> dict[int, float]:
    return dict.fromkeys((s.index for s in candidates(annotations, wide=wide)), relevance)


def _thinned(passages: Sequence[Passage]) -> list[Passage]:
    """The most relevant passages, at most `MAX_PASSAGES`."""
    kept = most_relevant([p.relevance for p in passages], MAX_PASSAGES)
    return [passages[i] for i in kept]


def _strongest(mentions: Sequence[Mention]) -> dict[int, Mention]:
    """The first of the strongest mentions of each sentence, by the sentence's index."""
    found: dict[int, Mention] = {}
    for mention in mentions:
        before = found.get(mention.sentence)
        if before is None or mention.strength > before.strength:
            found[mention.sentence] = mention
    return found


def _relevance_of_mentions(
    names: NameAnnotations, strongest: Mapping[int, Mention]
) -> dict[int, float]:
    """The relevance (0..1) to the target of each sentence with a mention."""
    relevance: dict[int, float] = {}
    for index, mention in strongest.items():
        speaker = names.voices[index].speaker
        speaks = speaker is not None and speaker.span == mention.span
        relevance[index] = mention.strength * (_SPEAKING if speaks else 1.0)
    return relevance


def _share_of_whole(annotations: Annotations, *, argued: bool) -> float:
    """How much the text as one window tells (0..1): wholly for a single sentence.

    For several only where the target is `argued` about, not merely named.
    """
    if len(annotations.content) == 1:
        return 1.0
    if not argued:
        return 0.0
    words = sum(len(s.clean.split()) for s in annotations.content)
    return min(1.0, max(0.0, (LONG_TEXT - words) / (LONG_TEXT - SHORT_TEXT)))


async def _nearness(annotations: Annotations, target: Target) -> float:
    """The cosine of the target and the sentence nearest to it."""
    if not annotations.content:
        return 0.0
    return float((await _cosines(annotations, target, wide=False)).max())


async def _related(annotations: Annotations, target: Target, wide: bool) -> dict[int, float]:
    """Sentences near to the target in meaning, by index, with their weight."""
    if not annotations.content:
        return {}
    near = await _cosines(annotations, target, wide=wide)
    sentences = candidates(annotations, wide=wide)
    floor, full = (_NEAR_WIDE if wide else _NEAR)[target.kind], _NEAR[target.kind]
    return {
        sentences[i].index: _RELATED * min(1.0, float(near[i]) / (2 * full) + 0.5)
        for i in np.argsort(-near)[:_MAX_RELATED]
        if near[i] >= floor
    }


async def _cosines(annotations: Annotations, target: Target, *, wide: bool) -> Scores:
    """The cosine of the target and each of the `candidates`, shape (n,)."""
    headline = [s.clean for s in _headline_sentences(annotations)] if wide else []
    made = await annotations.engine.embed([target.words, *headline], annotations.call)
    vectors = np.concatenate([made[1:], await annotations.vectors()])
    return cosines(vectors, made[0])
