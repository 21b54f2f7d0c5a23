"""Finds the sentences that are relevant to a target, and the model's input for each.

Mentions have the most weight. A topic or a claim is often argued without its own words, so
sentences of similar meaning also count, with less weight. A pronoun is replaced by the target's
name in the model's input, because a pair model cannot know whom "he" means. The evidence for the
caller is always the posted text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.inference.protocol import Window
from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.similarity import cosines
from service.tasks.target import Target, TargetKind
from service.tasks.targeted.thinning import most_relevant
from service.text.document import Sentence
from service.text.entities.model import PRONOUN, Mention
from service.text.span import Span
from service.text.whitespace import fold

MAX_PASSAGES = 48
# A text of up to `SHORT_TEXT` words is scored as one window, one of `LONG_TEXT` or more by its
# passages. In between both count, so that one more sentence does not change the method. This was
# fitted on comments (VAST dev, macro-F1: 0.642 with a step at 130 words, 0.648 like this, 0.602 by
# passages alone).
SHORT_TEXT = 60
LONG_TEXT = 180
_NEAR = {TargetKind.ENTITY: 0.60, TargetKind.TOPIC: 0.42, TargetKind.CLAIM: 0.40}
_RELATED = 0.5  # weight of a sentence that is only similar in meaning
_FAR = 0.12  # the minimum cosine of a short text and a target it is about
_UNRELATED = 0.25  # weight of any other sentence of a short text
_SPEAKING = 0.4  # speech is rarely about its speaker
_MAX_RELATED = 12
_POSSESSIVE = frozenset({"his", "her", "hers", "their"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its relevance (0..1) to the target.

    One that is not `related` is only included because a short text argues as a whole. It counts
    for the verdict of its voice and as evidence, but not with the passages about the target.
    """

    sentence: Sentence
    window: Window
    relevance: float
    related: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """The passages for a target in text order, at most `MAX_PASSAGES`.

    `left_out` counts further passages. `whole` is the whole text if it is short enough for one
    window, None otherwise, and `share` (0..1) its weight relative to the passages. `about` means
    that the text is about the target by its words or its meaning.
    """

    passages: list[Passage]
    mentions: list[Mention]
    left_out: int
    whole: Window | None
    share: float
    about: bool


async def find_passages(annotations: Annotations, target: Target) -> Found:
    """The passages and mentions of a target.

    A short text in one voice is one argument, because a comment on a topic rarely names the topic.
    So all its sentences are passages, and similar ones have more weight. The verdict on a single
    sentence is that of the model, without any weights. The result is cached for other tasks.
    """
    return await annotations.once((target.text, target.kind), lambda: _find(annotations, target))


async def _find(annotations: Annotations, target: Target) -> Found:
    names = await annotations.names()
    name = target.words
    mentions = await annotations.aside(names.mentions.find, name)
    strongest = _strongest(mentions)
    argued = target.kind is not TargetKind.ENTITY or not strongest
    near = await _related(annotations, target) if argued else {}
    relevance = near | _relevance_of_mentions(names, strongest)
    about = bool(relevance) or _holds_words(annotations, name)
    related = frozenset(relevance)
    share = _share_of_whole(annotations, names, argued=argued)
    if share and (about or await _nearness(annotations, target) >= _FAR):
        others = dict.fromkeys((s.index for s in annotations.content), _UNRELATED * share)
        relevance = others | relevance
    passages = [
        Passage(
            sentence=s,
            window=Window(_readable(annotations, s, strongest.get(s.index), name), name),
            relevance=relevance[s.index],
            related=s.index in related,
        )
        for s in annotations.content
        if s.index in relevance
    ]
    kept = _thinned(passages)
    whole = _joined(passages, name) if share else None  # every sentence is a passage then
    return Found(kept, mentions, len(passages) - len(kept), whole, share, about)


def _holds_words(annotations: Annotations, name: str) -> bool:
    """Whether the document contains the words of the target, perhaps within other words."""
    words = name.lower()  # of invisible characters there are none left
    return bool(words) and words in annotations.document.text.lower()


def _joined(passages: Sequence[Passage], name: str) -> Window | None:
    """The passages as one window; None if there are none."""
    return Window(" ".join(p.window.text for p in passages), name) if passages else None


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


def _share_of_whole(annotations: Annotations, names: NameAnnotations, *, argued: bool) -> float:
    """How much the text as one window counts (0..1): wholly for a single sentence.

    For several only where the target is `argued` about, not merely named, and one voice speaks.
    """
    if len(annotations.content) == 1:
        return 1.0
    if not argued or any(names.voices[s.index].quoted for s in annotations.content):
        return 0.0
    words = sum(len(s.clean.split()) for s in annotations.content)
    return min(1.0, max(0.0, (LONG_TEXT - words) / (LONG_TEXT - SHORT_TEXT)))


async def _nearness(annotations: Annotations, target: Target) -> float:
    """The cosine of the target and the sentence nearest to it."""
    if not annotations.content:
        return 0.0
    query = (await annotations.engine.embed([target.words], annotations.call))[0]
    return float(cosines(await annotations.vectors(), query).max())


async def _related(annotations: Annotations, target: Target) -> dict[int, float]:
    """Sentences near to the target in meaning, by index, with their weight."""
    if not annotations.content:
        return {}
    vectors = await annotations.vectors()
    query = (await annotations.engine.embed([target.words], annotations.call))[0]
    near = cosines(vectors, query)
    order = np.argsort(-near)[:_MAX_RELATED]
    floor = _NEAR[target.kind]
    return {
        annotations.content[i].index: _RELATED * min(1.0, float(near[i]) / (2 * floor) + 0.5)
        for i in order
        if near[i] >= floor
    }


def _readable(
    annotations: Annotations, sentence: Sentence, mention: Mention | None, target: str
) -> str:
    if mention is None or mention.strength != PRONOUN:
        return sentence.clean
    text, span = annotations.document.text, mention.span
    word = text[span.begin : span.end].lower()
    name = f"{target}’s" if word in _POSSESSIVE else target
    before = text[sentence.span.begin : span.begin]
    after = annotations.document.read(Span(span.end, sentence.span.end))
    return fold(f"{before}{name}{after}")
