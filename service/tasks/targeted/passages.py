"""Which sentences bear on a target, and what the model reads for each.

Mentions come first. A topic or a claim is often argued without its own words, so sentences
near to it in meaning count too, with less weight. A pronoun is replaced by the target's
name in what the model reads, for a pair model cannot know whom "he" means; the evidence
shown to the caller is always the posted text.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from service.inference.protocol import Window
from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.similarity import cosines
from service.tasks.targeted.model import Target, TargetKind
from service.text.document import Sentence
from service.text.entities.model import PRONOUN, Mention
from service.text.span import Span
from service.text.whitespace import fold

MAX_PASSAGES = 48
# A text of up to `SHORT_TEXT` words is judged as one window, one of `LONG_TEXT` or more by its
# passages. In between both count, so that a sentence more never decides by itself which of the
# two is asked. Fitted on comments (VAST dev, macro-F1: 0.642 with a step at 130, 0.648 so, 0.602
# by passages alone).
SHORT_TEXT = 60
LONG_TEXT = 180
_NEAR = {TargetKind.ENTITY: 0.60, TargetKind.TOPIC: 0.42, TargetKind.CLAIM: 0.40}
_RELATED = 0.5  # weight of a sentence that is only near in meaning
_FAR = 0.12  # cosine below which a short text has nothing to do with a target
_UNRELATED = 0.25  # of any other sentence of a short text
_SPEAKING = 0.4  # what somebody says is seldom about the speaker
_MAX_RELATED = 12
_POSSESSIVE = frozenset({"his", "her", "hers", "their"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with how surely (0..1) it is about the target.

    One that is not `related` is only there because a short text argues as a whole: it counts for
    what a voice says and as evidence, not beside the passages that speak of the target.
    """

    sentence: Sentence
    window: Window
    relevance: float
    related: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What bears on a target: passages in text order, at most `MAX_PASSAGES`.

    `left_out` counts further passages. `whole` is the whole text where it is short enough
    to be read in one piece, None otherwise, and `share` (0..1) how much it counts beside the
    passages; `about` says whether the text speaks of the target in words or in meaning.
    """

    passages: list[Passage]
    mentions: list[Mention]
    left_out: int
    whole: Window | None
    share: float
    about: bool


async def find_passages(annotations: Annotations, target: Target) -> Found:
    """The passages and mentions of a target.

    A short text in one voice is one argument: who posts a comment on a topic seldom names
    the topic. So all its sentences are passages, the near ones with more weight. A single
    sentence is judged as the model judges it, without any weighing. Found once, whichever
    tasks ask.
    """
    return await annotations.once((target.text, target.kind), lambda: _find(annotations, target))


async def _find(annotations: Annotations, target: Target) -> Found:
    names = await annotations.names()
    name = target.words
    mentions = await annotations.aside(names.mentions.find, name)
    strongest: dict[int, Mention] = {}
    for mention in mentions:
        if (
            mention.sentence not in strongest
            or mention.strength > strongest[mention.sentence].strength
        ):
            strongest[mention.sentence] = mention
    relevance = {i: m.strength for i, m in strongest.items()}
    for index, mention in strongest.items():
        speaker = names.voices[index].speaker
        if speaker is not None and speaker.span == mention.span:
            relevance[index] *= _SPEAKING
    if target.kind is not TargetKind.ENTITY or not strongest:
        for index, weight in (await _related(annotations, target)).items():
            relevance.setdefault(index, weight)
    words = name.lower()  # of invisible characters there are none left
    about = bool(relevance) or (bool(words) and words in annotations.document.text.lower())
    argued = target.kind is not TargetKind.ENTITY or not strongest
    related = frozenset(relevance)
    share = _share_of_whole(annotations, names, argued=argued)
    if share and (about or await _nearness(annotations, target) >= _FAR):
        for sentence in annotations.content:
            relevance.setdefault(sentence.index, _UNRELATED * share)
    passages = [
        Passage(
            sentence=s,
            window=Window(_readable(annotations, s, strongest.get(s.index), name), name),
            relevance=r,
            related=s.index in related,
        )
        for s in annotations.content
        if (r := relevance.get(s.index)) is not None
    ]
    kept = thin(passages)
    whole = None
    if share and passages:
        text = " ".join(
            _readable(annotations, s, strongest.get(s.index), name) for s in annotations.content
        )
        whole = Window(text, name)
    return Found(kept, mentions, len(passages) - len(kept), whole, share, about)


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


def thin(passages: list[Passage]) -> list[Passage]:
    """The most relevant ones; among equals an even choice over the text."""
    if len(passages) <= MAX_PASSAGES:
        return passages
    step = {p.sentence.index: i for i, p in enumerate(passages)}
    order = sorted(
        passages,
        key=lambda p: (-p.relevance, _spread(step[p.sentence.index])),
    )
    kept = {p.sentence.index for p in order[:MAX_PASSAGES]}
    return [p for p in passages if p.sentence.index in kept]


def _spread(i: int) -> float:
    """The bits of `i` in reverse (van der Corput): early values cover the range evenly."""
    value, scale = 0.0, 0.5
    while i:
        value += scale * (i & 1)
        i >>= 1
        scale /= 2
    return value
